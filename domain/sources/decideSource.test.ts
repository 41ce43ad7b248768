import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AppError } from '#protocol/errors.ts';
import type { SourceAddress, SourceRecord } from '#protocol/media/sources.ts';
import type { CourtCode, SourceId, UnitId } from '#protocol/nouns/ids.ts';
import type { Decision, NewEvent } from '../decision/decision.ts';
import { fold, nextVersion } from '../hallState/fold.ts';
import { EMPTY_STATE, snapshotOf, stateOf, type HallState } from '../hallState/hallState.ts';
import { addSource, changeKey, changeSource, removeSource, switchSource } from './decideSource.ts';

const COURT = '闽0203' as CourtCode;
const id = (kind: number, index: number) => `00000000-0000-4000-8000-${kind}${String(index).padStart(11, '0')}`;
const unit = (index: number) => id(1, index) as UnitId;
const source = (index: number) => id(2, index) as SourceId;
const SRT_PORTS = { from: 32_000, to: 32_002 };
const RTSP: SourceAddress = { protocol: 'rtsp', url: 'rtsp://192.0.2.1/stream', username: 'admin', transport: 'tcp' };
const channel = (number: number): SourceAddress => ({ protocol: 'gb28181', deviceId: `3502000000132000000${number}`, channelId: '35020000001310000001', transport: 'udp' });

/** A log of its own: events as they are appended and folded. */
class Log {
  state: HallState = EMPTY_STATE;
  #sequence = 0;

  enter(...events: readonly NewEvent[]): void {
    for (const event of events) {
      const version = nextVersion(this.state, event.name, event.subject);
      this.state = fold(this.state, { ...event, sequence: ++this.#sequence, at: this.#sequence, version, actor: { kind: 'hall' } } as never);
    }
  }

  run<Answer>(decide: (state: HallState) => Decision<Answer>): Answer {
    const { events, answer } = decide(this.state);
    this.enter(...events);
    return answer(this.state);
  }

  add(index: number, change: { unitId?: UnitId; label?: string; address?: SourceAddress } = {}): SourceRecord {
    return this.run((state) => addSource(state, { sourceId: source(index), unitId: unit(0), label: `画面${index}`, address: RTSP, srtPorts: SRT_PORTS, ...change })).source;
  }
}

function hall(): Log {
  const log = new Log();
  for (const index of [0, 1]) {
    log.enter({ name: 'unit.enrolled', subject: `unit/${unit(index)}`, courtCode: COURT, data: { name: `记录仪${index}`, teamName: '一队', kind: 'recorder' } });
  }
  return log;
}

const codeOf = (work: () => unknown): string | undefined => {
  try {
    work();
    return undefined;
  } catch (error) {
    return error instanceof AppError ? error.code : String(error);
  }
};

describe('sources', () => {
  it('belong to the court of their unit, and are switched on when they come', () => {
    const log = hall();
    expect(log.add(0)).toEqual({ sourceId: source(0), courtCode: COURT, unitId: unit(0), label: '画面0', address: RTSP, enabled: true, srtPort: null, version: 1 });
    expect(codeOf(() => log.add(1, { unitId: unit(7) }))).toBe('notFound');
    log.enter({ name: 'unit.revoked', subject: `unit/${unit(1)}`, courtCode: COURT, data: { reason: '报废' } });
    expect(codeOf(() => log.add(1, { unitId: unit(1) }))).toBe('revoked');
  });

  it('have a label of their own in their unit, and a channel of their own in the hall', () => {
    const log = hall();
    log.add(0, { label: '大门' });
    expect(codeOf(() => log.add(1, { label: '大门' }))).toBe('conflict');
    log.add(1, { label: '大门', unitId: unit(1), address: channel(1) });
    expect(codeOf(() => log.add(2, { address: channel(1) }))).toBe('conflict');
    const other = log.add(2, { address: channel(2) });
    expect(codeOf(() => log.run((state) => changeSource(state, { ...other, expectedVersion: 1, address: channel(1), secretChanged: false })))).toBe('conflict');
    expect(codeOf(() => log.run((state) => changeSource(state, { ...other, expectedVersion: 1, label: '大门', secretChanged: false })))).toBe('conflict');
    // Its own is no other's.
    expect(log.run((state) => changeSource(state, { ...other, expectedVersion: 1, secretChanged: true })).source.version).toBe(2);
  });

  it('keep an SRT port each, which the next may have when they are gone', () => {
    const log = hall();
    const ports = [0, 1, 2].map((index) => log.add(index, { address: { protocol: 'srt' } }).srtPort);
    expect(ports).toEqual([32_000, 32_001, 32_002]);
    expect(codeOf(() => log.add(3, { address: { protocol: 'srt' } }))).toBe('tooManyFeeds');
    log.run((state) => removeSource(state, { sourceId: source(1), expectedVersion: 1, reason: '拆除' }));
    expect(log.add(3, { address: { protocol: 'srt' } }).srtPort).toBe(32_001);
  });

  it('have a key of the hall’s only where they are pushed, and stay what they are', () => {
    const log = hall();
    const pulled = log.add(0);
    expect(codeOf(() => log.run((state) => changeKey(state, { sourceId: source(0), expectedVersion: 1 })))).toBe('badInput');
    expect(codeOf(() => log.run((state) => changeSource(state, { ...pulled, expectedVersion: 1, address: { protocol: 'rtmp' }, secretChanged: false })))).toBe('badInput');
    log.add(1, { address: { protocol: 'rtmp' } });
    expect(log.run((state) => changeKey(state, { sourceId: source(1), expectedVersion: 1 })).source).toMatchObject({ version: 2, address: { protocol: 'rtmp' } });
  });

  it('come to the same by their log and by their snapshot, with versions that only grow', () => {
    const step = fc.record({ what: fc.constantFrom('add', 'switch', 'change', 'remove'), index: fc.nat(5), unit: fc.nat(1), label: fc.constantFrom('大门', '院内'), stale: fc.boolean() });
    fc.assert(fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const log = hall();
      steps.forEach(({ what, index, unit: of, label, stale }, number) => {
        const version = (log.state.sources.get(source(index))?.version ?? 0) + (stale ? 1 : 0);
        const before = log.state;
        const about = { sourceId: source(index), expectedVersion: version };
        const fault = codeOf(() => {
          if (what === 'add') log.add(100 + number, { unitId: unit(of), label, address: index % 2 === 0 ? { protocol: 'srt' } : channel(index) });
          else if (what === 'switch') log.run((state) => switchSource(state, { ...about, enabled: number % 2 === 0 }));
          else if (what === 'change') log.run((state) => changeSource(state, { ...about, label, address: RTSP, secretChanged: false }));
          else log.run((state) => removeSource(state, { ...about, reason: '拆除' }));
        });
        expect(fault === undefined || log.state === before).toBe(true);
      });
      const all = [...log.state.sources.values()];
      expect(new Set(all.map(({ unitId, label }) => `${unitId} ${label}`)).size).toBe(all.length);
      const ports = all.flatMap(({ srtPort }) => (srtPort === null ? [] : [srtPort]));
      expect(new Set(ports).size).toBe(ports.length);
      expect(snapshotOf(stateOf(snapshotOf(log.state))).sources).toEqual(snapshotOf(log.state).sources);
    }), { numRuns: 200 });
  });
});
