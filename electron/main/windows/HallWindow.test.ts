import { EventEmitter } from 'node:events';
import type { BrowserWindow } from 'electron';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { WindowRole } from '#protocol/ipc/calls.ts';
import { slotId } from '#protocol/nouns/ids.ts';
import { HallWindow } from './HallWindow.ts';

const area = { x: 0, y: 0, width: 1920, height: 1080 };

function fakeWindow() {
  const ask = vi.fn<() => Promise<unknown>>(async () => 0);
  const contents = Object.assign(new EventEmitter(), {
    id: 7,
    crashed: false,
    isCrashed: () => contents.crashed,
    isDevToolsOpened: () => false,
    debugger: { isAttached: () => false },
    mainFrame: { executeJavaScript: ask },
    send: vi.fn<(channel: string, data: unknown) => void>(),
    forcefullyCrashRenderer: vi.fn<() => void>(() => contents.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 11 })),
  });
  const window = Object.assign(new EventEmitter(), {
    webContents: contents,
    loadURL: vi.fn<(url: string) => Promise<void>>(async () => undefined),
    destroy: () => window.emit('closed'),
    isDestroyed: () => false,
    isVisible: () => false,
    isFullScreen: () => false,
    isMaximized: () => true,
    isMinimized: () => false,
    setFullScreen: () => undefined,
    setBounds: () => undefined,
    show: () => undefined,
    showInactive: () => undefined,
    maximize: () => undefined,
    unmaximize: () => undefined,
    focus: () => undefined,
  });
  return { window, contents, ask };
}

