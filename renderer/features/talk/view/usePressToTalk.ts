import { useRef, useState, type FocusEvent, type KeyboardEvent, type PointerEvent } from 'react';

/** A shorter press keeps the talk on until the next one. */
const TAP_MS = 300;

/** Hold to talk, or tap to talk until the next tap; by pointer, space bar or Enter. */
export function usePressToTalk({ active, press, release }: { readonly active: boolean; readonly press: () => void; readonly release: () => void }) {
  const pressedAt = useRef<number | null>(null);
  const [kept, setKept] = useState(false);
  const down = (at: number) => {
    if (active) {
      pressedAt.current = null;
      release();
      return;
    }
    pressedAt.current = at;
    setKept(false);
    press();
  };
  const up = (at: number) => {
    const since = pressedAt.current;
    pressedAt.current = null;
    if (since === null) return;
    if (at - since < TAP_MS) setKept(true);
    else release();
  };
  const isKey = ({ key }: KeyboardEvent) => key === ' ' || key === 'Enter';
  return {
    kept: active && kept,
    handlers: {
      onPointerDown: (event: PointerEvent<HTMLElement>) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        down(event.timeStamp);
      },
      onPointerUp: (event: PointerEvent) => up(event.timeStamp),
      onPointerCancel: (event: PointerEvent) => up(event.timeStamp),
      onKeyDown: (event: KeyboardEvent) => {
        if (!isKey(event)) return;
        event.preventDefault();
        if (!event.repeat) down(event.timeStamp);
      },
      onKeyUp: (event: KeyboardEvent) => {
        if (isKey(event)) up(event.timeStamp);
      },
      onBlur: (event: FocusEvent) => up(event.timeStamp),
    },
  };
}
