import { pino } from 'pino';
import { beforeEach, describe, expect, it } from 'vitest';
import type { NewEvent } from '#domain/decision/decision.ts';
import type { NoticeData } from '#protocol/contract.ts';
import type { FeedMedia, FeedTrack } from '#protocol/media/feeds.ts';
import type { UnitId } from '#protocol/nouns/ids.ts';
import type { Units } from '../ports/units.ts';
import { court, newId, openTestLog, openTestSession, type TestLog } from '../testing/testLog.ts';
import { FeedBook } from './feedBook.ts';

const VIDEO: FeedTrack = { kind: 'video', mimeType: 'video/VP8', spatialLayers: 3, temporalLayers: 3 };

let test: TestLog;
let unitId: UnitId;
let feeds: FeedBook;
let news: (FeedMedia & { courtCode: string })[];
let now: number;
let unit: ReturnType<typeof openTestSession>;

const bookOf = ({ log }: Pick<TestLog, 'log'>) => {
  const units: Pick<Units, 'get' | 'sessionOf'> = {
    get: (id) => {
      const record = log.state.units.get(id);
      return record === undefined || record.state === 'revoked' ? undefined : { ...record, telemetryIndex: 1 };
    },
    sessionOf: (id) => (id === unitId ? unit.session : undefined),
  };
  return FeedBook.create({
    log,
    units,
    news: { feedMedia: (courtCode, media) => void news.push({ courtCode, ...media }) },
    now: () => now,
    logger: pino({ level: 'silent' }),
  });
};

beforeEach(async () => {
  test = await openTestLog();
  unitId = newId.unit();
  unit = openTestSession({ unitId, courtCode: '闽0203', name: '单兵1' });
  await test.seed({ name: 'unit.enrolled', subject: `unit/${unitId}`, courtCode: court('闽0203'), data: { name: '单兵1', teamName: '一队', kind: 'phone' } });
  news = [];
  now = 1_000_000;
  feeds = bookOf(test);
});

const opened = () => test.entries().filter(({ name }) => name === 'feed.opened');

