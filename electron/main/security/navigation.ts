import type { BrowserWindowConstructorOptions, WebContents, WindowOpenHandlerResponse } from 'electron';
import type { WindowRole } from '#protocol/ipc/calls.ts';
import { isAppUrl, PAGES, pageOf } from './appOrigin.ts';

/** A page may load itself again and go nowhere else. */
export function allowsNavigation(currentUrl: string, targetUrl: string): boolean {
  return isAppUrl(targetUrl) && isAppUrl(currentUrl) && pageOf(currentUrl) === pageOf(targetUrl);
}

/** Only the desk opens windows, and only the pop-out page. */
export function allowsWindow(role: WindowRole | null, url: string): boolean {
  return role === 'desk' && isAppUrl(url) && pageOf(url) === PAGES.popout;
}

type GuardOptions = {
  readonly roleOf: (contents: WebContents) => WindowRole | null;
  readonly popoutOptions: () => BrowserWindowConstructorOptions;
  readonly onDenied: (what: string, url: string) => void;
};

type PreventableEvent = { preventDefault(): void };

/** Shuts every way out of a page; called for all contents the app ever makes, so no window can be forgotten. */
export function guardNavigation(contents: WebContents, options: GuardOptions): void {
  const refuse = (what: string, event: PreventableEvent, url: string) => {
    event.preventDefault();
    options.onDenied(what, url);
  };
  contents.on('will-navigate', (event) => {
    if (!allowsNavigation(contents.getURL(), event.url)) refuse('navigation', event, event.url);
  });
  contents.on('will-frame-navigate', (event) => {
    if (!event.isMainFrame || !allowsNavigation(contents.getURL(), event.url)) refuse('frame navigation', event, event.url);
  });
  contents.on('will-redirect', (event) => {
    refuse('redirect', event, event.url);
  });
  contents.on('will-attach-webview', (event) => {
    refuse('webview', event, '');
  });
  contents.setWindowOpenHandler(({ url }): WindowOpenHandlerResponse => {
    if (allowsWindow(options.roleOf(contents), url)) {
      return { action: 'allow', overrideBrowserWindowOptions: options.popoutOptions() };
    }
    options.onDenied('window', url);
    return { action: 'deny' };
  });
}
