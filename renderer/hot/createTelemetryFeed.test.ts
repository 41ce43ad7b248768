import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { EMPTY_STATE, snapshotOf } from '#domain/hallState/hallState.ts';
import type { RequestOutput } from '#protocol/contract.ts';
import type { CourtCode, UnitId } from '#protocol/nouns/ids.ts';
import { encodeChanges, encodeKeyframe } from '#protocol/telemetry/batches.ts';
import { FakeHallLink } from '../link/fakeHallLink.ts';
import { createHallReplica } from '../replica/createHallReplica.ts';
import { createTelemetryFeed } from './createTelemetryFeed.ts';
import { batchOfFixes } from './telemetryBatch.builder.ts';
import { UNIT_STATE, UnitTelemetry } from './unitTelemetry.ts';

beforeEach(() => void vi.useFakeTimers({ now: 1_000_000 }));
afterEach(() => void vi.useRealTimers());

const UNIT = '0190a0b0-0000-7000-8000-0000000000aa' as UnitId;
const OTHER = '0190a0b0-0000-7000-8000-0000000000bb' as UnitId;

/** What the hall answers a follower, with these units under these telemetry indexes. */
function hallWith(units: { unitId: UnitId; telemetryIndex: number }[]): RequestOutput<'hall.follow'> {
  const records = units.map(({ unitId }) => ({ unitId, courtCode: '闽' as CourtCode, name: '单兵', teamName: '', kind: 'phone' as const, state: 'enrolled' as const, enrolledAt: 0, version: 1 }));
  return {
    log: {
      kind: 'snapshot',
      upTo: { sequence: units.length, hash: '0'.repeat(64) },
      state: { ...snapshotOf(EMPTY_STATE), units: records },
    },
    presence: { units: units.map((unit) => ({ ...unit, online: true, lastSeenAt: null })), feeds: [], slots: [], centres: [] },
    status: { writable: true, reason: null, sinceAt: 0 },
  };
}

const batch = () =>
  batchOfFixes(
    [
      {
        telemetryIndex: 7,
        fix: { longitudeDeg: 119, latitudeDeg: 26, headingDeg: 0, speedMps: 0, accuracyM: 1, batteryPercent: 9, signalBars: 1, charging: false, at: Date.now() },
      },
    ],
    Date.now(),
  );

async function startFeed() {
  const link = new FakeHallLink();
  link.answers['hall.follow'] = () => hallWith([{ unitId: UNIT, telemetryIndex: 7 }]);
  link.answers['telemetry.follow'] = () => ({});
  const telemetry = new UnitTelemetry();
  const replica = createHallReplica({ link });
  const feed = createTelemetryFeed({ link, replica, telemetry });
  link.goOnline();
  await vi.advanceTimersByTimeAsync(0);
  return { link, telemetry, feed };
}

describe('telemetry feed', () => {
  it('fills the columns and greys a silent unit without any frame arriving', async () => {
    const { link, telemetry } = await startFeed();
    link.sendFromHall(batch());
    const row = telemetry.rowOf(UNIT)!;
    expect(telemetry.batteryPercents[row]).toBe(9);
    expect(telemetry.states[row]).toBe(UNIT_STATE.live);
    await vi.advanceTimersByTimeAsync(11_000);
    expect(telemetry.states[row]).toBe(UNIT_STATE.stale);
  });

  it('turns the frames on in every session anew', async () => {
    const { link } = await startFeed();
    expect(link.inputsOf('telemetry.follow')).toEqual([{ enabled: true }]);
    link.goOffline();
    link.goOnline();
    expect(link.inputsOf('telemetry.follow')).toEqual([{ enabled: true }, { enabled: true }]);
  });

  it('asks again when the hall did not answer', async () => {
    const { link } = await startFeed();
    link.answers['telemetry.follow'] = () => Promise.reject(new Error('no'));
    link.goOffline();
    link.goOnline();
    await vi.advanceTimersByTimeAsync(2_500);
    expect(link.inputsOf('telemetry.follow')).toHaveLength(4);
  });

  it('counts unreadable frames and goes on', async () => {
    const { link, telemetry, feed } = await startFeed();
    link.sendFromHall(new Uint8Array([9, 9]));
    link.sendFromHall(batch());
    expect(feed.badFrames).toBe(1);
    expect(telemetry.batteryPercents[0]).toBe(9);
  });

  it('asks for everything again, once, when a frame was missed or could not be read', async () => {
    const { link, telemetry, feed } = await startFeed();
    const base = { longitudeE7: 1_190_000_000, latitudeE7: 260_000_000, heading256: 0, speedDmps: 0, accuracyM: 1, battery: 50, signal: 1, at: Date.now(), telemetryIndex: 7 };
    const changes = (battery: number, sequence: number) => encodeChanges([{ row: { ...base, battery }, base }], { sentAt: Date.now(), sequence });
    link.sendFromHall(encodeKeyframe([base], { sentAt: Date.now(), sequence: 4 }));
    link.sendFromHall(changes(51, 5).subarray(0, 15));
    expect(feed.badFrames).toBe(1);
    link.sendFromHall(changes(52, 6));
    link.sendFromHall(changes(53, 7));
    expect(telemetry.batteryPercents[0]).toBe(50);
    expect(link.inputsOf('telemetry.follow')).toEqual([{ enabled: true }, { enabled: true }]);
    link.sendFromHall(encodeKeyframe([{ ...base, battery: 54 }], { sentAt: Date.now(), sequence: 8 }));
    expect(telemetry.batteryPercents[0]).toBe(54);
    link.sendFromHall(changes(55, 10));
    expect(link.inputsOf('telemetry.follow')).toHaveLength(3);
  });

  it('passes over frames until the list of units is the hall\'s own again', async () => {
    const { link, telemetry } = await startFeed();
    link.goOffline();
    let answer: (answered: RequestOutput<'hall.follow'>) => void = () => undefined;
    link.answers['hall.follow'] = () => new Promise((resolve) => (answer = resolve));
    link.goOnline();
    await vi.advanceTimersByTimeAsync(0);
    link.sendFromHall(batch());
    expect(telemetry.receivedAt[0]).toBe(0);
    answer(hallWith([{ unitId: UNIT, telemetryIndex: 8 }, { unitId: OTHER, telemetryIndex: 7 }]));
    await vi.advanceTimersByTimeAsync(0);
    link.sendFromHall(batch());
    expect(telemetry.receivedAt[telemetry.rowOf(UNIT)!]).toBe(0);
    expect(telemetry.receivedAt[telemetry.rowOf(OTHER)!]).toBeGreaterThan(0);
  });

  it('hears nothing after close', async () => {
    const { link, telemetry, feed } = await startFeed();
    feed.close();
    feed.close();
    link.sendFromHall(batch());
    expect(telemetry.batteryPercents[0]).toBe(0);
    expect(link.inputsOf('telemetry.follow').at(-1)).toEqual({ enabled: false });
    expect(vi.getTimerCount()).toBe(0);
  });
});
