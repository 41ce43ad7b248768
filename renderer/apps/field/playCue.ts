import chimeUrl from '../../../assets/sounds/chime.wav?no-inline';
import type { Cue } from '../../features/field/index.ts';

/** Felt through a glove: longer for what matters more. Ms on and off. */
const PATTERNS_MS: Record<Cue | 'instruction', number[]> = {
  instruction: [300, 120, 300, 120, 500],
  called: [600, 200, 600],
  sosAnswered: [800, 150, 200, 150, 200],
  asked: [80, 60, 80],
  floorGranted: [60],
  floorEnding: [120, 80, 120],
};
/** These have a tone of their own (`renderer/media/talk/chirps.ts`), played beside what is said. */
const FELT_ALONE: ReadonlySet<Cue | 'instruction'> = new Set(['floorGranted', 'floorEnding']);

/** A person who does not look hears and feels that something came. Without a touch of the page before, browsers stay silent. */
export function playCue(cue: Cue | 'instruction'): void {
  globalThis.navigator.vibrate?.(PATTERNS_MS[cue]);
  if (!FELT_ALONE.has(cue)) {
    void new Audio(chimeUrl).play().catch(() => undefined);
  }
}
