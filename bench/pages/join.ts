import type { FeedId } from '#protocol/nouns/ids.ts';
import { createFeedReceiver } from '../../renderer/media/createFeedReceiver.ts';
import type { FeedReceiver, FeedWatch } from '../../renderer/media/feedReceiver.ts';
import { RELEASE_AFTER_MS } from '../../renderer/media/receive/demand.ts';
import { consumeBatch } from '../../renderer/media/receive/consumeBatch.ts';
import { fittingLayers } from '../../renderer/media/receive/layerPolicy.ts';
import { MediaDevice } from '../../renderer/media/transport/mediaDevice.ts';
import { closeTransport, openTransport } from '../../renderer/media/transport/openTransport.ts';
import { openDesk, settled, wait, type HallAccess, type HallSession } from './hallSession.ts';
import { firstConnected } from './peerWatch.ts';
import { clearTiles, layOutGrid, showTrack, tileVideo, trackOf } from './tiles.ts';

/** In the page's address: a cold start must not wait for a word of the harness. */
export type JoinPlan = HallAccess & { readonly feeds: readonly FeedId[] };

/** All in ms from the opening of the socket, but for the page's own time. */
export type ColdJoin = {
  readonly onlineMs: number;
  readonly followedMs: number;
  readonly connectedMs: number;
  readonly firstFrameMs: number;
  /** From the start of the navigation to the first frame. */
  readonly pageToFrameMs: number;
};

type Joined = { readonly plan: JoinPlan; readonly session: HallSession; receiver: FeedReceiver; readonly times: ColdJoin };

let pressed = 0;
let added: FeedWatch[] = [];

/** After this long without a picture a tile of the product asks again, ms. */
const PRESS_AFTER_MS = 1_500;
const TILE = { widthPx: 320, heightPx: 180, focused: false, audio: false } as const;
const BETWEEN_MS = 800;

let joining: Promise<Joined> | null = null;

/** Begins at once when the address holds a plan. */
export function startColdJoin(): void {
  const text = new URLSearchParams(location.hash.slice(1)).get('join');
  if (text !== null) {
    joining = join(JSON.parse(text) as JoinPlan);
    // Whoever asks for the result hears of it.
    joining.catch(() => undefined);
  }
}

export async function coldJoin(): Promise<ColdJoin> {
  return (await joined()).times;
}

/** How often a picture did not come and had to be asked for again, since the page was opened. */
export function askedAgain(): number {
  return pressed;
}

/** Adds further feeds to the open transport, one after the other; ms from wish to first frame for each. */
export async function warmAdds(options: { count: number }): Promise<number[]> {
  const { plan, receiver } = await joined();
  const times: number[] = [];
  for (const [index, feedId] of plan.feeds.slice(1, 1 + options.count).entries()) {
    await wait(BETWEEN_MS / 2);
    const watch = receiver.watch(feedId);
    added.push(watch);
    times.push(await timed(() => showWatched(watch, index + 1)));
  }
  return times;
}

/** Takes the added feeds away; resolves when the receiver has given their consumers back. */
export async function dropAdds(): Promise<void> {
  for (const [index, watch] of added.entries()) {
    watch.close();
    tileVideo(index + 1).srcObject = null;
  }
  added = [];
  await wait(RELEASE_AFTER_MS + BETWEEN_MS);
}

/** All feeds at once in a window that has a session and no transport: the product's way. Ms to the last first frame. */
export async function sixteenBatched(): Promise<number> {
  const state = await joined();
  await emptied(state);
  return timed(async () => {
    state.receiver = createFeedReceiver(state.session);
    await Promise.all(state.plan.feeds.map((feedId, tile) => showWatched(state.receiver.watch(feedId), tile)));
  });
}

/** The same with the loop that comes to mind first: consume, wait, resume, wait, next. */
export async function sixteenSequential(): Promise<number> {
  const state = await joined();
  await emptied(state);
  const { link } = state.session;
  // The same layers as the product's receiver asks for: the two differ in nothing but their order.
  const layers = fittingLayers({ ...TILE, spatialLayers: 2, temporalLayers: 3 });
  const opened: { close?: () => void } = {};
  const spentMs = await timed(async () => {
    const device = await new MediaDevice({ link }).load();
    const way = await openTransport({ link, device, direction: 'receive', onFailed: () => undefined });
    opened.close = () => closeTransport(link, way, { tellHall: true });
    const frames: Promise<void>[] = [];
    for (const [tile, feedId] of state.plan.feeds.entries()) {
      const [outcome] = await consumeBatch({ link, opened: way, wanted: [{ feedId, kind: 'video', layers }] });
      if (outcome === undefined || 'error' in outcome) {
        throw new Error(`feed ${tile} cannot be consumed: ${outcome?.error}`);
      }
      const { consumerId, consumer } = outcome.received;
      await link.request('media.setConsumers', { changes: [{ consumerId, paused: false }] });
      const press = () => void link.request('media.setConsumers', { changes: [{ consumerId, requestKeyFrame: true }] }).catch(() => undefined);
      frames.push(pressing(showTrack({ tile, track: consumer.track }), press));
    }
    await Promise.all(frames);
  });
  opened.close?.();
  return spentMs;
}

async function join(plan: JoinPlan): Promise<Joined> {
  const [first] = plan.feeds;
  if (first === undefined) {
    throw new Error('there is no feed to join');
  }
  layOutGrid({ columns: 4, rows: 4 });
  const startedAt = performance.now();
  const session = openDesk(plan);
  const receiver = createFeedReceiver(session);
  const since = () => performance.now() - startedAt;
  const onlineMs = settled(session.link.state, ({ phase }) => phase === 'online').then(since);
  const followedMs = settled(session.replica.state, ({ synced }) => synced).then(since);
  const connectedMs = firstConnected().then(since);
  await showWatched(receiver.watch(first), 0);
  const firstFrameMs = since();
  return {
    plan,
    session,
    receiver,
    times: {
      onlineMs: await onlineMs,
      followedMs: await followedMs,
      connectedMs: await connectedMs,
      firstFrameMs,
      // The page's own clock starts with its navigation.
      pageToFrameMs: startedAt + firstFrameMs,
    },
  };
}

async function showWatched(watch: FeedWatch, tile: number): Promise<void> {
  watch.wish(TILE);
  await pressing(trackOf(watch.media).then((track) => showTrack({ tile, track })), () => watch.refresh());
}

/** As the product's tile does: a picture that does not come is asked for again. */
async function pressing(shown: Promise<void>, press: () => void): Promise<void> {
  const timer = setInterval(() => {
    pressed += 1;
    press();
  }, PRESS_AFTER_MS);
  await shown.finally(() => clearInterval(timer));
}

async function emptied(state: Joined): Promise<void> {
  state.receiver.close();
  added = [];
  clearTiles();
  // Key frames that were just asked for would serve this round too: the hall passes on at most two requests a second.
  await wait(BETWEEN_MS);
}

function joined(): Promise<Joined> {
  return joining ?? Promise.reject(new Error('the address of this page holds no plan'));
}

async function timed(run: () => Promise<void>): Promise<number> {
  const startedAt = performance.now();
  await run();
  return performance.now() - startedAt;
}
