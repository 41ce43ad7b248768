import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { events } from '#protocol/events.ts';
import { AppError } from '#protocol/errors.ts';
import { courtCode, deviceId as deviceIdOf, userId } from '#protocol/nouns/ids.ts';
import { GENESIS_HASH, type Entry } from '#protocol/nouns/log.ts';
import { FakeHallLink } from '../../../link/fakeHallLink.ts';
import type { HallReplica } from '../../../replica/hallReplica.ts';
import { auditFilterOf, beijingMidnight, EVENT_GROUPS, FIRST_FORM, historyOf, WHOLE_LOG } from './auditFilter.ts';
import { createAuditTrail } from './createAuditTrail.ts';
import { createDeviceNames } from './createDeviceNames.ts';
import { exportFile } from './exportFile.ts';
import { subjectParts } from './subjectParts.ts';

const NOW = Date.UTC(2018, 6, 9, 1, 20, 5);
const MIDNIGHT = Date.UTC(2018, 6, 8, 16);
const actorId = userId.parse('0190a0b0-0000-7000-8000-000000000001');

function entry(sequence: number, change: Partial<Entry> = {}): Entry {
  return {
    sequence, at: sequence, name: 'unit.joined', subject: 'unit/u1', version: 1, courtCode: courtCode.parse('闽02'), actor: { kind: 'hall' }, data: {}, commandId: null, via: null, previousHash: GENESIS_HASH, hash: GENESIS_HASH, ...change,
  };
}
const stretch = (from: number, to: number) => Array.from({ length: from - to + 1 }, (_, index) => entry(from - index));

describe('auditFilterOf', () => {
  it('counts days in Beijing', () => {
    expect(beijingMidnight(NOW)).toBe(MIDNIGHT);
    expect(auditFilterOf({ ...WHOLE_LOG, span: 'today' }, NOW)).toEqual({ from: MIDNIGHT });
    expect(auditFilterOf(FIRST_FORM, NOW)).toEqual({ from: MIDNIGHT - 6 * 86_400_000 });
    expect(auditFilterOf({ ...WHOLE_LOG, span: 'month' }, NOW)).toEqual({ from: MIDNIGHT - 29 * 86_400_000 });
    expect(auditFilterOf(WHOLE_LOG, NOW)).toEqual({});
  });

  it('reads two times, or one, and nothing that is out of order', () => {
    const custom = { ...WHOLE_LOG, span: 'custom' as const };
    expect(auditFilterOf({ ...custom, from: '2018-07-09T09:20:05', until: '2018-07-09T09:21' }, NOW)).toEqual({ from: NOW, until: NOW + 55_000 });
    expect(auditFilterOf({ ...custom, from: '2018-07-09T00:00' }, NOW)).toEqual({ from: MIDNIGHT });
    expect(auditFilterOf({ ...custom, from: '2018-07-09T00:00', until: '2018-07-08T00:00' }, NOW)).toBeNull();
    expect(auditFilterOf({ ...custom, until: 'x' }, NOW)).toBeNull();
  });

  it('puts all conditions together', () => {
    expect(auditFilterOf({ ...WHOLE_LOG, groups: ['duty', 'courts'], actorId, courtCode: courtCode.parse('闽02'), subject: ' unit/1 ', text: ' 林 ' }, NOW)).toEqual({
      names: ['duty.', 'centre.', 'court.'], actorId, courtCode: '闽02', subject: 'unit/1', text: '林',
    });
    expect(auditFilterOf({ ...WHOLE_LOG, view: 'opened', groups: ['duty'] }, NOW)).toEqual({ names: ['personal.opened', 'track.read', 'recording.played'] });
    expect(auditFilterOf(historyOf('unit/1'), NOW)).toEqual({ subject: 'unit/1' });
  });

  it('has a group for every entry', () => {
    const beginnings: string[] = Object.values(EVENT_GROUPS).flat();
    expect(Object.keys(events).filter((name) => beginnings.filter((beginning) => name.startsWith(beginning)).length !== 1)).toEqual([]);
  });
});

