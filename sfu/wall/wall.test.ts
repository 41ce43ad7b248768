import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { RequestData } from '#protocol/contract.ts';
import type { DeviceId, FeedId, SlotId, UnitId } from '#protocol/nouns/ids.ts';
import type { SlotPresence } from '#protocol/wall/slots.ts';
import { gridOfFeeds } from '#domain/wall/layouts.ts';
import { FeedBook } from '../feeds/feedBook.ts';
import { createMemoryJournal, type MemoryJournal } from '../log/memoryJournal.ts';
import { court, newId, openTestLog, openTestSession, type TestLog } from '../testing/testLog.ts';
import { Wall } from './wall.ts';

/** Ids in the order of the numbers that the tests call them by. */
const feedId = (index: number) => `0190a0b0-0000-7000-8000-00000000000${index}` as FeedId;
const unitId = (index: number) => `0190a0b0-0000-7000-8000-10000000000${index}` as UnitId;
const VIDEO = { kind: 'video' as const, mimeType: 'video/VP8', spatialLayers: 1, temporalLayers: 1 };
const silent = pino({ level: 'silent' });
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);
/** Machines by their names. */
const machines = new Map<string, DeviceId>();

type Hall = TestLog & { wall: Wall; feeds: FeedBook; news: SlotPresence[] };
const halls: Hall[] = [];

beforeEach(() => void vi.useFakeTimers());
afterEach(async () => {
  for (const { wall, feeds } of halls.splice(0)) {
    await wall.close();
    feeds.close();
  }
  vi.useRealTimers();
});

/** Lets timers run until it is done. */
async function done<Value>(work: Promise<Value>): Promise<Value> {
  work.catch(() => undefined);
  await pass(5);
  return work;
}

/** A hall whose cameras 1 to `cameras` are known; those of `others` belong to other courts than 闽02. */
async function begin(options: { journal?: MemoryJournal; cameras?: number; others?: Record<number, string> } = {}): Promise<Hall> {
  const { journal = createMemoryJournal(), cameras = 4, others = {} } = options;
  const test = await done(openTestLog({ journal }));
  if (test.log.state.feeds.size === 0) {
    const seeds = Array.from({ length: cameras }, (_, index) => index + 1).flatMap((index) => {
      const courtCode = court(others[index] ?? '闽02');
      return [
        { name: 'unit.enrolled' as const, subject: `unit/${unitId(index)}`, courtCode, data: { name: `单兵${index}`, teamName: '一队', kind: 'phone' as const } },
        { name: 'feed.opened' as const, subject: `feed/${feedId(index)}`, courtCode, data: { unitId: unitId(index), label: 'camera' } },
      ];
    });
    await done(test.seed(...seeds));
  }
  const news: SlotPresence[] = [];
  const feeds = FeedBook.create({ log: test.log, units: { get: () => undefined, sessionOf: () => undefined }, news: { feedMedia: () => undefined }, now: Date.now, logger: silent });
  const wall = Wall.create({ log: test.log, journal: test.journal, feeds, news: { slotPresence: (presence) => void news.push(presence) }, now: Date.now, logger: silent });
  const hall = { ...test, wall, feeds, news };
  halls.push(hall);
  return hall;
}

function window(slot: number, { courtCode = '闽02', name = '大厅1号机' }: { courtCode?: string; name?: string } = {}) {
  const deviceId = machines.get(name) ?? newId.device();
  machines.set(name, deviceId);
  return openTestSession({ courtCode, name, deviceId, slotId: `wall-${slot}` as SlotId });
}

const show = ({ wall }: Hall, ...shown: Parameters<typeof window>) => {
  const opened = window(...shown);
  wall.opened(opened.session);
  return opened;
};
const live = ({ feeds }: Hall, indexes: number[], isLive = true) =>
  indexes.forEach((index) => feeds.setTracks(feedId(index), isLive ? [VIDEO] : [], { replaced: false }));
/** Which cameras stand on which placed slots of a court. */
const shown = ({ log }: Hall, courtCode = '闽02') =>
  Object.fromEntries([...log.state.slots.values()]
    .filter((slot) => slot.courtCode === courtCode && slot.placed)
    .map((slot) => [slot.slotId, slot.layout.tiles.flatMap(({ content }) => (content.kind === 'feed' ? [Number(content.feedId.slice(-1))] : []))]));
const slotOf = ({ log }: Hall, slot: number, courtCode = '闽02') => log.state.slots.get(`${courtCode}/wall-${slot}`)!;
const slotEntries = ({ entries }: Hall) => entries().filter(({ name }) => name.startsWith('slot.'));

