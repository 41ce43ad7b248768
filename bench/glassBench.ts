import { interleaved, wait, type Bench } from './bench.ts';
import { quantile } from './report/measure.ts';

/** Below the size from which the product sends simulcast: one encoding, which a direct connection can have as well. */
const SOURCE = { widthPx: 480, heightPx: 270, framesPerSecond: 30 };
const BOUNDS = { x: 0, y: 0, width: 640, height: 360 };
const WINDOW = 'glass';
const WARM_MS = 3_000;
const MEASURE_MS = 12_000;

type Delays = { readonly p50: number; readonly p95: number; readonly framesPerSecond: number };

/** From the drawing of a frame to its showing in another page: through the hall, and straight from page to page. */
export const glassBench: Bench = async ({ hall, rounds, say }) => {
  say('glass: opening the two pages …');
  // Makes the sending page; what it sends is made anew in every round.
  await hall.send({ units: 1, source: SOURCE });
  const { host: senders, window: sender } = hall.senders;
  const pages = await hall.openPages();
  const ours: Delays[] = [];
  const peer: Delays[] = [];

  const measured = async (): Promise<Delays> => {
    await wait(WARM_MS);
    const { delaysMs, unread } = await pages.call(WINDOW, 'glassDelays', { forMs: MEASURE_MS });
    if (delaysMs.length === 0) {
      throw new Error(`no clock could be read in ${unread} frames`);
    }
    return { p50: quantile(delaysMs, 0.5), p95: quantile(delaysMs, 0.95), framesPerSecond: delaysMs.length / (MEASURE_MS / 1_000) };
  };
  const throughHall = async () => {
    const [feedId] = await hall.send({ units: 1, source: SOURCE });
    if (feedId === undefined) {
      throw new Error('the unit has no feed');
    }
    await pages.call(WINDOW, 'showHallFeed', { ...hall.access, ...SOURCE, feedId });
    const delays = await measured();
    await pages.call(WINDOW, 'closeGlass');
    await hall.stopSending();
    return delays;
  };
  const straight = async () => {
    const offer = await senders.call(sender, 'offerDirect', { source: SOURCE });
    const answer = await pages.call(WINDOW, 'answerDirect', { offer });
    await senders.call(sender, 'takeAnswer', { answer });
    await pages.call(WINDOW, 'showDirect');
    const delays = await measured();
    await pages.call(WINDOW, 'closeGlass');
    await pages.call(WINDOW, 'closeDirect');
    await senders.call(sender, 'closeDirect');
    return delays;
  };

  try {
    await hall.stopSending();
    await pages.open({ window: WINDOW, bounds: BOUNDS });
    await interleaved({
      rounds,
      ours: throughHall,
      peer: straight,
      each: (round, one, other) => {
        ours.push(one);
        peer.push(other);
        say(`glass ${round + 1}/${rounds}: hall p50 ${Math.round(one.p50)} p95 ${Math.round(one.p95)} ms, direct p50 ${Math.round(other.p50)} p95 ${Math.round(other.p95)} ms`);
      },
    });
  } finally {
    await pages.end();
    await hall.stopSending();
  }
  const row = (what: string, unit: string, pick: (delays: Delays) => number) => ({
    bench: 'glass',
    what,
    unit,
    ours: ours.map(pick),
    peer: { name: 'direct RTCPeerConnection', values: peer.map(pick) },
  });
  return [
    row('glass to glass, p50', 'ms', ({ p50 }) => p50),
    row('glass to glass, p95', 'ms', ({ p95 }) => p95),
    row('frames shown', '1/s', ({ framesPerSecond }) => framesPerSecond),
  ];
};