describe('feeds', () => {
  it('have one id for a unit\'s camera for ever, opened in the unit\'s name', async () => {
    const [first, same, other] = await Promise.all([feeds.open(unitId, 'camera'), feeds.open(unitId, 'camera'), feeds.open(unitId, 'helmet')]);
    expect(same.feedId).toBe(first.feedId);
    expect(other.feedId).not.toBe(first.feedId);
    expect(opened()).toMatchObject([
      { subject: `feed/${first.feedId}`, courtCode: '闽0203', actor: { kind: 'unit', unitId, name: '单兵1' }, via: unit.session.tokenId },
      { subject: `feed/${other.feedId}` },
    ]);
    expect(feeds.courtOf(first.feedId)).toBe('闽0203');
    expect(news).toMatchObject([{ feedId: first.feedId, tracks: [], courtCode: '闽0203' }, { feedId: other.feedId }]);
    expect((await bookOf(test).open(unitId, 'camera')).feedId).toBe(first.feedId);
    expect(opened()).toHaveLength(2);
  });

  it('open also while nothing can be recorded, if they are known; new ones wait', async () => {
    const { feedId } = await feeds.open(unitId, 'camera');
    test.journal.setDown('diskFull');
    await expect(feeds.open(unitId, 'helmet')).rejects.toMatchObject({ code: 'logUnavailable' });
    expect((await feeds.open(unitId, 'camera')).feedId).toBe(feedId);
    await test.log.close();
  });

  it('are bounded for a unit, and are nobody\'s without one', async () => {
    const labels = Array.from({ length: 9 }, (_, index) => `camera ${index}`);
    const results = await Promise.allSettled(labels.map((label) => feeds.open(unitId, label)));
    expect(results.map(({ status }) => status).filter((status) => status === 'fulfilled')).toHaveLength(8);
    expect(results[8]).toMatchObject({ status: 'rejected', reason: { code: 'tooManyFeeds' } });
    await expect(feeds.open(newId.unit(), 'camera')).rejects.toMatchObject({ code: 'notFound' });
  });

  it('of recordings stand beside those of cameras, say what they are, and know how many watch', async () => {
    const [camera, played] = [await feeds.open(unitId, 'camera'), await feeds.openPlayback(unitId, 'camera')];
    expect([camera.recorded, played.recorded, (await feeds.openPlayback(unitId, 'camera')).feedId]).toEqual([undefined, true, played.feedId]);
    expect((await feeds.open(unitId, 'camera')).feedId).toBe(camera.feedId);
    expect(feeds.viewersOf(played.feedId)).toBe(0);
    feeds.setViewers(played.feedId, { videoViewers: 2, audioListeners: 0, seenBy: [], heardBy: [] });
    expect([feeds.viewersOf(played.feedId), feeds.viewersOf(camera.feedId)]).toEqual([2, 0]);
  });

  it('have a generation that rises with new media and never falls back over a restart', async () => {
    const { feedId, generation } = await feeds.open(unitId, 'camera');
    expect(generation).toBe(1_000_000);
    news.length = 0;
    now += 5;
    feeds.setTracks(feedId, [VIDEO], { replaced: false });
    feeds.setTracks(feedId, [VIDEO], { replaced: false });
    feeds.setTracks(feedId, [VIDEO], { replaced: true });
    feeds.setTracks(feedId, [], { replaced: false });
    expect(news.map((media) => [media.tracks.length, media.generation - 1_000_000, media.sinceAt])).toEqual([[1, 0, 1_000_005], [1, 1, 1_000_005], [0, 1, 1_000_005]]);
    now += 1_000;
    const after = bookOf(test);
    expect(after.get(feedId)).toMatchObject({ unitId, label: 'camera', tracks: [] });
    expect(after.get(feedId)!.generation).toBeGreaterThan(feeds.get(feedId)!.generation);
  });

  it('tell the unit who watches, once for each change and again when its media is new', async () => {
    const { feedId } = await feeds.open(unitId, 'camera');
    const seenBy = [{ kind: 'person' as const, name: '林值班', courtCode: court('闽0203') }];
    feeds.setViewers(feedId, { videoViewers: 2, audioListeners: 0, seenBy, heardBy: [] });
    feeds.setViewers(feedId, { videoViewers: 2, audioListeners: 0, seenBy: [...seenBy], heardBy: [] });
    feeds.setTracks(feedId, [VIDEO], { replaced: false });
    const told = { name: 'feed.watched', data: { feedId, videoViewers: 2, audioListeners: 0, seenBy: [{ kind: 'person', name: '林值班', courtName: '闽0203' }], heardBy: [], snapshot: null } };
    expect(unit.told).toEqual([told, told]);
  });

  it('name those outside first, each once, only while they view, and whoever kept a picture', async () => {
    const { feedId } = await feeds.open(unitId, 'camera');
    const person = (name: string) => ({ kind: 'person' as const, name, courtCode: court('闽0203') });
    const grantId = crypto.randomUUID();
    const seed = (name: 'grant.given' | 'grant.viewed', data: object) => test.seed({ name, subject: `grant/${grantId}`, courtCode: court('闽0203'), data } as NewEvent);
    await seed('grant.given', { feedId, unitId, purpose: '会商', forName: '省公安厅', byUserId: newId.user(), byName: '林', endsAt: 9 });
    feeds.setViewers(feedId, { videoViewers: 8, audioListeners: 0, seenBy: [1, 1, 2, 3, 4, 5, 6].map((number) => person(`甲${number}`)), heardBy: [] });
    const seenBy = () => (unit.told.at(-1)!.data as NoticeData<'feed.watched'>).seenBy.map(({ name }) => name);
    expect(seenBy()).toEqual(['甲1', '甲2', '甲3', '甲4', '甲5', '甲6']);
    await seed('grant.viewed', { viewingId: crypto.randomUUID(), forName: '省公安厅', remoteAddress: '10.0.0.9', clientName: 'player' });
    expect(seenBy()).toEqual(['省公安厅', '甲1', '甲2', '甲3', '甲4', '甲5']);
    const picture = { feedId, pictureId: 'a'.repeat(64), mimeType: 'image/png' as const, capturedAt: 1, takenAt: 1, widthPx: 2, heightPx: 2, unitId, operationId: null, position: null };
    await test.seed({ name: 'snapshot.taken', subject: `snapshot/${crypto.randomUUID()}`, courtCode: court('闽0203'), data: picture });
    expect(unit.told.at(-1)!.data).toMatchObject({ snapshot: { byName: '', at: test.entries().at(-1)!.at } });
  });

  it('of a revoked unit end at once and stay ended, whatever still arrives', async () => {
    const { feedId } = await feeds.open(unitId, 'camera');
    feeds.setTracks(feedId, [VIDEO], { replaced: false });
    const heard: FeedMedia[] = [];
    const stop = feeds.onMedia((media) => heard.push(media));
    await test.seed({ name: 'unit.revoked', subject: `unit/${unitId}`, courtCode: court('闽0203'), data: { reason: '遗失' } });
    expect(heard).toMatchObject([{ feedId, tracks: [] }]);
    feeds.setTracks(feedId, [VIDEO], { replaced: true });
    expect(news.at(-1)).toMatchObject({ feedId, tracks: [] });
    feeds.setTracks(feedId, [], { replaced: false });
    feeds.setViewers(feedId, { videoViewers: 0, audioListeners: 0, seenBy: [], heardBy: [] });
    expect([feeds.get(feedId), feeds.presences()]).toEqual([undefined, []]);
    await expect(feeds.open(unitId, 'camera')).rejects.toMatchObject({ code: 'notFound' });
    stop();
  });
});
