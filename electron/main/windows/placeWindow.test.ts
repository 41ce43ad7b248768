import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { placeWindow } from './placeWindow.ts';

const area = { x: 1920, y: 0, width: 1920, height: 1080 };

/** A window that writes down what is done to it; `manager` is whether somebody there maximises. */
function fakeWindow(manager: boolean) {
  const done: string[] = [];
  let state = { visible: false, full: false, maximized: false, destroyed: false };
  const set = (change: Partial<typeof state>, what: string) => {
    state = { ...state, ...change };
    done.push(what);
  };
  return {
    done,
    take: () => done.splice(0),
    destroy: () => set({ destroyed: true }, 'destroy'),
    isDestroyed: () => state.destroyed,
    isVisible: () => state.visible,
    isFullScreen: () => state.full,
    isMaximized: () => state.maximized,
    setFullScreen: (full: boolean) => set({ full }, full ? 'full' : 'leave full'),
    setBounds: ({ x }: { x?: number }) => set({}, `bounds@${x}`),
    show: () => set({ visible: true }, 'show'),
    showInactive: () => set({ visible: true }, 'show inactive'),
    maximize: () => set({ maximized: manager }, 'maximize'),
    unmaximize: () => set({ maximized: false }, 'unmaximize'),
  };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('placeWindow', () => {
  it('puts a wall on its display first, then full screen, without taking the focus', () => {
    const window = fakeWindow(false);
    placeWindow(window, 'wall', area);
    expect(window.take()).toEqual(['bounds@1920', 'show inactive', 'full']);
    placeWindow(window, 'wall', { ...area, x: 3840 });
    expect(window.take()).toEqual(['leave full', 'bounds@3840', 'full']);
  });

  it('maximises the desk where a window manager does so', () => {
    const window = fakeWindow(true);
    placeWindow(window, 'desk', area);
    vi.runAllTimers();
    expect(window.take()).toEqual(['bounds@1920', 'show', 'maximize']);
    placeWindow(window, 'desk', { ...area, x: 0 });
    vi.runAllTimers();
    expect(window.take()).toEqual(['unmaximize', 'bounds@0', 'maximize']);
  });

  it('fills the display with the desk where nobody maximises', () => {
    const window = fakeWindow(false);
    placeWindow(window, 'desk', area);
    vi.runAllTimers();
    expect(window.take()).toEqual(['bounds@1920', 'show', 'maximize', 'full']);
  });

  it('leaves a window alone that was closed meanwhile', () => {
    const window = fakeWindow(false);
    placeWindow(window, 'desk', area);
    window.destroy();
    vi.runAllTimers();
    expect(window.take()).not.toContain('full');
  });
});
