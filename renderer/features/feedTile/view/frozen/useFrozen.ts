import { useEffect, useState, type RefObject } from 'react';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { useHall } from '../../../hall/index.ts';
import { keepStill } from '../../model/stillFrame.ts';

/** Later than this the picture of that moment is gone, ms. */
const STILL_THERE_MS = 3_000;
const WHOLE_WIDTH_PX = 3_840;

export type Frozen = 'moving' | 'frozen' | 'gone';

type Parts = { readonly frozenAt: number | null; readonly video: RefObject<HTMLVideoElement | null>; readonly canvas: RefObject<HTMLCanvasElement | null> };

/** 定格: keeps the picture of the moment; a window that came later has none, and goes on. */
export function useFrozen({ frozenAt, video, canvas }: Parts): Frozen {
  const { link } = useHall();
  const [kept] = useState(() => createStore<{ readonly frozenAt: number | null }>(() => ({ frozenAt: null })));
  const keptAt = useStore(kept, (state) => state.frozenAt);
  useEffect(() => {
    const held = canvas.current;
    if (frozenAt === null || !video.current || !held || Math.abs(link.now() - frozenAt) > STILL_THERE_MS) {
      return undefined;
    }
    if (keepStill(video.current, held, WHOLE_WIDTH_PX)) {
      kept.setState({ frozenAt });
    }
    return () => {
      // A picture of the full size is some megabytes.
      held.width = 1;
      held.height = 1;
    };
  }, [frozenAt, video, canvas, link, kept]);
  if (frozenAt === null) {
    return 'moving';
  }
  return keptAt === frozenAt ? 'frozen' : 'gone';
}
