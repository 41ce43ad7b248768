import { useEffect, useState, type RefObject } from 'react';
import type { PlaceKey } from '../../model/tilePlaces.ts';
import { usePanelTools } from '../panelTools.ts';

type Frame = { readonly left: number; readonly top: number; readonly width: number; readonly height: number };

/** Under this the hand trembled. */
const MIN_DRAW_PX = 6;

/** A frame drawn with the mouse marks the tiles that it touches: from the ground and from empty tiles, with Shift from anywhere. */
export function useMarquee(ground: RefObject<HTMLDivElement | null>): Frame | null {
  const { marks } = usePanelTools();
  const [frame, setFrame] = useState<Frame | null>(null);
  useEffect(() => {
    const element = ground.current;
    if (element === null) {
      return undefined;
    }
    const page = element.ownerDocument;
    let from: { readonly x: number; readonly y: number } | null = null;
    let drawn = false;
    const onDown = (event: PointerEvent) => {
      drawn = false;
      const tile = (event.target as Element).closest<HTMLElement>('[data-place]');
      const free = tile === null ? (event.target as Element).closest('button') === null : tile.dataset['content'] === 'empty';
      if (event.button === 0 && !event.ctrlKey && (free || event.shiftKey)) {
        from = { x: event.clientX, y: event.clientY };
      }
    };
    const onMove = (event: PointerEvent) => {
      if (from === null || (!drawn && Math.hypot(event.clientX - from.x, event.clientY - from.y) < MIN_DRAW_PX)) {
        return;
      }
      drawn = true;
      const [left, right] = [Math.min(from.x, event.clientX), Math.max(from.x, event.clientX)];
      const [top, bottom] = [Math.min(from.y, event.clientY), Math.max(from.y, event.clientY)];
      const box = element.getBoundingClientRect();
      setFrame({ left: left - box.left + element.scrollLeft, top: top - box.top + element.scrollTop, width: right - left, height: bottom - top });
      const touched = [...element.querySelectorAll<HTMLElement>('[data-place]')].filter((tile) => {
        const at = tile.getBoundingClientRect();
        return at.left < right && at.right > left && at.top < bottom && at.bottom > top;
      });
      const keys = touched.map((tile) => tile.dataset['place'] as PlaceKey);
      const { keys: before } = marks.getState();
      if (keys.length !== before.size || keys.some((key) => !before.has(key))) {
        marks.setState({ keys: new Set(keys) });
      }
    };
    const onUp = () => {
      from = null;
      setFrame(null);
    };
    // The click that ends a drawing is not meant for the tile under it.
    const onClick = (event: MouseEvent) => {
      if (drawn) {
        drawn = false;
        event.stopPropagation();
        event.preventDefault();
      }
    };
    element.addEventListener('pointerdown', onDown);
    element.addEventListener('click', onClick, true);
    page.addEventListener('pointermove', onMove);
    page.addEventListener('pointerup', onUp);
    page.addEventListener('pointercancel', onUp);
    return () => {
      element.removeEventListener('pointerdown', onDown);
      element.removeEventListener('click', onClick, true);
      page.removeEventListener('pointermove', onMove);
      page.removeEventListener('pointerup', onUp);
      page.removeEventListener('pointercancel', onUp);
    };
  }, [ground, marks]);
  return frame;
}
