import { interleaved, wait, type Bench } from './bench.ts';
import type { ColdJoin, JoinPlan } from './pages/join.ts';
import { quantile, type Measure } from './report/measure.ts';

const FEEDS = 16;
const WARM_ADDS = 5;
/** Light pictures: sixteen encoders must leave the machine to what is measured. */
const SOURCE = { widthPx: 320, heightPx: 180, framesPerSecond: 15 };
const BOUNDS = { x: 0, y: 0, width: 1_280, height: 720 };
const WINDOW = 'join';
const ENCODERS_SETTLE_MS = 3_000;

/** How soon a window has its hall and its pictures. Each round is a new page. */
export const joinBench: Bench = async ({ hall, rounds, say }) => {
  say(`join: ${FEEDS} units begin to send …`);
  const feeds = await hall.send({ units: FEEDS, source: SOURCE });
  await wait(ENCODERS_SETTLE_MS);
  const pages = await hall.openPages();
  const plan: JoinPlan = { ...hall.access, feeds };
  const hash = new URLSearchParams({ join: JSON.stringify(plan) }).toString();
  const colds: ColdJoin[] = [];
  const warms: number[] = [];
  const batched: number[] = [];
  const sequential: number[] = [];
  try {
    const newPage = async () => {
      await pages.open({ window: WINDOW, bounds: BOUNDS, hash });
      return pages.call(WINDOW, 'coldJoin');
    };
    // The first page also starts what an Electron starts once.
    await newPage();
    await interleaved({
      rounds,
      ours: async () => {
        const cold = await newPage();
        colds.push(cold);
        const adds = await pages.call(WINDOW, 'warmAdds', { count: WARM_ADDS });
        warms.push(quantile(adds, 0.5));
        return pages.call(WINDOW, 'sixteenBatched');
      },
      peer: async () => {
        await newPage();
        return pages.call(WINDOW, 'sixteenSequential');
      },
      each: (round, ours, peer) => {
        batched.push(ours);
        sequential.push(peer);
        const cold = colds[round];
        say(`join ${round + 1}/${rounds}: first frame ${ms(cold?.firstFrameMs)}, warm add ${ms(warms[round])}, 16 feeds ${ms(ours)}, one by one ${ms(peer)}`);
      },
    });
  } finally {
    await pages.end();
    await hall.stopSending();
  }
  return [
    alone('hello answered (socket → online)', colds.map(({ onlineMs }) => onlineMs)),
    alone('hall followed (socket → snapshot)', colds.map(({ followedMs }) => followedMs)),
    alone('joined (socket → receive transport connected)', colds.map(({ connectedMs }) => connectedMs)),
    alone('first frame, cold (socket → frame)', colds.map(({ firstFrameMs }) => firstFrameMs)),
    alone('first frame, new page (navigation → frame)', colds.map(({ pageToFrameMs }) => pageToFrameMs)),
    alone('first frame, feed added to an open transport', warms),
    {
      bench: 'join',
      what: `${FEEDS} feeds at once, no transport yet → last first frame`,
      unit: 'ms',
      ours: batched,
      peer: { name: 'consume, await, next', values: sequential },
    },
  ];
};

function alone(what: string, ours: readonly number[]): Measure {
  return { bench: 'join', what, unit: 'ms', ours, peer: null };
}

function ms(value: number | undefined): string {
  return value === undefined ? '–' : `${Math.round(value)} ms`;
}
