import type { BrowserWindow } from 'electron';
import type { WindowRole } from '#protocol/ipc/calls.ts';
import type { Rectangle } from './displayFacts.ts';

type Placeable = Pick<
  BrowserWindow,
  'isDestroyed' | 'isVisible' | 'isFullScreen' | 'isMaximized' | 'setFullScreen' | 'setBounds' | 'show' | 'showInactive' | 'maximize' | 'unmaximize'
>;

/** Time a window manager gets to answer a wish to be maximised. */
const MAXIMIZE_MS = 700;

/**
 * Puts a window on its display. Full screen follows where the window is, so the bounds come first. It is also the only
 * state in which X11 gives a window every pixel: one of exactly the display's size is otherwise cut by one, lest a
 * window manager take it for full screen.
 */
export function placeWindow(window: Placeable, role: WindowRole, area: Rectangle): void {
  if (window.isFullScreen()) window.setFullScreen(false);
  if (role === 'wall') {
    window.setBounds(area);
    // Without the focus: a wall that comes back must not take the keyboard from the desk.
    if (!window.isVisible()) window.showInactive();
    window.setFullScreen(true);
    return;
  }
  if (window.isMaximized()) window.unmaximize();
  window.setBounds(area);
  if (!window.isVisible()) window.show();
  window.maximize();
  setTimeout(() => {
    // Nobody there to maximise: a kiosk without a window manager, and so without anything that full screen could cover.
    if (!window.isDestroyed() && !window.isMaximized()) window.setFullScreen(true);
  }, MAXIMIZE_MS);
}
