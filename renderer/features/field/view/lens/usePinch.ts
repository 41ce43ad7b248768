import { useRef, type PointerEvent } from 'react';

type Touch = { readonly x: number; readonly y: number };

/** Two fingers on the page: tells by what factor they moved apart since they came down, and `begin` when they do. */
export function usePinch({ begin, onPinch }: { begin: () => void; onPinch: (factor: number) => void }) {
  const touches = useRef(new Map<number, Touch>());
  const spread = useRef<number | null>(null);
  const apart = () => {
    const [one, two] = [...touches.current.values()];
    return one === undefined || two === undefined ? null : Math.hypot(one.x - two.x, one.y - two.y);
  };
  const end = (event: PointerEvent) => {
    touches.current.delete(event.pointerId);
    spread.current = null;
  };
  return {
    onPointerDown: (event: PointerEvent) => {
      touches.current.set(event.pointerId, { x: event.clientX, y: event.clientY });
      spread.current = touches.current.size === 2 ? apart() : null;
      if (spread.current !== null) begin();
    },
    onPointerMove: (event: PointerEvent) => {
      if (!touches.current.has(event.pointerId)) return;
      touches.current.set(event.pointerId, { x: event.clientX, y: event.clientY });
      const now = apart();
      if (spread.current !== null && spread.current > 0 && now !== null) onPinch(now / spread.current);
    },
    onPointerUp: end,
    onPointerCancel: end,
  };
}
