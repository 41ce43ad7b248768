import fc from 'fast-check';
import { Registry } from 'prom-client';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Capability } from '#protocol/capabilities.ts';
import { AppError } from '#protocol/errors.ts';
import { BatchReader, fixOfRow } from '#protocol/telemetry/batches.ts';
import { encodeFix, type TelemetryFix } from '#protocol/telemetry/frames.ts';
import type { TrackPoint } from '#protocol/telemetry/packedTrack.ts';
import type { CourtCode, UnitId } from '#protocol/nouns/ids.ts';
import type { AcceptedFix } from '../ports/positions.ts';
import type { Session } from '../ports/session.ts';
import type { Units } from '../ports/units.ts';
import { TelemetryHub } from './telemetryHub.ts';
import { createTelemetryMetrics } from './telemetryMetrics.ts';

const NOW = 1_800_000_000_000;
const UNIT = 'unit-1' as UnitId;
const FAR_UNIT = 'unit-2' as UnitId;

beforeEach(() => void vi.useFakeTimers({ now: NOW }));
afterEach(() => void vi.useRealTimers());

/** A hub with two units, of 闽0203 and 闽0302, and what became of what it was given. */
function aHub() {
  const enrolled = new Map<UnitId, { courtCode: string; telemetryIndex: number }>([[UNIT, { courtCode: '闽0203', telemetryIndex: 1 }], [FAR_UNIT, { courtCode: '闽0302', telemetryIndex: 2 }]]);
  const archived: (TrackPoint & { unitId: UnitId })[] = [];
  const told: AcceptedFix[] = [];
  const metrics = createTelemetryMetrics(new Registry());
  const full = new Set<Session>();
  const heard = new Map<Session, Uint8Array[]>();
  const hub = new TelemetryHub({
    units: { get: (unitId: UnitId) => enrolled.has(unitId) ? { unitId, ...enrolled.get(unitId) } : undefined, heard: () => undefined } as unknown as Pick<Units, 'get' | 'heard'>,
    send(session, bytes) {
      if (!full.has(session)) {
        heard.get(session)?.push(bytes);
      }
      return !full.has(session);
    },
    now: () => Date.now(),
    realNow: () => Date.now(),
    archive: { add: (unitId, { at, longitudeDeg, latitudeDeg, headingDeg, speedMps, accuracyM }) => archived.push({ unitId, at, longitudeDeg, latitudeDeg, headingDeg, speedMps, accuracyM }) },
    metrics,
  });
  hub.onFix((fix) => told.push(fix));
  const follow = (courtCode: string) => {
    const end = new AbortController();
    const session = { courtCode: courtCode as CourtCode, ended: end.signal, bufferedBytes: 0 } as unknown as Session & { bufferedBytes: number };
    heard.set(session, []);
    void hub.handlers['telemetry.follow']({ enabled: true }, session);
    return { session, end, frames: heard.get(session)!, stop: () => full.add(session), resume: () => full.delete(session) };
  };
  const sender = (unitId: UnitId) => ({ unitId, capabilities: new Set<Capability>(['telemetry.send']) }) as unknown as Session;
  const send = (change: Partial<TelemetryFix> = {}, unitId = UNIT) => hub.receive(encodeFix(aFix(change)), sender(unitId));
  return { hub, enrolled, archived, told, metrics, follow, send };
}

function aFix(change: Partial<TelemetryFix> = {}): TelemetryFix {
  return { longitudeDeg: 118.1, latitudeDeg: 24.5, headingDeg: 90, speedMps: 5, accuracyM: 8, batteryPercent: 77, signalBars: 3, charging: false, at: Date.now(), ...change };
}

const shown = (frames: readonly Uint8Array[]) => {
  const reader = new BatchReader();
  frames.forEach((bytes) => expect(reader.read(bytes)).not.toBeNull());
  return new Map([...reader.rows].map(([index, row]) => [index, fixOfRow(row)]));
};

