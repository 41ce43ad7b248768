import type { Purpose } from '#protocol/capabilities.ts';
import { browserHost } from './browserHost.ts';
import { electronHost } from './electronHost.ts';
import type { Host } from './host.ts';

/** The app's main process where there is one, else the browser. `purpose` is what the page is for when nobody says otherwise. */
export function chooseHost(options: { window: Window; purpose: Purpose; appVersion: string }): Host {
  const { bridge } = options.window;
  return bridge ? electronHost({ bridge }) : browserHost(options);
}