describe('wall in automatic mode', () => {
  it('spreads feeds over the displays; a unit that is back within a minute finds its place, later it is gone', async () => {
    const hall = await begin();
    show(hall, 1);
    show(hall, 2);
    live(hall, [3, 1, 2, 4]);
    await pass(100);
    expect(shown(hall)).toEqual({ 'wall-1': [1, 2], 'wall-2': [3, 4] });
    live(hall, [2], false);
    await pass(59_000);
    expect(shown(hall)).toEqual({ 'wall-1': [1, 2], 'wall-2': [3, 4] });
    live(hall, [2]);
    await pass(120_000);
    expect(shown(hall)).toEqual({ 'wall-1': [1, 2], 'wall-2': [3, 4] });
    live(hall, [2], false);
    await pass(61_000);
    expect(shown(hall)).toEqual({ 'wall-1': [1, 3], 'wall-2': [4] });
  });

  it('enters who took a place, and what the hall itself dealt', async () => {
    const hall = await begin();
    const { session, end } = show(hall, 1);
    live(hall, [1]);
    await pass(100);
    end();
    await pass(10_100);
    expect(slotEntries(hall).map(({ name, subject, actor, via }) => ({ name, subject, by: actor.kind, via }))).toEqual([
      { name: 'slot.taken', subject: 'slot/闽02/wall-1', by: 'device', via: session.tokenId },
      // Empty still, but ready for an alarm.
      { name: 'slot.dealt', subject: 'slot/闽02/wall-1', by: 'hall', via: null },
      { name: 'slot.dealt', subject: 'slot/闽02/wall-1', by: 'hall', via: null },
      { name: 'slot.released', subject: 'slot/闽02/wall-1', by: 'hall', via: null },
    ]);
    expect(slotOf(hall, 1)).toMatchObject({ placed: false, deviceName: '大厅1号机', layout: { mode: 'auto', tiles: [{ content: { kind: 'feed', feedId: feedId(1) }, takesAlarms: true }] } });
    await pass(120_000);
    expect(slotEntries(hall)).toHaveLength(4);
  });

  it('a window that reloads keeps its feeds, without an entry; those of an unplugged display move to the others', async () => {
    const hall = await begin();
    show(hall, 1);
    const second = show(hall, 2);
    live(hall, [1, 2]);
    await pass(100);
    const before = slotEntries(hall).length;
    second.end();
    await pass(5_000);
    expect(hall.wall.presences()).toEqual([{ courtCode: '闽02', slotId: 'wall-1', shown: true, screen: null }, { courtCode: '闽02', slotId: 'wall-2', shown: false, screen: null }]);
    expect(shown(hall)).toEqual({ 'wall-1': [1], 'wall-2': [2] });
    const reloaded = show(hall, 2);
    const execute = vi.spyOn(hall.log, 'execute');
    await pass(20_000);
    expect(execute.mock.calls.length).toBeLessThan(3);
    expect(shown(hall)).toEqual({ 'wall-1': [1], 'wall-2': [2] });
    expect(slotEntries(hall)).toHaveLength(before);
    reloaded.end();
    await pass(10_100);
    expect(shown(hall)).toEqual({ 'wall-1': [1, 2] });
    expect(hall.news.filter(({ slotId }) => slotId === 'wall-2').map((presence) => presence.shown)).toEqual([true, false, true, false]);
  });

  it('after a restart nothing moves while units and windows come back one by one', async () => {
    const journal = createMemoryJournal();
    const before = await begin({ journal });
    show(before, 1);
    show(before, 2);
    live(before, [1, 2, 3, 4]);
    await pass(100);
    await before.wall.close();
    await done(before.log.close());

    const hall = await begin({ journal });
    const entered = slotEntries(hall).length;
    const seen = new Set<string>();
    for (const step of [() => live(hall, [4]), () => show(hall, 2), () => live(hall, [1]), () => show(hall, 1), () => live(hall, [3]), () => live(hall, [2])]) {
      step();
      await pass(1_000);
      seen.add(JSON.stringify(shown(hall)));
    }
    expect([...seen]).toEqual([JSON.stringify({ 'wall-1': [1, 2], 'wall-2': [3, 4] })]);
    expect(slotEntries(hall)).toHaveLength(entered);
  });

  it('after a restart the feeds of a display that does not come back move to the others', async () => {
    const journal = createMemoryJournal();
    const before = await begin({ journal });
    show(before, 1);
    show(before, 2);
    live(before, [1, 2]);
    await pass(100);
    await before.wall.close();
    await done(before.log.close());

    const hall = await begin({ journal });
    show(hall, 1);
    live(hall, [1, 2]);
    await pass(9_000);
    expect(shown(hall)).toEqual({ 'wall-1': [1], 'wall-2': [2] });
    await pass(1_100);
    expect(shown(hall)).toEqual({ 'wall-1': [1, 2] });
  });

  it('lets go of a revoked unit\'s feed at once', async () => {
    const hall = await begin();
    show(hall, 1);
    live(hall, [1, 2]);
    await pass(100);
    await done(hall.seed({ name: 'unit.revoked', subject: `unit/${unitId(1)}`, courtCode: court('闽02'), data: { reason: '遗失' } }));
    await pass(100);
    expect(shown(hall)).toEqual({ 'wall-1': [2] });
  });

  it('deals each court\'s wall from the feeds that this court sees', async () => {
    const hall = await begin({ others: { 2: '闽0203', 3: '闽01' } });
    for (const courtCode of ['闽', '闽02', '闽0203', '闽01', '闽0102']) {
      show(hall, 1, { courtCode, name: courtCode });
    }
    live(hall, [1, 2, 3, 4]);
    await pass(100);
    const walls = ['闽', '闽02', '闽0203', '闽01', '闽0102'].map((courtCode) => shown(hall, courtCode)['wall-1']);
    expect(walls).toEqual([[1, 2, 3, 4], [1, 2, 4], [2], [3], []]);
    expect([...new Set(slotEntries(hall).filter(({ data }) => JSON.stringify(data).includes('feedId')).map(({ courtCode }) => courtCode))].sort()).toEqual(['闽', '闽01', '闽02', '闽0203']);
  });
});

