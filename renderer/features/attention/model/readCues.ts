import { URGENCIES, type AttentionState, type HeldCue, type Urgency } from './createAttention.ts';

/** What a tab or the bell says: how many, and how urgent the worst of them. `info` alone is a dot, without a number. */
export type CueMark = { readonly urgency: Urgency; readonly count: number; /** Whether an urgent one still waits for an answer. */ readonly calling: boolean };

/** Null where nothing waits. */
export function markOf(cues: Iterable<HeldCue>): CueMark | null {
  const all = [...cues];
  const urgency = URGENCIES.findLast((candidate) => all.some((cue) => cue.urgency === candidate));
  if (urgency === undefined) {
    return null;
  }
  return { urgency, count: all.filter((cue) => cue.urgency !== 'info').length, calling: all.some((cue) => cue.urgency === 'urgent' && !cue.acknowledged) };
}

export function cuesOfPanel({ cues }: Pick<AttentionState, 'cues'>, panel: string): HeldCue[] {
  return [...cues.values()].filter((cue) => cue.panel === panel);
}

/** The worst first, and of those the newest. */
export function inOrder(cues: Iterable<HeldCue>): HeldCue[] {
  return [...cues].toSorted((a, b) => URGENCIES.indexOf(b.urgency) - URGENCIES.indexOf(a.urgency) || b.at - a.at);
}

/** How loud each sound is to be now, 0 to 1. */
export type SoundPlan = { /** 0: none. */ readonly siren: number; readonly chime: number; /** What an urgent cue is heard with once while muted. */ readonly once: number };

const MUTED_SHARE = 0.25;

/** The siren goes on while an urgent cue waits for an answer; muted, everything is silent but one low call for each new urgent cue. */
export function soundPlan({ cues, mutedUntilAt, volume, newest }: Pick<AttentionState, 'cues' | 'mutedUntilAt' | 'volume' | 'newest'>, now: number): SoundPlan {
  const calling = markOf(cues.values())?.calling ?? false;
  const muted = now < mutedUntilAt;
  return { siren: calling && !muted ? volume : 0, chime: muted ? 0 : volume, once: muted && calling && newest === 'urgent' ? volume * MUTED_SHARE : 0 };
}
