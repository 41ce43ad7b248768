import { createStore, type StoreApi } from 'zustand/vanilla';

/** Quiet until it matters: a dot, a number, or a number in the colour of alarms with a sound until someone answers. */
export const URGENCIES = ['info', 'notice', 'urgent'] as const;
export type Urgency = (typeof URGENCIES)[number];

export type Cue = {
  /** Its own name, such as `alarm/<id>`: raising it again changes it, and is heard again only when it became more urgent. */
  readonly id: string;
  /** The desk's panel where it is answered. */
  readonly panel: string;
  readonly urgency: Urgency;
  /** Hall time, ms since the epoch. */
  readonly at: number;
  /** One line for the list under the bell, in the window's language. */
  readonly title: string;
};

export type HeldCue = Cue & {
  /** Urgent ones sound on until someone does. */
  readonly acknowledged: boolean;
};

export type AttentionState = {
  readonly cues: ReadonlyMap<string, HeldCue>;
  /** This machine's time, ms since the epoch; 0: not muted. */
  readonly mutedUntilAt: number;
  /** 0.1 to 1. */
  readonly volume: number;
  /** Grows whenever something new is to be heard once. */
  readonly chimes: number;
  /** How urgent that is. */
  readonly newest: Urgency;
};

/** How loudspeakers of this machine are set; people at it share them. */
export interface LoudnessKeeper {
  read(): number | null;
  write(volume: number): void;
}

export interface Attention {
  readonly state: StoreApi<AttentionState>;
  raise(cue: Cue): void;
  /** It is over, or seen to; idempotent. */
  clear(cueId: string): void;
  /** Silences an urgent one here; it stays in sight until it is cleared. */
  acknowledge(cueId: string): void;
  acknowledgeAll(): void;
  /** These panels are in front of the dispatcher: what is only to be known is known now. */
  see(panels: readonly string[]): void;
  /** Whether the window can be seen at all; what comes while it cannot is not known. */
  setWatched(watched: boolean): void;
  /** Quiet for so long, ms; 0 ends it. An urgent cue still sounds once, low. */
  mute(forMs: number): void;
  setVolume(volume: number): void;
}

const LEAST_VOLUME = 0.1;
const USUAL_VOLUME = 0.6;

/** `now` is this machine's time, ms since the epoch. */
export function createAttention({ now, loudness }: { readonly now: () => number; readonly loudness: LoudnessKeeper }): Attention {
  const state = createStore<AttentionState>(() => ({ cues: new Map(), mutedUntilAt: 0, volume: bounded(loudness.read() ?? USUAL_VOLUME), chimes: 0, newest: 'info' }));
  let inFront: readonly string[] = [];
  let watched = true;

  const change = (edit: (cues: Map<string, HeldCue>) => boolean) => {
    const cues = new Map(state.getState().cues);
    if (edit(cues)) {
      state.setState({ cues });
    }
  };
  const acknowledge = (isMeant: (cue: HeldCue) => boolean) =>
    change((cues) => {
      const silenced = [...cues.values()].filter((cue) => !cue.acknowledged && isMeant(cue));
      silenced.forEach((cue) => cues.set(cue.id, { ...cue, acknowledged: true }));
      return silenced.length > 0;
    });

  const know = () =>
    change((cues) => watched && [...cues.values()].filter((cue) => cue.urgency !== 'urgent' && inFront.includes(cue.panel)).map((cue) => cues.delete(cue.id)).length > 0);

  return {
    state,
    raise: (cue) => {
      const held = state.getState().cues.get(cue.id);
      if (cue.urgency !== 'urgent' && watched && inFront.includes(cue.panel)) {
        change((cues) => cues.delete(cue.id));
        return;
      }
      const worse = held === undefined || URGENCIES.indexOf(cue.urgency) > URGENCIES.indexOf(held.urgency);
      change((cues) => cues.set(cue.id, { ...cue, acknowledged: worse ? false : held.acknowledged }) !== undefined);
      if (worse && cue.urgency !== 'info') {
        state.setState(({ chimes }) => ({ chimes: chimes + 1, newest: cue.urgency }));
      }
    },
    clear: (cueId) => change((cues) => cues.delete(cueId)),
    acknowledge: (cueId) => acknowledge(({ id }) => id === cueId),
    acknowledgeAll: () => acknowledge(() => true),
    see: (panels) => {
      inFront = panels;
      know();
    },
    setWatched: (seen) => {
      watched = seen;
      know();
    },
    mute: (forMs) => state.setState({ mutedUntilAt: forMs === 0 ? 0 : now() + forMs }),
    setVolume: (volume) => {
      state.setState({ volume: bounded(volume) });
      loudness.write(bounded(volume));
    },
  };
}

/** Never nothing: whoever wants quiet mutes for a while, and it says so. */
function bounded(volume: number): number {
  return Math.min(1, Math.max(LEAST_VOLUME, volume));
}
