/**
 * How good a unit's way to the hall is, and so what is worth sending:
 * `clear` everything, `smooth` what the browser's own estimate lets through, `poor` the smallest picture a few times a second, `soundOnly` no picture.
 */
export type SendQuality = 'clear' | 'smooth' | 'poor' | 'soundOnly';

/** What was measured of the way to the hall, about once a second. */
export type WaySample = {
  /** Ms, any clock that does not leap. */
  readonly at: number;
  /** What the browser believes the way carries, kbit/s; null while it does not know. */
  readonly availableKbit: number | null;
  /** Of the sound's packets; null while the hall has not reported. */
  readonly roundTripMs: number | null;
  /** Share of packets lost on the way, 0 to 1; null while the hall has not reported. */
  readonly lostShare: number | null;
};

export type QualityState = {
  readonly quality: SendQuality;
  /** When this quality was taken. */
  readonly sinceAt: number;
  /** Since when the way has asked for less, or for more, without a break; null: it does not. */
  readonly worseSinceAt: number | null;
  readonly betterSinceAt: number | null;
  /** The shortest round trip since the last silence of pictures: what the distance takes when nothing queues, ms. */
  readonly shortestTripMs: number | null;
  /** How long the next try to send pictures again is put off, ms. */
  readonly silenceMs: number;
};

/** Down soon, since sound suffers; up late, since a picture that comes and goes is worse than a small one. */
const DOWN_AFTER_MS = 3_000;
const UP_AFTER_MS = 6_000;
const FIRST_SILENCE_MS = 8_000;
const LONGEST_SILENCE_MS = 60_000;
/** A try to send pictures that lasted this long was right. */
const HELD_MS = 20_000;

/** Least that a quality is kept with, and what it takes to come to it from below, kbit/s. */
const SMOOTH_KBIT = { keep: 120, enter: 180 };
const CLEAR_KBIT = { keep: 450, enter: 700 };
/** Under this there is room for sound alone, kbit/s. Chance losses alone bring the browser's estimate down to twice as much. */
const SOUND_KBIT = 30;
/** Packets that wait this much longer than the distance takes stand in a queue that the picture fills, ms. */
const QUEUED_MS = 900;
const SETTLED_QUEUE_MS = 300;
/** More than half lost: no picture is put together from that. */
const HOPELESS_LOSS = 0.55;

const ORDER: readonly SendQuality[] = ['soundOnly', 'poor', 'smooth', 'clear'];

export function firstQuality(at: number): QualityState {
  return { quality: 'clear', sinceAt: at, worseSinceAt: null, betterSinceAt: null, shortestTripMs: null, silenceMs: FIRST_SILENCE_MS };
}

/** Another network: what was known of the way is void, and pictures are worth a try. */
export function anotherNetwork(state: QualityState, at: number): QualityState {
  return state.quality === 'soundOnly' ? { ...firstQuality(at), quality: 'poor' } : { ...state, shortestTripMs: null };
}

/** The quality after one more sample. One step at a time, and only for what has lasted. */
export function stepQuality(state: QualityState, sample: WaySample): QualityState {
  const { at, roundTripMs } = sample;
  const shortestTripMs = roundTripMs === null ? state.shortestTripMs : Math.min(roundTripMs, state.shortestTripMs ?? roundTripMs);
  const known = { ...state, shortestTripMs };
  if (sample.availableKbit === null && state.quality !== 'soundOnly') {
    return known;
  }
  const wish = wishOf(known, sample);
  if (wish === 'less') {
    const worseSinceAt = state.worseSinceAt ?? at;
    return at - worseSinceAt >= DOWN_AFTER_MS ? lowered(known, at) : { ...known, worseSinceAt, betterSinceAt: null };
  }
  if (wish === 'more') {
    const betterSinceAt = state.betterSinceAt ?? at;
    const needed = state.quality === 'soundOnly' ? state.silenceMs : UP_AFTER_MS;
    return at - betterSinceAt >= needed ? moved(known, at, 1) : { ...known, betterSinceAt, worseSinceAt: null };
  }
  return { ...known, worseSinceAt: null, betterSinceAt: null };
}

function wishOf(state: QualityState, { availableKbit, roundTripMs, lostShare }: WaySample): 'less' | 'more' | null {
  const queuedMs = roundTripMs === null || state.shortestTripMs === null ? 0 : roundTripMs - state.shortestTripMs;
  const lost = lostShare ?? 0;
  if (state.quality === 'soundOnly') {
    // Nothing but sound is sent: the estimate has nothing to go by, and only a try tells.
    return queuedMs <= SETTLED_QUEUE_MS && lost < HOPELESS_LOSS ? 'more' : null;
  }
  if (state.quality === 'poor') {
    if (queuedMs > QUEUED_MS || lost > HOPELESS_LOSS || (availableKbit !== null && availableKbit < SOUND_KBIT)) {
      return 'less';
    }
    return availableKbit !== null && availableKbit >= SMOOTH_KBIT.enter && queuedMs <= SETTLED_QUEUE_MS ? 'more' : null;
  }
  const { keep } = state.quality === 'smooth' ? SMOOTH_KBIT : CLEAR_KBIT;
  // A longer way is no reason here: the browser's estimate falls by itself where packets queue, and distance costs nothing.
  if (availableKbit !== null && availableKbit < keep) {
    return 'less';
  }
  return state.quality === 'smooth' && availableKbit !== null && availableKbit >= CLEAR_KBIT.enter ? 'more' : null;
}

function lowered(state: QualityState, at: number): QualityState {
  const next = moved(state, at, -1);
  if (next.quality !== 'soundOnly') {
    return next;
  }
  const triedInVain = at - state.sinceAt < HELD_MS && state.silenceMs < LONGEST_SILENCE_MS;
  // Measured anew without pictures: what remains then is distance.
  return { ...next, shortestTripMs: null, silenceMs: triedInVain ? Math.min(LONGEST_SILENCE_MS, state.silenceMs * 2) : state.silenceMs };
}

function moved(state: QualityState, at: number, by: 1 | -1): QualityState {
  const quality = ORDER[ORDER.indexOf(state.quality) + by] ?? state.quality;
  const held = at - state.sinceAt >= HELD_MS && state.quality !== 'soundOnly';
  return { ...state, quality, sinceAt: at, worseSinceAt: null, betterSinceAt: null, silenceMs: held ? FIRST_SILENCE_MS : state.silenceMs };
}