describe('telemetry hub', () => {
  it('shows the newest fix by its time, archives every one, and tells only those that go forward', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -100_000, max: 200_000 }), { minLength: 1, maxLength: 40 }), (offsets) => {
        vi.setSystemTime(NOW);
        const { hub, send, archived, told, follow } = aHub();
        const desk = follow('闽');
        for (const offset of offsets) {
          vi.advanceTimersByTime(100);
          send({ at: Date.now() + offset, longitudeDeg: 118 + archived.length / 1_000 });
        }
        vi.advanceTimersByTime(100);
        expect(archived).toHaveLength(offsets.length);
        archived.forEach(({ at }, index) => {
          const receivedAt = NOW + (index + 1) * 100;
          expect(at).toBe(offsets[index]! > 60_000 ? receivedAt : receivedAt + offsets[index]!);
        });
        const newest = archived.reduce((best, point) => (point.at >= best.at ? point : best));
        expect(shown(desk.frames).get(1)).toMatchObject({ at: newest.at, longitudeDeg: newest.longitudeDeg });
        expect(hub.latest(UNIT)).toMatchObject({ at: newest.at });
        expect(told.map(({ at }) => at)).toEqual(told.map(({ at }) => at).sort((one, other) => one - other));
        expect(told.at(-1)).toMatchObject({ unitId: UNIT, courtCode: '闽0203', at: newest.at });
        hub.close();
      }),
      { numRuns: 50 },
    );
  });

  it('thins a unit that sends more than twenty a second, counts what it left out, and serves the others', async () => {
    const { hub, send, archived, metrics } = aHub();
    for (let turn = 0; turn < 500; turn += 1) {
      vi.advanceTimersByTime(20);
      send();
      if (turn % 5 === 0) {
        send({}, FAR_UNIT);
      }
    }
    const kept = archived.filter(({ unitId }) => unitId === UNIT).length;
    expect(kept).toBeGreaterThanOrEqual(200);
    expect(kept).toBeLessThanOrEqual(241);
    expect((await metrics.thinned.get()).values[0]?.value).toBe(500 - kept);
    expect(archived.filter(({ unitId }) => unitId === FAR_UNIT)).toHaveLength(100);
    hub.close();
  });

  it('tells each court its own units, and those of the same court in the same bytes', () => {
    const { hub, send, follow } = aHub();
    const [high, also, near, far] = [follow('闽'), follow('闽'), follow('闽02'), follow('闽03')];
    vi.advanceTimersByTime(100);
    send();
    send({}, FAR_UNIT);
    vi.advanceTimersByTime(100);
    send({ speedMps: 9 });
    vi.advanceTimersByTime(300);
    expect([...shown(high.frames).keys()]).toEqual([1, 2]);
    expect([...shown(near.frames).keys()]).toEqual([1]);
    expect([...shown(far.frames).keys()]).toEqual([2]);
    expect(high.frames).toHaveLength(3);
    expect(far.frames).toHaveLength(2);
    high.frames.forEach((bytes, index) => expect(also.frames[index]).toBe(bytes));
    hub.close();
  });

  it('gives a console that was left out, lost the thread, or cannot take it yet, everything when it can, and never a wrong difference', () => {
    const { hub, send, follow } = aHub();
    const [slow, quick] = [follow('闽'), follow('闽')];
    send({ speedMps: 1 });
    send({ speedMps: 1 }, FAR_UNIT);
    vi.advanceTimersByTime(100);
    slow.stop();
    send({ speedMps: 2 });
    vi.advanceTimersByTime(100);
    slow.resume();
    slow.session.bufferedBytes = 100_000;
    send({ speedMps: 3 }, FAR_UNIT);
    vi.advanceTimersByTime(100);
    expect(slow.frames).toHaveLength(1);
    slow.session.bufferedBytes = 0;
    send({ speedMps: 4 });
    vi.advanceTimersByTime(100);
    const state = () => [...shown(slow.frames).values()].map(({ speedMps }) => speedMps);
    expect(slow.frames).toHaveLength(2);
    expect(state()).toEqual([4, 3]);
    send({ speedMps: 5 });
    vi.advanceTimersByTime(100);
    expect(slow.frames.at(-1)).toBe(quick.frames.at(-1));
    expect(state()).toEqual([5, 3]);
    void hub.handlers['telemetry.follow']({ enabled: true }, slow.session);
    vi.advanceTimersByTime(100);
    expect(slow.frames).toHaveLength(4);
    expect(quick.frames).toHaveLength(5);
    hub.close();
  });

  it('forgets a unit that was revoked', () => {
    const { hub, send, follow, enrolled } = aHub();
    send();
    enrolled.delete(UNIT);
    const desk = follow('闽');
    vi.advanceTimersByTime(100);
    expect(shown(desk.frames).size).toBe(0);
    expect(hub.latest(UNIT)).toBeUndefined();
    expect(() => send()).toThrow(AppError);
    hub.close();
  });

  it('sends nothing to who left', () => {
    const { hub, send, follow } = aHub();
    const desk = follow('闽');
    desk.end.abort();
    send();
    vi.advanceTimersByTime(500);
    expect(desk.frames).toEqual([]);
    hub.close();
    expect(vi.getTimerCount()).toBe(0);
  });
});