function opened(role: WindowRole) {
  const fake = fakeWindow();
  const onLost = vi.fn<() => void>();
  const onDeskAsked = vi.fn<() => void>();
  const write = vi.fn<(details: object, message: string) => void>();
  const hallWindow = HallWindow.create({
    window: fake.window as unknown as BrowserWindow,
    role,
    slotId: role === 'wall' ? slotId.parse('wall-1') : null,
    url: 'app://hall/apps/wall/index.html',
    area,
    log: { info: write, warn: write, error: write },
    onLost,
    onDeskAsked,
  });
  const die = () => fake.contents.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 11 });
  const closes = () => {
    const preventDefault = vi.fn<() => void>();
    fake.window.emit('close', { preventDefault });
    return preventDefault.mock.calls.length === 0;
  };
  return { ...fake, hallWindow, onLost, onDeskAsked, die, closes, loads: () => fake.window.loadURL.mock.calls.length, urls: () => fake.window.loadURL.mock.calls.map(([url]) => url) };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('HallWindow', () => {
  it('loads a crashed page again, at once at first and slower in a crash loop', () => {
    const { die, loads, urls, contents } = opened('wall');
    expect(loads()).toBe(1);
    die();
    vi.advanceTimersByTime(200);
    expect(loads()).toBe(2);
    die();
    vi.advanceTimersByTime(999);
    // Meanwhile the wall says what is going on, and is not taken for a page that has left its place.
    expect(urls().slice(2)).toEqual(['app://hall/apps/wall/recovering.html#wall-1']);
    contents.emit('did-navigate', {}, 'app://hall/apps/wall/recovering.html#wall-1');
    vi.advanceTimersByTime(1);
    expect(urls().slice(3)).toEqual(['app://hall/apps/wall/index.html']);
  });

  it('leaves a desk dark rather than put a wall\'s words on it', () => {
    const { die, urls } = opened('desk');
    die();
    vi.advanceTimersByTime(200);
    die();
    vi.advanceTimersByTime(1_000);
    expect(new Set(urls())).toEqual(new Set(['app://hall/apps/wall/index.html']));
  });

  it('loads a wall\'s page anew at its wish, once in five minutes, and counts it', async () => {
    const { hallWindow, loads } = opened('wall');
    expect(hallWindow.mend()).toBe(true);
    // The answer reaches the page first.
    expect(loads()).toBe(1);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(loads()).toBe(2);
    await vi.advanceTimersByTimeAsync(240_000);
    expect(hallWindow.mend()).toBe(false);
    await vi.advanceTimersByTimeAsync(60_000);
    expect([loads(), hallWindow.mended]).toEqual([2, 1]);
  });

  it('loads again what could not be loaded, but not for a frame or an aborted load', () => {
    const { contents, loads } = opened('desk');
    contents.emit('did-fail-load', {}, -6, 'ERR_FILE_NOT_FOUND', 'app://hall/x', false);
    contents.emit('did-fail-load', {}, -3, 'ERR_ABORTED', 'app://hall/x', true);
    vi.advanceTimersByTime(5_000);
    expect(loads()).toBe(1);
    contents.emit('did-fail-load', {}, -6, 'ERR_FILE_NOT_FOUND', 'app://hall/x', true);
    vi.advanceTimersByTime(5_000);
    expect(loads()).toBe(2);
  });

  it('loads its page again when it finds itself on another', () => {
    const { contents, loads } = opened('wall');
    contents.emit('did-navigate', {}, 'app://hall/apps/wall/index.html');
    vi.advanceTimersByTime(5_000);
    expect(loads()).toBe(1);
    contents.emit('did-navigate', {}, 'about:blank');
    vi.advanceTimersByTime(5_000);
    expect(loads()).toBe(2);
  });

  it('ends a page that hangs and loads it again', async () => {
    const { ask, contents, loads } = opened('wall');
    ask.mockImplementation(() => new Promise(() => undefined));
    await vi.advanceTimersByTimeAsync(31_000);
    expect(contents.forcefullyCrashRenderer).toHaveBeenCalledOnce();
    expect(loads()).toBe(2);
  });

  it('lets nobody close a wall, but the desk and an ending app', () => {
    expect(opened('wall').closes()).toBe(false);
    expect(opened('desk').closes()).toBe(true);
    const ending = opened('wall');
    ending.hallWindow.release();
    expect(ending.closes()).toBe(true);
  });

  it('tells when it is lost, and not when it is closed on purpose', () => {
    const lost = opened('wall');
    lost.window.emit('closed');
    expect(lost.onLost).toHaveBeenCalledOnce();
    const closed = opened('wall');
    closed.hallWindow.close();
    closed.hallWindow.close();
    expect(closed.onLost).not.toHaveBeenCalled();
    expect(closed.hallWindow.contentsId).toBe(-1);
  });

  it.each([
    ['wall', { type: 'keyDown', control: true, alt: true, key: 'D' }, 1],
    ['wall', { type: 'keyUp', control: true, alt: true, key: 'd' }, 0],
    ['wall', { type: 'keyDown', control: true, alt: false, key: 'd' }, 0],
    ['desk', { type: 'keyDown', control: true, alt: true, key: 'd' }, 0],
  ] as const)('on a %s takes %o for a wish for a desk %i times', (role, input, times) => {
    const { contents, onDeskAsked } = opened(role);
    contents.emit('before-input-event', { preventDefault: () => undefined }, input);
    expect(onDeskAsked).toHaveBeenCalledTimes(times);
  });

  it('does not touch its window any more once closed', () => {
    const { hallWindow, die, loads, contents } = opened('wall');
    die();
    hallWindow.close();
    vi.advanceTimersByTime(60_000);
    hallWindow.reload();
    hallWindow.send('context.changed', undefined);
    expect(loads()).toBe(1);
    expect(contents.send).not.toHaveBeenCalled();
  });

  it('sends events to a living page on the channel of their name', () => {
    const { hallWindow, contents } = opened('wall');
    hallWindow.send('display.identified', { label: '大屏 1', forMs: 10 });
    expect(contents.send).toHaveBeenCalledWith('hall:event:display.identified', { label: '大屏 1', forMs: 10 });
    contents.crashed = true;
    hallWindow.send('context.changed', undefined);
    expect(contents.send).toHaveBeenCalledOnce();
  });
});
