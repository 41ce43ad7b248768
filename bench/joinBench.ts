import type { FeedId } from '#protocol/nouns/ids.ts';
import { interleaved, wait, type Bench } from './bench.ts';
import type { ColdJoin, JoinPlan } from './pages/join.ts';
import { quantile, type Measure } from './report/measure.ts';

const FEEDS = 16;
const ADDS = 4;
/** What a phone's field page sends: two layers, 360 and 180 lines. */
const SOURCE = { widthPx: 640, heightPx: 360, framesPerSecond: 15 };
/** Sixteen such cameras at half the pace: their encoders must leave the machine to what is measured. */
const LIGHT_SOURCE = { ...SOURCE, framesPerSecond: 8 };
const BOUNDS = { x: 0, y: 0, width: 1_280, height: 720 };
const WINDOW = 'join';
const ENCODERS_SETTLE_MS = 3_000;
const BETWEEN_PAGES_MS = 1_000;

/** `first`: nobody saw these feeds before, so the hall may have to lay a pipe between its workers. */
type Round = {
  readonly coldFirst: ColdJoin;
  readonly cold: ColdJoin;
  readonly addsFirst: readonly number[];
  readonly adds: readonly number[];
};

/** How soon a window has its hall and its pictures. Each round has new senders and new pages. */
export const joinBench: Bench = async ({ hall, rounds, say }) => {
  say('join: units begin to send …');
  const pages = await hall.openPages();
  const results: Round[] = [];
  const batched: number[] = [];
  const sequential: number[] = [];
  const askedAgain: number[] = [];

  const newPage = async (feeds: readonly FeedId[]) => {
    const plan: JoinPlan = { ...hall.access, feeds };
    const hash = new URLSearchParams({ join: JSON.stringify(plan) }).toString();
    await pages.open({ window: WINDOW, bounds: BOUNDS, hash });
    return pages.call(WINDOW, 'coldJoin');
  };
  const sent = async (units: number, source: typeof SOURCE) => {
    const feeds = await hall.send({ units, source });
    await wait(ENCODERS_SETTLE_MS);
    return feeds;
  };
  const singleFeeds = async (): Promise<Round> => {
    const feeds = await sent(1 + ADDS, SOURCE);
    const coldFirst = await newPage(feeds);
    await wait(BETWEEN_PAGES_MS);
    const cold = await newPage(feeds);
    const addsFirst = await pages.call(WINDOW, 'warmAdds', { count: ADDS });
    await pages.call(WINDOW, 'dropAdds');
    return { coldFirst, cold, addsFirst, adds: await pages.call(WINDOW, 'warmAdds', { count: ADDS }) };
  };
  const sixteenReady = async () => {
    await newPage(await sent(FEEDS, LIGHT_SOURCE));
    // Uncounted: from here on the hall has laid all its pipes, for both ways alike.
    await pages.call(WINDOW, 'sixteenBatched');
  };

  try {
    // The first page also starts what an Electron starts once.
    await newPage(await hall.send({ units: 1, source: SOURCE }));
    await interleaved({
      rounds,
      before: async () => {
        results.push(await singleFeeds());
        await sixteenReady();
      },
      ours: () => pages.call(WINDOW, 'sixteenBatched'),
      peer: () => pages.call(WINDOW, 'sixteenSequential'),
      each: async (round, ours, peer) => {
        askedAgain.push(await pages.call(WINDOW, 'askedAgain'));
        batched.push(ours);
        sequential.push(peer);
        const { cold, adds } = results[round] ?? {};
        say(`join ${round + 1}/${rounds}: cold ${ms(cold?.firstFrameMs)}, added ${ms(quantile(adds ?? [], 0.5))}, 16 feeds ${ms(ours)}, one by one ${ms(peer)}`);
      },
    });
  } finally {
    await pages.end();
    await hall.stopSending();
  }
  const alone = (what: string, pick: (round: Round) => number): Measure => ({ bench: 'join', what, unit: 'ms', ours: results.map(pick), peer: null });
  return [
    alone('socket → hello answered', ({ cold }) => cold.onlineMs),
    alone('socket → hall followed', ({ cold }) => cold.followedMs),
    alone('socket → receive transport connected (joined)', ({ cold }) => cold.connectedMs),
    alone('socket → first frame, cold', ({ cold }) => cold.firstFrameMs),
    alone('socket → first frame, cold, first viewer of the feed', ({ coldFirst }) => coldFirst.firstFrameMs),
    alone('navigation → first frame, new page', ({ cold }) => cold.pageToFrameMs),
    alone(`feed added → frame, median of ${ADDS}`, ({ adds }) => quantile(adds, 0.5)),
    alone(`feed added → frame, slowest of ${ADDS}`, ({ adds }) => Math.max(...adds)),
    alone(`feed added → frame, first viewer, median of ${ADDS}`, ({ addsFirst }) => quantile(addsFirst, 0.5)),
    alone(`feed added → frame, first viewer, slowest of ${ADDS}`, ({ addsFirst }) => Math.max(...addsFirst)),
    {
      bench: 'join',
      what: `${FEEDS} feeds at once, no transport yet → last frame`,
      unit: 'ms',
      ours: batched,
      peer: { name: 'consume, await, next', values: sequential },
    },
    { bench: 'join', what: 'pictures that had to be asked for again', unit: 'a round', ours: askedAgain, peer: null },
  ];
};

function ms(value: number | undefined): string {
  return value === undefined ? '–' : `${Math.round(value)} ms`;
}
