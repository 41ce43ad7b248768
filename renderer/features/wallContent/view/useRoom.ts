import { useCallback, useState } from 'react';

/** Of an element, in its own em: how much of a size in em fits. Zero until it was laid out. */
export type Room = { readonly widthEm: number; readonly heightEm: number; /** CSS pixels. */ readonly emPx: number };

const NONE: Room = { widthEm: 0, heightEm: 0, emPx: 0 };

/** Measures the element that gets the callback as its ref, whenever its size changes. */
export function useRoom(): readonly [(element: HTMLElement | null) => (() => void) | undefined, Room] {
  const [room, setRoom] = useState(NONE);
  const measure = useCallback((element: HTMLElement | null) => {
    const view = element?.ownerDocument.defaultView;
    if (!element || !view) {
      return undefined;
    }
    const read = () => {
      const emPx = Number.parseFloat(view.getComputedStyle(element).fontSize) || 1;
      const widthEm = element.clientWidth / emPx;
      const heightEm = element.clientHeight / emPx;
      setRoom((before) => (before.widthEm === widthEm && before.heightEm === heightEm && before.emPx === emPx ? before : { widthEm, heightEm, emPx }));
    };
    const observer = new view.ResizeObserver(read);
    observer.observe(element);
    read();
    return () => observer.disconnect();
  }, []);
  return [measure, room];
}
