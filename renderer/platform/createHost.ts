import type { Purpose } from '#protocol/capabilities.ts';
import { createBrowserHost } from './browserHost.ts';
import { createElectronHost } from './electronHost.ts';
import type { Host } from './host.ts';

/** The app's main process where there is one, else the browser. `purpose` is what the page is for when nobody says otherwise. */
export function createHost(options: { window?: Window; purpose?: Purpose; appVersion?: string } = {}): Host {
  const { window = globalThis.window, purpose = 'desk' } = options;
  return window.bridge ? createElectronHost({ bridge: window.bridge }) : createBrowserHost({ ...options, window, purpose });
}
