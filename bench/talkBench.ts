import { interleaved, wait, type Bench } from './bench.ts';
import { quantile } from './report/measure.ts';

const WORDS = 20;
const PRESSES = 10;
/** A jitter buffer finds its size within this. */
const WARM_WORDS = 6;
/** What is heard later than this was not this word. */
const LONGEST_MS = 450;
const SETTLE_MS = 1_500;

type Delays = { readonly p50: number; readonly p95: number };

/** From a desk's mouth to a unit's ear, by talk through the hall and straight from page to page; and how soon a press has the floor. */
export const talkBench: Bench = async ({ hall, rounds, say }) => {
  say('talk: opening a desk and a unit …');
  const desks = await hall.openPages();
  const units = await hall.openPages();
  const unitId = hall.firstUnitId;
  if (unitId === null) {
    throw new Error('the hall has no unit');
  }
  const ours: Delays[] = [];
  const peer: Delays[] = [];
  const granted: Delays[] = [];
  const heard: Delays[] = [];

  const words = async (): Promise<Delays> => {
    await desks.call('desk', 'sayWords', { words: WARM_WORDS });
    await units.call('unit', 'heardWords');
    const saidAt = await desks.call('desk', 'sayWords', { words: WORDS });
    await wait(SETTLE_MS);
    const heardAt = await units.call('unit', 'heardWords');
    const delays = saidAt.flatMap((said) => {
      const at = heardAt.find((moment) => moment >= said && moment - said < LONGEST_MS);
      return at === undefined ? [] : [at - said];
    });
    if (delays.length < WORDS * 0.8) {
      throw new Error(`${delays.length} of ${WORDS} words were heard`);
    }
    return delaysOf(delays);
  };
  const byTalk = async () => {
    await desks.call('desk', 'openTalkDesk', hall.access);
    await units.call('unit', 'openTalkUnit', hall.unitAccess);
    await wait(SETTLE_MS);
    const presses: { grantedMs: number; heardMs: number }[] = [];
    for (let press = 0; press < PRESSES; press += 1) {
      presses.push(await desks.call('desk', 'pressTalk', { unitId }));
      await desks.call('desk', 'releaseTalk');
    }
    granted.push(delaysOf(presses.map(({ grantedMs }) => grantedMs)));
    heard.push(delaysOf(presses.map(({ heardMs }) => heardMs)));
    await desks.call('desk', 'pressTalk', { unitId });
    const delays = await words();
    await desks.call('desk', 'releaseTalk');
    await desks.call('desk', 'closeTalk');
    await units.call('unit', 'closeTalk');
    return delays;
  };
  const straight = async () => {
    const offer = await desks.call('desk', 'offerVoice');
    const answer = await units.call('unit', 'answerVoice', { offer });
    await desks.call('desk', 'takeVoiceAnswer', { answer });
    await wait(SETTLE_MS);
    const delays = await words();
    await desks.call('desk', 'closeVoice');
    await units.call('unit', 'closeVoice');
    return delays;
  };

  try {
    await desks.open({ window: 'desk', bounds: { x: 1_920, y: 0, width: 400, height: 300 } });
    await units.open({ window: 'unit', bounds: { x: 2_400, y: 0, width: 400, height: 300 } });
    // The first sound of a page comes a fifth of a second later than all that follow.
    await straight();
    await byTalk();
    for (const values of [granted, heard]) {
      values.length = 0;
    }
    await interleaved({
      rounds,
      ours: byTalk,
      peer: straight,
      each: (round, one, other) => {
        ours.push(one);
        peer.push(other);
        say(`talk ${round + 1}/${rounds}: hall p50 ${one.p50} p95 ${Math.round(one.p95)} ms, direct p50 ${other.p50} p95 ${Math.round(other.p95)} ms`);
      },
    });
  } finally {
    await desks.end();
    await units.end();
  }
  const row = (what: string, pick: (delays: Delays) => number) => ({ bench: 'talk', what, unit: 'ms', ours: ours.map(pick), peer: { name: 'direct RTCPeerConnection', values: peer.map(pick) } });
  const alone = (what: string, values: readonly number[]) => ({ bench: 'talk', what, unit: 'ms', ours: values, peer: null });
  return [
    row('mouth to ear, p50', ({ p50 }) => p50),
    row('mouth to ear, p95', ({ p95 }) => p95),
    alone('press → floor, p50', granted.map(({ p50 }) => p50)),
    alone('press → floor, p95', granted.map(({ p95 }) => p95)),
    alone('press → the unit plays, p50', heard.map(({ p50 }) => p50)),
    alone('press → the unit plays, p95', heard.map(({ p95 }) => p95)),
  ];
};

function delaysOf(values: readonly number[]): Delays {
  return { p50: quantile(values, 0.5), p95: quantile(values, 0.95) };
}
