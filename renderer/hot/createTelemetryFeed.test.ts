import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { RequestOutput } from '#protocol/contract.ts';
import { encodeBatch } from '#protocol/telemetry/frames.ts';
import type { Unit } from '#protocol/nouns/hall.ts';
import type { UnitId } from '#protocol/nouns/ids.ts';
import { FakeHallLink } from '../link/fakeHallLink.ts';
import { createHallReplica } from '../replica/createHallReplica.ts';
import { createTelemetryFeed } from './createTelemetryFeed.ts';
import { UNIT_STATE, UnitTelemetry } from './unitTelemetry.ts';

beforeEach(() => void vi.useFakeTimers({ now: 1_000_000 }));
afterEach(() => void vi.useRealTimers());

const unit: Unit = {
  unitId: '0190a0b0-0000-7000-8000-0000000000aa' as UnitId,
  telemetryIndex: 7,
  name: '单兵',
  teamName: '',
  courtCode: '',
  courtName: '',
  kind: 'phone',
  online: true,
  lastSeenAt: null,
};

const batch = () =>
  encodeBatch(
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
  link.answers['hall.follow'] = () => ({ units: [unit], feeds: [], wall: [] });
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
    const row = telemetry.rowOf(unit.unitId)!;
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

  it('passes over frames until the list of units is the hall\'s own again', async () => {
    const { link, telemetry } = await startFeed();
    link.goOffline();
    let answer: (snapshot: RequestOutput<'hall.follow'>) => void = () => undefined;
    link.answers['hall.follow'] = () => new Promise((resolve) => (answer = resolve));
    link.goOnline();
    await vi.advanceTimersByTimeAsync(0);
    link.sendFromHall(batch());
    expect(telemetry.receivedAt[0]).toBe(0);
    answer({ units: [{ ...unit, telemetryIndex: 8 }, { ...unit, unitId: '0190a0b0-0000-7000-8000-0000000000bb' as UnitId }], feeds: [], wall: [] });
    await vi.advanceTimersByTimeAsync(0);
    link.sendFromHall(batch());
    expect(telemetry.receivedAt[telemetry.rowOf(unit.unitId)!]).toBe(0);
    expect(telemetry.receivedAt[telemetry.rowOf('0190a0b0-0000-7000-8000-0000000000bb')!]).toBeGreaterThan(0);
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
