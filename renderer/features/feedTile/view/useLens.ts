import { useEffect, useRef, type RefObject } from 'react';
import { PLAIN_LOOK, type TileLook } from '#protocol/wall/layout.ts';
import { Lens, type LensWish } from '../model/lay/lens.ts';
import { draggedBy, zoomedAt } from '../model/lay/pictureRect.ts';

type Parts = LensWish & {
  readonly tile: RefObject<HTMLElement | null>;
  readonly box: RefObject<HTMLElement | null>;
  readonly lens: RefObject<HTMLElement | null>;
  readonly video: RefObject<HTMLVideoElement | null>;
  readonly onLook: ((look: TileLook) => void) | undefined;
};

/** Pixels a hand may shake while it only clicks. */
const CLICK_PX = 4;

/** Lays the picture of a tile out, and lets a hand zoom (wheel), move (drag) and reset it (double click) where that is wished. */
export function useLens({ tile, box, lens, video, look, part, headed, onLook }: Parts): void {
  const open = useRef<Lens | null>(null);
  const now = useRef({ look, part, headed, onLook });

  useEffect(() => {
    now.current = { look, part, headed, onLook };
    open.current?.set({ look, part, headed });
  }, [look, part, headed, onLook]);

  useEffect(() => {
    if (!tile.current || !box.current || !lens.current || !video.current) {
      return undefined;
    }
    const laid = Lens.create({ tile: tile.current, box: box.current, lens: lens.current, video: video.current }, now.current);
    open.current = laid;
    return () => {
      open.current = null;
      laid.close();
    };
  }, [tile, box, lens, video]);

  const movable = onLook !== undefined;
  useEffect(() => {
    const element = box.current;
    return movable && element ? followHand(element, {
      see: () => {
        const sizes = open.current?.sizes() ?? null;
        return sizes === null ? null : { ...sizes, look: now.current.look, part: now.current.part };
      },
      show: (place) => {
        const wished = { ...now.current.look, ...place };
        // A hand is faster than React: what follows starts from here.
        now.current = { ...now.current, look: wished };
        open.current?.set(now.current);
        now.current.onLook?.(wished);
      },
    }) : undefined;
  }, [movable, box]);
}

type Seen = Parameters<typeof zoomedAt>[0];
type Hand = { readonly see: () => Seen | null; readonly show: (place: Seen['look']) => void };

function followHand(element: HTMLElement, { see, show }: Hand): () => void {
  let drag: { readonly pointerId: number; x: number; y: number; far: boolean } | null = null;
  const onWheel = (event: WheelEvent) => {
    const seen = see();
    // Who turns away from a whole picture scrolls what it stands in.
    if (seen === null || (seen.look.zoom === 1 && event.deltaY > 0)) {
      return;
    }
    event.preventDefault();
    const { left, top } = element.getBoundingClientRect();
    show(zoomedAt(seen, { x: event.clientX - left, y: event.clientY - top }, Math.exp(-event.deltaY / 500)));
  };
  const onDown = (event: PointerEvent) => {
    if (event.button === 0 && (see()?.look.zoom ?? 1) > 1) {
      drag = { pointerId: event.pointerId, x: event.clientX, y: event.clientY, far: false };
    }
  };
  const onMove = (event: PointerEvent) => {
    const seen = see();
    if (drag === null || drag.pointerId !== event.pointerId || seen === null) {
      return;
    }
    const [byX, byY] = [event.clientX - drag.x, event.clientY - drag.y];
    if (!drag.far && Math.hypot(byX, byY) < CLICK_PX) {
      return;
    }
    if (!drag.far) {
      element.setPointerCapture(event.pointerId);
    }
    drag = { pointerId: event.pointerId, x: event.clientX, y: event.clientY, far: true };
    show(draggedBy(seen, byX, byY));
  };
  const onUp = () => {
    if (drag?.far === true) {
      // The click that ends a drag chooses nothing.
      const stop = (event: Event) => event.stopPropagation();
      element.addEventListener('click', stop, { capture: true, once: true });
      setTimeout(() => element.removeEventListener('click', stop, { capture: true }));
    }
    drag = null;
  };
  const onDouble = () => show({ zoom: PLAIN_LOOK.zoom, x: PLAIN_LOOK.x, y: PLAIN_LOOK.y });
  element.addEventListener('wheel', onWheel, { passive: false });
  element.addEventListener('pointerdown', onDown);
  element.addEventListener('pointermove', onMove);
  element.addEventListener('pointerup', onUp);
  element.addEventListener('pointercancel', onUp);
  element.addEventListener('dblclick', onDouble);
  return () => {
    element.removeEventListener('wheel', onWheel);
    element.removeEventListener('pointerdown', onDown);
    element.removeEventListener('pointermove', onMove);
    element.removeEventListener('pointerup', onUp);
    element.removeEventListener('pointercancel', onUp);
    element.removeEventListener('dblclick', onDouble);
  };
}
