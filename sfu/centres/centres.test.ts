import { randomUUIDv7 } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { TileState } from '#protocol/nouns/diagnostics.ts';
import type { CentrePresence } from '#protocol/nouns/duty.ts';
import type { CourtCode, FeedId, SlotId } from '#protocol/nouns/ids.ts';
import { court, newId, openFujianLog, openTestSession, type TestLog } from '../testing/testLog.ts';
import { createRealClock } from '../clock/realClock.ts';
import { Centres } from './centres.ts';

const COURT = court('闽0203');
const feedId = randomUUIDv7() as FeedId;

let test: TestLog;
let centres: Centres;
let news: CentrePresence[];
let windows: { courtCode: CourtCode; tiles: { feedId: FeedId | null; state: TileState }[] }[];

beforeEach(async () => {
  vi.useFakeTimers();
  const opening = openFujianLog();
  await vi.runOnlyPendingTimersAsync();
  await vi.advanceTimersByTimeAsync(10);
  test = await opening;
  news = [];
  windows = [];
  centres = Centres.create({ log: test.log, news: { centrePresence: (presence) => void news.push(presence) }, windows: () => windows, clock: createRealClock() });
});
afterEach(async () => {
  await centres.close();
  vi.useRealTimers();
});

const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);
const desk = () => {
  const opened = openTestSession({ courtCode: COURT });
  centres.opened(opened.session);
  return opened;
};
const presence = () => centres.presences().find(({ courtCode }) => courtCode === COURT)!;
const entries = () => test.entries().filter(({ name }) => name.startsWith('centre.')).map(({ name, subject, courtCode, actor, data }) => ({ name, subject, courtCode, actor, data }));
const hall = { kind: 'hall' };

describe('centres', () => {
  it('are all absent at first, and come with their first desk', async () => {
    expect(centres.presences()).toHaveLength(95);
    expect(new Set(centres.presences().map(({ state }) => state))).toEqual(new Set(['absent']));
    const window = openTestSession({ courtCode: COURT, deviceId: newId.device(), slotId: 'wall-1' as SlotId });
    centres.opened(window.session);
    expect(presence()).toMatchObject({ state: 'absent', desks: 0, walls: 1 });
    centres.opened(openTestSession({ courtCode: COURT, unitId: newId.unit() }).session);
    centres.opened({ ...openTestSession({ courtCode: COURT }).session, purpose: 'observer' });
    expect(presence()).toMatchObject({ state: 'absent', desks: 0, walls: 1 });
    await pass(100);
    desk();
    expect(presence()).toMatchObject({ state: 'connected', desks: 1, walls: 1, sinceAt: Date.now() });
    expect(news.map(({ courtCode, state, desks, walls }) => [courtCode, state, desks, walls])).toEqual([[COURT, 'absent', 0, 1], [COURT, 'connected', 1, 1]]);
    expect(entries()).toEqual([]);
  });

  it('are staffed while someone of theirs holds a post', async () => {
    desk();
    const about = { subject: `duty/${COURT}/officer`, courtCode: COURT };
    const userId = newId.user();
    const started = test.seed({ ...about, name: 'duty.started', data: { userId, name: '林某' } });
    await pass(10);
    await started;
    expect(presence().state).toBe('staffed');
    expect(centres.presences().filter(({ state }) => state === 'staffed')).toHaveLength(1);
    const ended = test.seed({ ...about, name: 'duty.ended', data: { userId, note: '下班' } });
    await pass(10);
    await ended;
    expect(presence().state).toBe('connected');
    expect(news.map(({ state }) => state)).toEqual(['connected', 'staffed', 'connected']);
  });

  it('are lost when every desk has been away for the declared time, and return; both are entries', async () => {
    const [first, second] = [desk(), desk()];
    first.end();
    await pass(60_000);
    expect(presence()).toMatchObject({ state: 'connected', desks: 1 });
    second.end();
    const lastSeenAt = Date.now();
    await pass(14_900);
    expect(presence()).toMatchObject({ state: 'connected', desks: 0 });
    expect(entries()).toEqual([]);
    await pass(200);
    expect(presence()).toMatchObject({ state: 'lost', desks: 0, sinceAt: lastSeenAt + 15_000 });
    const lost = { name: 'centre.lost', subject: `centre/${COURT}`, courtCode: COURT, actor: hall, data: { lastSeenAt } };
    expect(entries()).toEqual([lost]);
    await pass(60_000);
    desk();
    await pass(10);
    expect(presence()).toMatchObject({ state: 'connected', desks: 1 });
    expect(entries()).toEqual([lost, { name: 'centre.returned', subject: `centre/${COURT}`, courtCode: COURT, actor: hall, data: {} }]);
  });

  it('are not lost for a reload', async () => {
    for (let time = 0; time < 5; time++) {
      const { end } = desk();
      await pass(20_000);
      end();
      await pass(10_000);
    }
    desk();
    await pass(60_000);
    expect(presence().state).toBe('connected');
    expect(entries()).toEqual([]);
  });

  it('are lost and return in the log in their order, also when it could not be written then', async () => {
    test.journal.setDown('diskFull');
    desk().end();
    await pass(15_100);
    expect(presence().state).toBe('lost');
    desk().end();
    await pass(15_100);
    desk();
    expect(presence().state).toBe('connected');
    expect(entries()).toEqual([]);
    test.journal.setDown(null);
    await pass(20_000);
    expect(entries().map(({ name }) => name)).toEqual(['centre.lost', 'centre.returned', 'centre.lost', 'centre.returned']);
  });

  it('do not enter a loss twice when the answer of the database was lost', async () => {
    test.journal.failNext('away', 'after');
    desk().end();
    await pass(30_000);
    expect(presence().state).toBe('lost');
    expect(entries().map(({ name }) => name)).toEqual(['centre.lost']);
  });

  it('tell how many of their tiles show no picture', async () => {
    desk();
    windows = [
      { courtCode: COURT, tiles: [{ feedId, state: 'live' }, { feedId, state: 'stale' }, { feedId: null, state: 'empty' }] },
      { courtCode: COURT, tiles: [{ feedId, state: 'connecting' }] },
      { courtCode: court('闽0202'), tiles: [{ feedId, state: 'stale' }] },
    ];
    await pass(2_000);
    expect(news.at(-1)).toMatchObject({ courtCode: COURT, tiles: 3, staleTiles: 2 });
    const told = news.length;
    await pass(20_000);
    expect(news).toHaveLength(told);
  });

  it('are not lost because the hall stops', async () => {
    const { end } = desk();
    await centres.close();
    end();
    await pass(60_000);
    desk();
    expect(entries()).toEqual([]);
    expect(news.map(({ state }) => state)).toEqual(['connected']);
  });
});
