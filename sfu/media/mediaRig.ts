import { randomUUIDv7 } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { CAPABILITIES } from '#protocol/capabilities.ts';
import type { NoticeData, NoticeName } from '#protocol/contract.ts';
import type { Feed } from '#protocol/media/feeds.ts';
import type { CourtCode, FeedId, SessionId, TokenId, UnitId } from '#protocol/nouns/ids.ts';
import type { Feeds } from '../ports/feeds.ts';
import type { Session } from '../ports/session.ts';
import type { MediaPlaneOptions } from './mediaContext.ts';

/*
 * Builders for the tests of this room and of those that feed it. The workers are real: nothing here stands in for mediasoup.
 */

const COURT = '闽02' as CourtCode;

export type Told = { readonly name: NoticeName; readonly data: unknown };

/** An opened connection whose notices are kept. */
export function openSession(wish: { unitId?: UnitId; remoteAddress?: string } = {}) {
  const told: Told[] = [];
  const ended = new AbortController();
  const session: Session = {
    sessionId: randomUUIDv7() as SessionId,
    purpose: wish.unitId === undefined ? 'desk' : 'unit',
    courtCode: COURT,
    capabilities: new Set(CAPABILITIES),
    tokenId: randomUUIDv7() as TokenId,
    actor: { kind: 'operator', name: 'test' },
    userId: null,
    unitId: wish.unitId ?? null,
    slotId: null,
    clientName: 'test',
    remoteAddress: wish.remoteAddress ?? '127.0.0.1',
    log: pino({ level: 'silent' }),
    ended: ended.signal,
    bufferedBytes: 0,
    write: () => undefined,
    notify: <Name extends NoticeName>(name: Name, data: NoticeData<Name>) => void told.push({ name, data }),
  };
  return { session, told, namesTold: () => told.map(({ name }) => name), end: () => ended.abort() };
}

export function newUnitId(): UnitId {
  return randomUUIDv7() as UnitId;
}

/** The hall's list of feeds, in memory, with everything it was told. */
export function feedList() {
  const feeds = new Map<FeedId, Feed>();
  const changes: Feed[] = [];
  const viewers = new Map<FeedId, { videoViewers: number; audioListeners: number }>();
  const known = (feedId: FeedId): Feed => {
    const feed = feeds.get(feedId);
    if (feed === undefined) throw new Error(`feed ${feedId} was never opened`);
    return feed;
  };
  const port: Feeds = {
    open: async (unitId, label) => {
      const found = [...feeds.values()].find((feed) => feed.unitId === unitId && feed.label === label);
      const feed = found ?? { feedId: randomUUIDv7() as FeedId, unitId, label, tracks: [], generation: 0, sinceAt: Date.now() };
      feeds.set(feed.feedId, feed);
      return feed;
    },
    get: (feedId) => feeds.get(feedId),
    courtOf: (feedId) => (feeds.has(feedId) ? COURT : undefined),
    setTracks: (feedId, tracks, { replaced }) => {
      const before = known(feedId);
      const feed = { ...before, tracks: [...tracks], generation: before.generation + (replaced ? 1 : 0), sinceAt: Date.now() };
      feeds.set(feedId, feed);
      changes.push(feed);
    },
    setViewers: (feedId, { videoViewers, audioListeners }) => void viewers.set(known(feedId).feedId, { videoViewers, audioListeners }),
  };
  return { port, changes, viewers, feed: known };
}

let planes = 0;

/** Options for a media plane on ports that no other test of this run uses. Needs the worker program. */
export function planeOptions(wish: { workers?: number; pipeIdleMs?: number; feeds: Feeds }): MediaPlaneOptions & { metrics: Registry } {
  const workerBin = process.env['MEDIASOUP_WORKER_BIN'];
  if (workerBin === undefined) throw new Error('MEDIASOUP_WORKER_BIN must name the mediasoup worker; `npm test` sets it');
  const basePort = 21_000 + (process.pid % 80) * 100 + 10 * (planes++ % 10);
  return {
    config: {
      listenIp: '127.0.0.1',
      announcedAddress: undefined,
      basePort,
      workers: wish.workers ?? 2,
      workerBin,
      logLevel: 'error',
      ...(wish.pipeIdleMs === undefined ? {} : { pipeIdleMs: wish.pipeIdleMs }),
    },
    feeds: wish.feeds,
    log: pino({ level: process.env['TEST_LOG_LEVEL'] ?? 'silent' }),
    metrics: new Registry(),
  };
}

/** Waits for what must come true; the error names it. */
export async function eventually(what: string, holds: () => boolean | Promise<boolean>, withinMs = 5_000): Promise<number> {
  const startedAt = performance.now();
  while (!(await holds())) {
    if (performance.now() - startedAt > withinMs) throw new Error(`not within ${withinMs} ms: ${what}`);
    await delay(5);
  }
  return performance.now() - startedAt;
}
