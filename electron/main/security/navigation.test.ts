import type { WebContents, WindowOpenHandlerResponse } from 'electron';
import { describe, expect, it, vi } from 'vitest';
import { allowsNavigation, allowsWindow, guardNavigation } from './navigation.ts';

const desk = 'app://hall/apps/console/index.html';

describe('allowsNavigation', () => {
  it('lets a page load itself again', () => {
    expect(allowsNavigation(desk, `${desk}?again#now`)).toBe(true);
  });

  it.each([
    'https://evil.example/',
    'file:///etc/passwd',
    'app://hall/apps/wall/index.html',
    'app://evil/apps/console/index.html',
    'javascript:alert(1)',
    'data:text/html,x',
    'about:blank',
    '',
  ])('refuses %s', (url) => {
    expect(allowsNavigation(desk, url)).toBe(false);
  });

  it('refuses everything to contents that are not ours', () => {
    expect(allowsNavigation('https://evil.example/', 'https://evil.example/')).toBe(false);
  });
});

describe('allowsWindow', () => {
  it('lets the desk alone open the pop-out page alone', () => {
    const popout = 'app://hall/apps/popout/index.html';
    expect(allowsWindow('desk', `${popout}?panel=map`)).toBe(true);
    expect(allowsWindow('wall', popout)).toBe(false);
    expect(allowsWindow(null, popout)).toBe(false);
    expect(allowsWindow('desk', desk)).toBe(false);
    expect(allowsWindow('desk', 'about:blank')).toBe(false);
    expect(allowsWindow('desk', 'https://evil.example/apps/popout/index.html')).toBe(false);
  });
});

describe('guardNavigation', () => {
  type Listener = (event: { url: string; isMainFrame: boolean; preventDefault(): void }) => void;
  function guarded(role: 'desk' | 'wall') {
    const listeners = new Map<string, Listener>();
    let open: (details: { url: string }) => WindowOpenHandlerResponse = () => ({ action: 'allow' });
    const denied: string[] = [];
    const contents = {
      getURL: () => desk,
      on: (name: string, listener: Listener) => listeners.set(name, listener),
      setWindowOpenHandler: (handler: typeof open) => {
        open = handler;
      },
    };
    guardNavigation(contents as unknown as WebContents, {
      roleOf: () => role,
      popoutOptions: () => ({ width: 321 }),
      onDenied: (what, url) => denied.push(`${what} ${url}`),
    });
    return {
      denied,
      open: (url: string) => open({ url }),
      prevented: (name: string, url: string, isMainFrame = true) => {
        const preventDefault = vi.fn<() => void>();
        const listener = listeners.get(name);
        if (listener === undefined) throw new Error(`${name} is not guarded`);
        listener({ url, isMainFrame, preventDefault });
        return preventDefault.mock.calls.length > 0;
      },
    };
  }

  it('stops every way out and tells of it', () => {
    const page = guarded('desk');
    expect(page.prevented('will-navigate', 'https://evil.example/')).toBe(true);
    expect(page.prevented('will-frame-navigate', desk, false)).toBe(true);
    expect(page.prevented('will-redirect', desk)).toBe(true);
    expect(page.prevented('will-attach-webview', '')).toBe(true);
    expect(page.prevented('will-navigate', desk)).toBe(false);
    expect(page.denied).toHaveLength(4);
  });

  it('opens the pop-out with our own options and nothing else', () => {
    const page = guarded('desk');
    expect(page.open('app://hall/apps/popout/index.html')).toEqual({ action: 'allow', overrideBrowserWindowOptions: { width: 321 } });
    expect(page.open('https://evil.example/')).toEqual({ action: 'deny' });
    expect(guarded('wall').open('app://hall/apps/popout/index.html')).toEqual({ action: 'deny' });
  });
});
