import { describe, expect, it } from 'vitest';
import { eventsShown, neighbourEvent, play, seek, startPlayback, togglePlaying } from './playback.ts';
import type { ReplayEvent } from './track.ts';

const span = { fromAt: 1_000_000, untilAt: 1_600_000 };
const eventAt = (at: number, untilAt: number | null = null): ReplayEvent => ({ id: `event-${at}`, at, untilAt, tone: 'alarm', text: '', position: null });

describe('playback', () => {
  it('goes by speed times the real time, and only while it plays', () => {
    const paused = startPlayback(span);
    expect(play(paused, 250).at).toBe(span.fromAt);
    expect(play({ ...togglePlaying(paused), speed: 60 }, 250).at).toBe(span.fromAt + 15_000);
  });

  it('stops at the end and begins anew from there', () => {
    const atEnd = play({ ...startPlayback(span), playing: true, speed: 60 }, 60_000);
    expect(atEnd).toMatchObject({ at: span.untilAt, playing: false });
    expect(togglePlaying(atEnd)).toMatchObject({ at: span.fromAt, playing: true });
  });

  it('stays within its span', () => {
    expect(seek(startPlayback(span), 0).at).toBe(span.fromAt);
    expect(seek(startPlayback(span), Infinity).at).toBe(span.untilAt);
  });
});

describe('events', () => {
  const events = [eventAt(1_100_000), eventAt(1_200_000, 1_500_000)];

  it('are stepped to from wherever the slider is', () => {
    expect(neighbourEvent(events, 1_100_000, 1)?.at).toBe(1_200_000);
    expect(neighbourEvent(events, 1_200_001, -1)?.at).toBe(1_200_000);
    expect(neighbourEvent(events, 1_100_000, -1)).toBeUndefined();
    expect(neighbourEvent(events, 1_200_000, 1)).toBeUndefined();
  });

  it('show from when they happened until they are over, or for two minutes', () => {
    const shown = (at: number) => eventsShown(events, at).map((event) => event.at);
    expect(shown(1_099_999)).toEqual([]);
    expect(shown(1_219_999)).toEqual([1_100_000, 1_200_000]);
    expect(shown(1_220_000)).toEqual([1_200_000]);
    expect(shown(1_500_000)).toEqual([]);
  });
});
