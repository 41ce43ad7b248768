import type { SoundPlan } from './readCues.ts';

/** The loudspeaker of a window. */
export interface SoundPlayer {
  /** Starts, stops and sets the siren. */
  follow(plan: SoundPlan): void;
  /** Plays once: something new is there. */
  call(plan: SoundPlan): void;
  /** Idempotent. */
  close(): void;
}

export type Sounds = { readonly siren: ArrayBuffer; readonly chime: ArrayBuffer };

type Options = {
  readonly newContext: () => AudioContext;
  readonly load: () => Promise<Sounds>;
  readonly onError: (error: unknown) => void;
};

const FADE_S = 0.05;

/** Nothing is loaded or opened before the first sound; a machine without a loudspeaker says so once, and stays silent. */
export function createSoundPlayer({ newContext, load, onError }: Options): SoundPlayer {
  type Opened = { readonly context: AudioContext; readonly siren: AudioBuffer; readonly chime: AudioBuffer };
  let opening: Promise<Opened | null> | null = null;
  let looping: { readonly source: AudioBufferSourceNode; readonly gain: GainNode } | null = null;
  let wanted = 0;
  let closed = false;

  const open = () =>
    (opening ??= (async () => {
      try {
        const [context, sounds] = [newContext(), await load()];
        const [siren, chime] = await Promise.all([context.decodeAudioData(sounds.siren), context.decodeAudioData(sounds.chime)]);
        if (closed) {
          await context.close();
          return null;
        }
        return { context, siren, chime };
      } catch (error) {
        onError(error);
        return null;
      }
    })());

  function start({ context }: Opened, buffer: AudioBuffer, volume: number, loop: boolean) {
    // A browser keeps it waiting for the first click or key; the app does not.
    void context.resume().catch(onError);
    const source = new AudioBufferSourceNode(context, { buffer, loop });
    const gain = new GainNode(context, { gain: volume });
    source.connect(gain).connect(context.destination);
    source.start();
    return { source, gain };
  }

  function settle(opened: Opened) {
    if (wanted === 0) {
      looping?.source.stop();
      looping = null;
    } else if (looping === null) {
      looping = start(opened, opened.siren, wanted, true);
    } else {
      looping.gain.gain.setTargetAtTime(wanted, opened.context.currentTime, FADE_S);
    }
  }

  return {
    follow: ({ siren }) => {
      wanted = siren;
      if (siren > 0 || looping !== null) {
        void open().then((opened) => opened !== null && !closed && settle(opened));
      }
    },
    call: ({ siren, chime, once }) => {
      const volume = once > 0 ? once : siren > 0 ? 0 : chime;
      if (volume > 0) {
        void open().then((opened) => opened !== null && !closed && start(opened, once > 0 ? opened.siren : opened.chime, volume, false));
      }
    },
    close: () => {
      closed = true;
      wanted = 0;
      looping?.source.stop();
      looping = null;
      void opening?.then((opened) => opened?.context.close()).catch(onError);
    },
  };
}