describe('wall by hand', () => {
  const put = (hall: Hall, change: Partial<RequestData<'wall.put'>['slots'][number]> = {}): RequestData<'wall.put'> => ({
    commandId: newId.command(), what: { kind: 'edit', label: '' },
    slots: [{ slotId: 'wall-1' as SlotId, expectedVersion: slotOf(hall, 1).layoutVersion, layout: gridOfFeeds({ columns: 1, rows: 1 }, [feedId(4)]), ...change }],
  });
  const { session: desk } = openTestSession({ courtCode: '闽02', name: '调度员' });
  const ask = async (hall: Hall, input: RequestData<'wall.put'>) => done(Promise.resolve(hall.wall.handlers['wall.put'](input, desk)));

  it('shows what was put up, once for a command; the feeds go to the displays that are left to the hall, and it comes back to the hall', async () => {
    const hall = await begin();
    show(hall, 1);
    show(hall, 2);
    live(hall, [1, 2]);
    await pass(100);
    const asked = put(hall);
    const answer = await ask(hall, asked);
    expect(answer.wall).not.toHaveProperty('past');
    await pass(100);
    expect(shown(hall)).toEqual({ 'wall-1': [4], 'wall-2': [1, 2] });
    expect(hall.entries().find(({ name }) => name === 'wall.put')).toMatchObject({ subject: 'wall/闽02', actor: { kind: 'person', name: '调度员' }, via: desk.tokenId, commandId: asked.commandId });
    const entered = hall.entries().length;
    expect(await ask(hall, asked)).toEqual(answer);
    expect(hall.entries()).toHaveLength(entered);
    await ask(hall, put(hall, { layout: { ...slotOf(hall, 1).layout, mode: 'auto' } }));
    await pass(100);
    expect(shown(hall)).toEqual({ 'wall-1': [1], 'wall-2': [2] });
    // The hall dealt onto it meanwhile: the step can be taken back all the same.
    live(hall, [3]);
    await pass(100);
    expect(shown(hall)).toEqual({ 'wall-1': [1, 2], 'wall-2': [3] });
    await done(Promise.resolve(hall.wall.handlers['wall.undo']({ commandId: newId.command(), takeId: hall.log.state.walls.get(court('闽02'))!.past.at(-1)!.takeId }, desk)));
    await pass(100);
    expect(shown(hall)).toEqual({ 'wall-1': [4], 'wall-2': [1, 2, 3] });
  });

  it('an alarm has a tile on the first display that is the hall’s, unless somebody chose another', async () => {
    const hall = await begin();
    [1, 2].forEach((index) => show(hall, index));
    live(hall, [1, 2]);
    await pass(100);
    const takes = () => [1, 2].map((index) => slotOf(hall, index).layout.tiles.map(({ takesAlarms }) => takesAlarms));
    expect(takes()).toEqual([[true], [false]]);
    await ask(hall, put(hall));
    await pass(100);
    expect(takes()).toEqual([[false], [true, false]]);
    const chosen = slotOf(hall, 1).layout;
    await ask(hall, put(hall, { layout: { ...chosen, tiles: chosen.tiles.map((tile) => ({ ...tile, takesAlarms: true })) } }));
    await pass(100);
    expect(takes()).toEqual([[true], [false, false]]);
  });

  it('refuses an old version, a place and a feed that are not the court\'s, and tiles that do not fit', async () => {
    const hall = await begin({ others: { 3: '闽01' } });
    show(hall, 1);
    show(hall, 2, { courtCode: '闽01', name: '福州1号机' });
    await pass(100);
    const refusal = (change: Parameters<typeof put>[1]) => ask(hall, put(hall, change)).then(() => null, (error: { code: string; params: unknown }) => [error.code, error.params]);
    const before = slotOf(hall, 1);
    expect(await refusal({ expectedVersion: 99 })).toEqual(['conflict', { slotId: 'wall-1', version: before.layoutVersion }]);
    expect(await refusal({ slotId: 'wall-2' as SlotId })).toEqual(['notFound', { what: 'slot' }]);
    expect(await refusal({ layout: gridOfFeeds({ columns: 1, rows: 1 }, [feedId(3)]) })).toEqual(['notFound', { what: 'feed' }]);
    expect(await refusal({ layout: { ...gridOfFeeds({ columns: 2, rows: 1 }, []), columns: 1 } })).toEqual(['badLayout', { slotId: 'wall-1' }]);
    expect(slotOf(hall, 1)).toBe(before);
  });

  it('tells how large the window of a place is, of the one that came last, and of each once', async () => {
    const hall = await begin();
    const { session, end } = show(hall, 1);
    await pass(100);
    const tell = (by: typeof session, widthPx: number) => hall.wall.handlers['wall.tellScreen']({ screen: { widthPx, heightPx: 1_080 } }, by);
    void tell(session, 1_920);
    void tell(session, 1_920);
    expect(hall.news.map(({ screen }) => screen?.widthPx)).toEqual([undefined, 1_920]);
    const { session: reloaded } = show(hall, 1);
    end();
    void tell(reloaded, 3_840);
    expect(hall.wall.presences()).toEqual([{ courtCode: '闽02', slotId: 'wall-1', shown: true, screen: { widthPx: 3_840, heightPx: 1_080 } }]);
    await pass(100);
  });
});

