import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { neighbourEvent, play, seek, startPlayback, togglePlaying, type Playback, type ReplaySpeed } from '../../model/replay/playback.ts';
import { createReplayUnits, type ReplayUnits } from '../../model/replay/replayUnits.ts';
import type { ReplayData, ReplaySource, ReplaySpan } from '../../model/replay/track.ts';

type Loaded = { readonly data: ReplayData; readonly units: ReplayUnits };

/** A replay that is open. */
export type Replay = {
  readonly span: ReplaySpan;
  readonly stage: 'loading' | 'ready' | 'failed';
  /** Null until the archive has answered. */
  readonly loaded: Loaded | null;
  readonly playback: Playback;
};

/** The picture moves on this often, ms: four times a second is what a machine without a graphics card can draw. */
const TICK_MS = 250;

/** The player of one map. `view`: the window whose clock it uses; undefined before there is one. */
export function useReplay(source: ReplaySource | undefined, view: Window | undefined, onError: (error: unknown) => void) {
  const [replay, setReplay] = useState<Replay | null>(null);
  const asked = useRef(0);
  const change = (next: (playback: Playback) => Playback): void => setReplay((now) => now && { ...now, playback: next(now.playback) });

  const open = (span: ReplaySpan): void => {
    if (!source) {
      return;
    }
    asked.current += 1;
    const own = asked.current;
    setReplay({ span, stage: 'loading', loaded: null, playback: startPlayback(span) });
    source.read(span).then(
      (data) => own === asked.current && setReplay((now) => now && { ...now, stage: 'ready', loaded: { data, units: createReplayUnits(data.tracks) } }),
      (error: unknown) => {
        if (own === asked.current) {
          setReplay((now) => now && { ...now, stage: 'failed' });
          onError(error);
        }
      },
    );
  };
  const leave = (): void => {
    asked.current += 1;
    setReplay(null);
  };

  const units = replay?.loaded?.units;
  const at = replay?.playback.at;
  useEffect(() => {
    if (units && at !== undefined) {
      units.seek(at);
    }
  }, [units, at]);

  const playing = replay?.stage === 'ready' && replay.playback.playing;
  const tick = useEffectEvent((elapsedMs: number) => change((playback) => play(playback, elapsedMs)));
  useEffect(() => {
    if (!playing || !view) {
      return undefined;
    }
    let before = view.performance.now();
    const timer = view.setInterval(() => {
      const now = view.performance.now();
      tick(now - before);
      before = now;
    }, TICK_MS);
    return () => view.clearInterval(timer);
  }, [playing, view]);

  return {
    replay,
    open,
    leave,
    toggle: () => change(togglePlaying),
    seek: (moment: number) => change((playback) => seek(playback, moment)),
    setSpeed: (speed: ReplaySpeed) => change((playback) => ({ ...playback, speed })),
    stepToEvent: (step: 1 | -1) =>
      change((playback) => {
        const event = neighbourEvent(replay?.loaded?.data.events ?? [], playback.at, step);
        return event ? { ...seek(playback, event.at), playing: false } : playback;
      }),
  };
}

export type ReplayPlayer = ReturnType<typeof useReplay>;
