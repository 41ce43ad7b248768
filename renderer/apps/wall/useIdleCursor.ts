import { useEffect, useRef, type RefObject } from 'react';

const HIDE_AFTER_MS = 3_000;

/** Hides the pointer over the element when it has not moved for three seconds. */
export function useIdleCursor(): RefObject<HTMLDivElement | null> {
  const root = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = root.current;
    if (!element) {
      return undefined;
    }
    let timer: ReturnType<typeof setTimeout> | undefined;
    const show = () => {
      element.style.cursor = 'default';
      clearTimeout(timer);
      timer = setTimeout(() => {
        element.style.cursor = 'none';
      }, HIDE_AFTER_MS);
    };
    show();
    element.addEventListener('pointermove', show);
    return () => {
      element.removeEventListener('pointermove', show);
      clearTimeout(timer);
    };
  }, []);
  return root;
}