describe('wall while nothing can be recorded', () => {
  it('stands still, tells the dispatcher so, and deals what came meanwhile when it can be', async () => {
    const hall = await begin();
    const first = show(hall, 1);
    live(hall, [1]);
    await pass(100);
    hall.journal.setDown('diskFull');
    live(hall, [2]);
    const second = show(hall, 2, { name: '大厅2号机' });
    first.end();
    await pass(30_000);
    expect(shown(hall)).toEqual({ 'wall-1': [1] });
    expect(hall.news.at(-1)).toEqual({ courtCode: '闽02', slotId: 'wall-1', shown: false, screen: null });
    const { layoutVersion, layout } = slotOf(hall, 1);
    const set = hall.wall.handlers['wall.put'](
      { commandId: newId.command(), what: { kind: 'edit', label: '' }, slots: [{ slotId: 'wall-1' as SlotId, expectedVersion: layoutVersion, layout }] },
      second.session,
    );
    await expect(done(Promise.resolve(set))).rejects.toMatchObject({ code: 'logUnavailable' });
    hall.journal.setDown(null);
    await pass(10_000);
    expect(hall.log.status.writable).toBe(true);
    expect(shown(hall)).toEqual({ 'wall-2': [1, 2] });
    expect(slotOf(hall, 2).deviceName).toBe('大厅2号机');
  });

  it('refuses everything once it is closed, and takes no going for a change', async () => {
    const hall = await begin();
    const { session, end } = show(hall, 1);
    live(hall, [1]);
    await pass(100);
    const entered = hall.entries().length;
    await hall.wall.close();
    end();
    live(hall, [1], false);
    await pass(120_000);
    expect(hall.entries()).toHaveLength(entered);
    const set = hall.wall.handlers['wall.endVisit']({ commandId: newId.command() }, session);
    await expect(set).rejects.toMatchObject({ code: 'closing' });
  });
});
