import { createContext, useContext, useEffect, useMemo, useRef, type ReactNode } from 'react';
import { useStore } from 'zustand';
import chimeUrl from '../../../../assets/sounds/chime.wav?no-inline';
import sirenUrl from '../../../../assets/sounds/siren.wav?no-inline';
import { useHall } from '../../hall/index.ts';
import { createAttention, type Attention, type AttentionState } from '../model/createAttention.ts';
import { createSoundPlayer } from '../model/createSoundPlayer.ts';
import { soundPlan } from '../model/readCues.ts';
import { loudnessOf } from '../model/loudnessOf.ts';

const AttentionContext = createContext<Attention | null>(null);

/** What asks for the dispatcher, its sound, and the window's title, which the taskbar shows while another program lies over it. */
export function AttentionProvider({ children }: { children: ReactNode }) {
  const { host, ticker } = useHall();
  const place = useRef<HTMLSpanElement>(null);
  const attention = useMemo(() => createAttention({ now: Date.now, loudness: loudnessOf(globalThis.localStorage) }), []);

  useEffect(() => {
    const page = place.current?.ownerDocument;
    const view = page?.defaultView;
    if (!page || !view) {
      return undefined;
    }
    const read = async (url: string) => (await view.fetch(url)).arrayBuffer();
    const player = createSoundPlayer({
      newContext: () => new view.AudioContext(),
      load: async () => {
        const [siren, chime] = await Promise.all([read(sirenUrl), read(chimeUrl)]);
        return { siren, chime };
      },
      onError: (error) => host.log('warn', `no sound: ${String(error)}`),
    });
    const plain = page.title;
    const follow = (state: AttentionState) => {
      player.follow(soundPlan(state, Date.now()));
      const urgent = [...state.cues.values()].filter(({ urgency }) => urgency === 'urgent').length;
      page.title = urgent > 0 ? `(${urgent}) ${plain}` : plain;
    };
    const watch = () => attention.setWatched(page.visibilityState === 'visible');
    watch();
    page.addEventListener('visibilitychange', watch);
    const stops = [
      () => page.removeEventListener('visibilitychange', watch),
      attention.state.subscribe((state, before) => {
        follow(state);
        if (state.chimes !== before.chimes) {
          player.call(soundPlan(state, Date.now()));
        }
      }),
      // A mute ends by itself.
      ticker.onSecond(() => follow(attention.state.getState())),
    ];
    return () => {
      stops.forEach((stop) => stop());
      page.title = plain;
      player.close();
    };
  }, [attention, host, ticker]);

  return (
    <AttentionContext value={attention}>
      <span ref={place} hidden />
      {children}
    </AttentionContext>
  );
}

/** Errors: throws outside an AttentionProvider. */
export function useAttention(): Attention {
  const attention = useContext(AttentionContext);
  if (attention === null) {
    throw new Error('useAttention needs an AttentionProvider above it');
  }
  return attention;
}

export function useAttentionState<Selected>(selector: (state: AttentionState) => Selected): Selected {
  return useStore(useAttention().state, selector);
}
