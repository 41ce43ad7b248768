import { describe, expect, it } from 'vitest';
import { decodeFix, encodeFix } from '#protocol/telemetry/frames.ts';
import { distanceM } from '../routes/routePosition.ts';
import { planFleet } from './planFleet.ts';
import { unitFix } from './unitFix.ts';

describe('a planned fleet', () => {
  it('names each unit once and believably, whatever the size', () => {
    const fleet = planFleet({ count: 64, pages: 2 });
    expect(new Set(fleet.map(({ name }) => name)).size).toBe(64);
    expect(fleet[0]?.name).toBe('思明执行一组·手机01');
    for (const { name } of fleet) {
      expect(name).toMatch(/^[\u4e00-\u9fff]{2}执行[一二三四五六七]组·(手机|记录仪|执法车|布控球)\d\d$/);
    }
  });

  it('makes the first ones pages', () => {
    const senders = planFleet({ count: 6, pages: 2 }).map(({ sender }) => sender);
    expect(senders).toEqual(['page', 'page', 'rtp', 'rtp', 'rtp', 'rtp']);
  });

  it('keeps units apart on the map, also those that share a route', () => {
    const points = planFleet({ count: 40, pages: 0 }).map((member) => unitFix(member, { elapsedMs: 0, at: 1 }));
    for (const [index, a] of points.entries()) {
      for (const b of points.slice(index + 1)) {
        expect(distanceM([a.longitudeDeg, a.latitudeDeg], [b.longitudeDeg, b.latitudeDeg])).toBeGreaterThan(15);
      }
    }
  });

  it('tells fixes that fit the wire, with a battery that falls and never runs out', () => {
    const [member] = planFleet({ count: 1, pages: 0 });
    const early = unitFix(member!, { elapsedMs: 0, at: 1_763_800_000_000 });
    const late = unitFix(member!, { elapsedMs: 3_600_000, at: 1_763_803_600_000 });
    expect(late.batteryPercent).toBeCloseTo((early.batteryPercent ?? 0) - 12);
    expect(unitFix(member!, { elapsedMs: 1e9, at: 1 }).batteryPercent).toBeGreaterThan(0);
    for (let minute = 0; minute < 60; minute += 1) {
      const fix = unitFix(member!, { elapsedMs: minute * 60_000, at: 1_763_800_000_000 });
      expect(decodeFix(encodeFix(fix)).fix.signalBars).toBe(fix.signalBars);
    }
  });
});
