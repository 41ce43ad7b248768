import { BrowserWindow } from 'electron';
import { windowOptions, type WindowKind } from './windowOptions.ts';

/** The only place that makes windows, so that no window can be made without its locks. */
export function createWindow(kind: WindowKind): BrowserWindow {
  const window = new BrowserWindow(windowOptions(kind));
  // The desk keeps the application's menu, which a packaged app does not have.
  if (kind.role === 'wall') window.removeMenu();
  return window;
}
