import { useEffect, type RefObject } from 'react';
import { useHall, useLinkState } from '../../features/hall/index.ts';

/** Windows change their size in steps while a display is set up, ms. */
const SETTLED_AFTER_MS = 300;

/** Tells the hall how large the window is, in each session and whenever it changes, so that desks draw it in its shape. */
export function useTellScreen(root: RefObject<HTMLElement | null>): void {
  const { link } = useHall();
  const sessionId = useLinkState((state) => state.session?.sessionId ?? null);
  useEffect(() => {
    const view = root.current?.ownerDocument.defaultView;
    if (sessionId === null || !view) {
      return undefined;
    }
    let timer: ReturnType<typeof setTimeout> | undefined;
    const tell = () => {
      const screen = { widthPx: Math.max(1, Math.round(view.innerWidth * view.devicePixelRatio)), heightPx: Math.max(1, Math.round(view.innerHeight * view.devicePixelRatio)) };
      // The next session tells it again.
      link.request('wall.tellScreen', { screen }).catch(() => undefined);
    };
    const settle = () => {
      clearTimeout(timer);
      timer = setTimeout(tell, SETTLED_AFTER_MS);
    };
    tell();
    view.addEventListener('resize', settle);
    return () => {
      clearTimeout(timer);
      view.removeEventListener('resize', settle);
    };
  }, [link, root, sessionId]);
}
