import type { StoreApi } from 'zustand/vanilla';
import type { TalkLineState } from '../../../media/talk/talkLine.ts';
import type { SosState } from './sosButton.ts';

/** What a person who does not look has to hear and feel. */
export type Cue = 'called' | 'sosAnswered' | 'asked' | 'floorGranted' | 'floorEnding';

type Sources = { readonly sos: StoreApi<SosState>; readonly talk: StoreApi<TalkLineState | null>; readonly play: (cue: Cue) => void };

/** A phone rings until somebody answers, ms between two rings. */
const RING_MS = 3_000;

/** Plays what changes in talk and SOS. Returns its own undoing. */
export function followCues({ sos, talk, play }: Sources): () => void {
  let ring: ReturnType<typeof setInterval> | undefined;
  const undo = [
    sos.subscribe(({ open }, before) => {
      if (open !== null && open.state !== 'raised' && open.state !== 'resolved' && (before.open === null || before.open.state === 'raised')) play('sosAnswered');
    }),
    talk.subscribe((state) => {
      const rings = state?.calls.some((call) => call.state === 'ringing' && !call.fromUnit) ?? false;
      if (rings && ring === undefined) {
        play('called');
        ring = setInterval(() => play('called'), RING_MS);
      } else if (!rings) {
        clearInterval(ring);
        ring = undefined;
      }
    }),
  ];
  return () => {
    clearInterval(ring);
    undo.forEach((end) => end());
  };
}