describe('audit trail', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  function setUp() {
    const link = new FakeHallLink();
    link.goOnline();
    let newest = 150;
    link.answers['audit.query'] = ({ before, limit }) => {
      const from = before === undefined ? newest : before - 1;
      return { entries: stretch(from, Math.max(1, from - limit + 1)), more: from > limit, head: { sequence: newest, hash: GENESIS_HASH } };
    };
    const copy = createStore(() => ({ position: { sequence: newest, hash: GENESIS_HASH } }));
    const trail = createAuditTrail({ link, replica: { state: copy } as unknown as HallReplica });
    const append = (count: number) => {
      newest += count;
      copy.setState({ position: { sequence: newest, hash: GENESIS_HASH } });
    };
    return { link, trail, append };
  }
  const settle = () => vi.advanceTimersByTimeAsync(0);

  it('reads page after page to the oldest, without gaps', async () => {
    const { link, trail } = setUp();
    trail.open({});
    trail.loadMore();
    await settle();
    expect(trail.state.getState()).toMatchObject({ phase: 'ready', more: true });
    trail.loadMore();
    trail.loadMore();
    await settle();
    trail.loadMore();
    await settle();
    expect(trail.state.getState().entries.map((found) => found.sequence)).toEqual(stretch(150, 1).map((found) => found.sequence));
    expect(trail.state.getState().more).toBe(false);
    expect(link.inputsOf('audit.query')).toHaveLength(2);
  });

  it('counts what is new and shows it only when asked', async () => {
    const { trail, append } = setUp();
    const stop = trail.start();
    trail.open({});
    await settle();
    append(3);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(trail.state.getState()).toMatchObject({ fresh: 3, freshMore: false });
    expect(trail.state.getState().entries[0]?.sequence).toBe(150);
    append(200);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(trail.state.getState()).toMatchObject({ fresh: 100, freshMore: true });
    trail.reopen();
    await settle();
    expect(trail.state.getState()).toMatchObject({ fresh: 0, entries: { length: 100 }, head: { sequence: 353 } });
    stop();
    append(1);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(trail.state.getState().fresh).toBe(0);
  });

  it('does not mix in the answer to an earlier filter', async () => {
    const { link, trail } = setUp();
    const answers: ((value: { entries: Entry[]; more: boolean; head: { sequence: number; hash: string } }) => void)[] = [];
    link.answers['audit.query'] = () => new Promise((resolve) => answers.push(resolve));
    trail.open({ text: 'a' });
    trail.open({ text: 'b' });
    await settle();
    answers[1]?.({ entries: [entry(7)], more: false, head: { sequence: 7, hash: GENESIS_HASH } });
    answers[0]?.({ entries: [entry(1)], more: true, head: { sequence: 7, hash: GENESIS_HASH } });
    await settle();
    expect(trail.state.getState()).toMatchObject({ entries: [{ sequence: 7 }], more: false });
  });

  it('keeps what it has when older ones cannot be read, and reads them on the next try', async () => {
    const { link, trail } = setUp();
    trail.open({});
    await settle();
    const { 'audit.query': answer } = link.answers;
    link.answers['audit.query'] = () => {
      throw new AppError('timedOut');
    };
    trail.loadMore();
    await settle();
    expect(trail.state.getState()).toMatchObject({ problem: 'timedOut', phase: 'ready', more: true, entries: { length: 100 } });
    link.answers = { 'audit.query': answer! };
    trail.loadMore();
    await settle();
    expect(trail.state.getState()).toMatchObject({ problem: null, entries: { length: 150 } });
  });

  it('reads at last when the hall was away at first', async () => {
    const { link, trail } = setUp();
    link.goOffline();
    trail.start();
    trail.open({});
    await settle();
    expect(trail.state.getState()).toMatchObject({ problem: 'disconnected', head: null });
    link.goOnline();
    await settle();
    expect(trail.state.getState()).toMatchObject({ problem: null, entries: { length: 100 } });
  });
});

