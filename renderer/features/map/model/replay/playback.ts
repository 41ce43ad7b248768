import type { ReplayEvent, ReplaySpan } from './track.ts';

export const REPLAY_SPEEDS = [1, 5, 10, 30, 60] as const;
export type ReplaySpeed = (typeof REPLAY_SPEEDS)[number];

const MINUTE_MS = 60_000;
/** Lengths of time that are offered, ms; any other can be entered. */
export const REPLAY_LENGTHS_MS = [10 * MINUTE_MS, 60 * MINUTE_MS, 360 * MINUTE_MS, 1440 * MINUTE_MS] as const;
export const LONGEST_REPLAY_MS = 1440 * MINUTE_MS;

/** The state of the player. */
export type Playback = ReplaySpan & { readonly at: number; readonly playing: boolean; readonly speed: ReplaySpeed };

export const startPlayback = (span: ReplaySpan): Playback => ({ ...span, at: span.fromAt, playing: false, speed: 10 });

/** To a moment, which is kept within the span. */
export function seek(playback: Playback, at: number): Playback {
  return { ...playback, at: Math.min(playback.untilAt, Math.max(playback.fromAt, at)) };
}

/** After this much real time; it stops at the end. */
export function play(playback: Playback, elapsedMs: number): Playback {
  if (!playback.playing) {
    return playback;
  }
  const moved = seek(playback, playback.at + elapsedMs * playback.speed);
  return moved.at >= moved.untilAt ? { ...moved, playing: false } : moved;
}

/** Play, pause; at the end it begins anew. */
export function togglePlaying(playback: Playback): Playback {
  const atEnd = playback.at >= playback.untilAt;
  return { ...playback, playing: !playback.playing, at: !playback.playing && atEnd ? playback.fromAt : playback.at };
}

/** The event to step to; undefined: there is none in that direction. */
export function neighbourEvent(events: readonly ReplayEvent[], at: number, step: 1 | -1): ReplayEvent | undefined {
  return step === 1 ? events.find((event) => event.at > at) : events.findLast((event) => event.at < at);
}

/** An event without an end stays on the map this long, of replayed time. */
const SHOWN_FOR_MS = 2 * MINUTE_MS;

/** What is on the map at a moment. */
export function eventsShown(events: readonly ReplayEvent[], at: number): ReplayEvent[] {
  return events.filter((event) => event.at <= at && at < (event.untilAt ?? event.at + SHOWN_FOR_MS));
}