describe('device names', () => {
  const settle = () => new Promise((resolve) => setTimeout(resolve, 100));
  const deviceId = deviceIdOf.parse(actorId);

  it('are learnt from entries, and else asked for once', async () => {
    const link = new FakeHallLink();
    link.goOnline();
    link.answers['audit.query'] = ({ filter }) => ({
      entries: filter.subject === 'device/d2' ? [entry(1, { name: 'device.enrolled', subject: 'device/d2', data: { name: '2号席', kind: 'console' } })] : [],
      more: false,
      head: { sequence: 9, hash: GENESIS_HASH },
    });
    const names = createDeviceNames({ link });
    names.learn([
      entry(9, { name: 'slot.taken', subject: 'slot/闽02/wall-1', actor: { kind: 'device', deviceId, name: '3号席', courtCode: courtCode.parse('闽02') } }),
      entry(2, { name: 'device.enrolled', subject: 'device/d1', data: { name: '1号席', kind: 'console' } }),
      entry(1, { name: 'unit.enrolled', subject: 'unit/u1', data: { name: '单兵' } }),
    ]);
    expect(names.state.getState()).toEqual(new Map([['device/d1', '1号席'], [`device/${deviceId}`, '3号席']]));
    names.want(['device/d1', 'device/d2', 'unit/u1', 'duty/闽/leader']);
    names.want(['device/d2', 'device/d3']);
    await settle();
    expect(link.inputsOf('audit.query').map((input) => input.filter.subject)).toEqual(['device/d2', 'device/d3']);
    expect(names.state.getState().get('device/d2')).toBe('2号席');
  });
});

describe('exportFile', () => {
  const content = Buffer.from('一条又一条记录'.repeat(100));
  const PIECE = 500;

  function setUp(change: { sha256?: string; bytes?: number } = {}) {
    const link = new FakeHallLink();
    link.goOnline();
    link.answers['audit.export'] = () => ({
      exportId: actorId, fileName: 'log.json', bytes: change.bytes ?? content.length, entries: 7, sha256: change.sha256 ?? createHash('sha256').update(content).digest('hex'),
    });
    link.answers['audit.readExport'] = ({ offset }) => ({ base64: content.subarray(offset, offset + PIECE).toString('base64') });
    const seen: number[] = [];
    const controller = new AbortController();
    const run = (onProgress?: () => void) =>
      exportFile({
        link,
        input: { filter: {}, format: 'json', purpose: '年度检查' },
        signal: controller.signal,
        onProgress: ({ doneBytes }) => {
          seen.push(doneBytes);
          onProgress?.();
        },
      });
    return { link, run, seen, controller };
  }

  it('is whole, in order, with its progress', async () => {
    const { run, seen } = setUp();
    const file = await run();
    expect(Buffer.from(file.content).equals(content)).toBe(true);
    expect(file).toMatchObject({ fileName: 'log.json', entries: 7 });
    expect(seen).toEqual([0, 0, 500, 1000, 1500, 2000, 2100]);
  });

  it('refuses what is not what the hall announced', async () => {
    await expect(setUp({ sha256: GENESIS_HASH }).run()).rejects.toMatchObject({ code: 'internal' });
    await expect(setUp({ bytes: content.length + 1 }).run()).rejects.toMatchObject({ code: 'internal' });
    await expect(setUp({ bytes: content.length - 1 }).run()).rejects.toMatchObject({ code: 'internal' });
  });

  it('stops when it is cancelled', async () => {
    const { link, run, seen, controller } = setUp();
    await expect(run(() => seen.length === 3 && controller.abort())).rejects.toMatchObject({ name: 'AbortError' });
    expect(link.inputsOf('audit.readExport').length).toBeLessThan(4);
  });
});

describe('subjectParts', () => {
  it('tells court, post and id apart', () => {
    expect(subjectParts('duty/闽02/leader')).toEqual({ noun: 'duty', id: '闽02/leader', courtCode: '闽02', place: 'leader' });
    expect(subjectParts('court/闽')).toEqual({ noun: 'court', id: '闽', courtCode: '闽', place: null });
    expect(subjectParts('unit/0190')).toEqual({ noun: 'unit', id: '0190', courtCode: null, place: null });
  });
});
