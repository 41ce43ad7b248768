import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createStore } from 'zustand/vanilla';
import type { Preference } from '#protocol/nouns/preferences.ts';
import type { HallLink } from '../../../link/hallLink.ts';
import { keepPanels, panelsOf, type DockLayout, type DockPart } from '../../../ui/dock/dockLayout.ts';
import { createLayouts } from './createLayouts.ts';
import { choose, EMPTY_BOOK, forget, layoutOnScreen, MAX_SAVED_LAYOUTS, parseBook, saveAs, type LayoutBook } from './layoutBook.ts';
import { createLayoutKeeper } from './layoutKeeper.ts';
import { presetLayout, PRESETS, screenSize } from './presets.ts';

const REST_MS = 100;
const SIZES = ['small', 'usual', 'large'] as const;
const one = (panel: string): DockLayout => ({ axis: 'row', parts: [{ kind: 'tabs', share: 1, panels: [panel], active: panel }] });
const named = (name: string, panel = name) => ({ id: `id ${name}`, name, layout: one(panel) });

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('presets', () => {
  it('hold every panel once on every screen, and fill it', () => {
    const sums = (parts: readonly DockPart[]): number[] => [parts.reduce((sum, part) => sum + part.share, 0), ...parts.flatMap((part) => (part.kind === 'split' ? sums(part.parts) : []))];
    const all = panelsOf(presetLayout('command', 'usual')).toSorted();
    for (const name of PRESETS) {
      for (const size of SIZES) {
        const layout = presetLayout(name, size);
        expect([name, size, panelsOf(layout).toSorted()]).toEqual([name, size, all]);
        sums(layout.parts).forEach((sum) => expect(sum).toBeCloseTo(1, 9));
      }
    }
  });

  it('leave room for the map where units are watched on it', () => {
    const watcher = keepPanels(presetLayout('command', 'usual'), (id) => id === 'units' || id === 'map' || id === 'feeds');
    expect(watcher.parts.map(({ kind, share }) => [kind, share.toFixed(2)])).toEqual([['tabs', '0.22'], ['tabs', '0.50'], ['tabs', '0.28']]);
  });

  it('go by the width of the window', () => {
    expect([1_366, 1_920, 2_560, 3_840].map(screenSize)).toEqual(['small', 'usual', 'large', 'large']);
  });
});

describe('a book of arrangements', () => {
  it('shows what was made of the chosen one, until it is chosen again', () => {
    const moved = { ...choose(EMPTY_BOOK, 'unit'), current: one('feeds') };
    expect(layoutOnScreen(moved, 'usual')).toEqual(one('feeds'));
    expect(layoutOnScreen(choose(moved, 'unit'), 'small')).toEqual(presetLayout('unit', 'small'));
  });

  it('keeps one arrangement a name, and only so many', () => {
    const once = saveAs(EMPTY_BOOK, named('夜间'))!;
    const twice = saveAs(once, { ...named('夜间', 'map'), id: 'other' })!;
    expect(twice).toMatchObject({ chosen: 'id 夜间', current: null, saved: [{ id: 'id 夜间', layout: one('map') }] });
    const full = Array.from({ length: MAX_SAVED_LAYOUTS }, (_, index) => named(String(index))).reduce((book, each) => saveAs(book, each)!, EMPTY_BOOK);
    expect(saveAs(full, named('more'))).toBeNull();
    expect(saveAs(full, named('3'))?.saved).toHaveLength(MAX_SAVED_LAYOUTS);
  });

  it('leaves on screen what is forgotten', () => {
    const book = saveAs(EMPTY_BOOK, named('夜间'))!;
    const after = forget(book, 'id 夜间');
    expect(layoutOnScreen(after, 'usual')).toEqual(one('夜间'));
    expect(after.saved).toEqual([]);
  });

  it('is read back as it was written, and is nothing else', () => {
    const book = saveAs({ ...EMPTY_BOOK, current: presetLayout('duty', 'large') }, named('夜间'))!;
    expect(parseBook(JSON.stringify(book))).toEqual(book);
    const deep = Array.from({ length: 40 }).reduce<object>((inner) => ({ kind: 'split', share: 1, parts: [inner] }), one('a').parts[0]!);
    for (const text of ['', 'null', '{}', JSON.stringify({ ...book, current: { axis: 'row', parts: [deep] } }), JSON.stringify({ ...book, saved: [{ id: 'x' }] })]) {
      expect(parseBook(text)).toBeNull();
    }
  });
});

/** A hall that keeps one preference, and any number of desks of one person. */
function hall() {
  let preference: Preference | null = null;
  const put = (book: LayoutBook, revision: number) => (preference = { key: 'desk.layouts', value: JSON.stringify(book), revision, savedAt: 0 });
  const request = vi.fn<(name: string, input: { value?: string; expectedRevision?: number }) => Promise<unknown>>((name, { value = '', expectedRevision = 0 }) => {
    if (name === 'preference.read') {
      return Promise.resolve({ preference });
    }
    const saved = expectedRevision === (preference?.revision ?? 0);
    if (saved) {
      preference = { key: 'desk.layouts', value, revision: expectedRevision + 1, savedAt: 0 };
    }
    return Promise.resolve({ saved, preference });
  });
  const desk = (memory = new Map<string, string>(), phase: 'online' | 'offline' = 'online') => {
    const state = createStore(() => ({ phase }));
    const keeper = createLayoutKeeper({ storage: { getItem: (key) => memory.get(key) ?? null, setItem: (key, value) => void memory.set(key, value) }, whose: 'me' });
    let ids = 0;
    const layouts = createLayouts({ link: { state, request } as unknown as HallLink, keeper, newId: () => `new ${(ids += 1)}`, log: () => undefined, restMs: REST_MS });
    const stop = layouts.follow();
    return { layouts, memory, stop, setPhase: (next: 'online' | 'offline') => state.setState({ phase: next }), book: () => layouts.state.getState().book };
  };
  return { desk, put, clear: () => (preference = null), request, kept: () => (preference === null ? null : parseBook(preference.value)) };
}

const rest = () => vi.advanceTimersByTimeAsync(REST_MS * 3);

describe('a person’s arrangements', () => {
  it('follow to another machine', async () => {
    const { desk, kept } = hall();
    const first = desk();
    await rest();
    first.layouts.choose('duty');
    first.layouts.changed(one('map'));
    expect(first.layouts.saveAs('夜间', one('map'))).toBe(true);
    await rest();
    expect(kept()).toEqual(first.book());
    const second = desk();
    await rest();
    expect(second.book()).toEqual(first.book());
    expect(second.layouts.state.getState().shown).toBe(1);
  });

  it('are there while the hall is away, and are told to it later', async () => {
    const { desk, kept } = hall();
    const memory = new Map<string, string>();
    const before = desk(memory, 'offline');
    before.layouts.choose('unit');
    await rest();
    before.stop();
    const again = desk(memory, 'offline');
    expect(again.book().chosen).toBe('unit');
    expect(kept()).toBeNull();
    again.setPhase('online');
    await rest();
    expect(kept()?.chosen).toBe('unit');
  });

  it('are not fought over by two desks that only show different things', async () => {
    const { desk, kept } = hall();
    const [first, second] = [desk(), desk()];
    await rest();
    first.layouts.choose('duty');
    await rest();
    second.layouts.choose('walls');
    await rest();
    expect([first.book().chosen, second.book().chosen, kept()?.chosen]).toEqual(['duty', 'walls', 'walls']);
    expect(second.layouts.state.getState().offered).toBeNull();
  });

  it.each(['offered', 'own'] as const)('never lose a named one in silence: the newest is offered, and "%s" is what is kept', async (which) => {
    const { desk, kept } = hall();
    const [first, second] = [desk(), desk()];
    await rest();
    first.layouts.saveAs('白天', one('units'));
    await rest();
    second.layouts.saveAs('夜间', one('map'));
    await rest();
    expect(second.layouts.state.getState().offered?.saved.map(({ name }) => name)).toEqual(['白天']);
    expect(kept()?.saved.map(({ name }) => name)).toEqual(['白天']);
    second.layouts.settle(which);
    await rest();
    expect(second.book().saved.map(({ name }) => name)).toEqual([which === 'own' ? '夜间' : '白天']);
    expect(kept()).toEqual(second.book());
  });

  it('are given back to a hall that was set up anew', async () => {
    const { desk, clear, kept } = hall();
    const first = desk();
    await rest();
    first.layouts.saveAs('夜间', one('map'));
    await rest();
    first.stop();
    clear();
    desk(first.memory);
    await rest();
    expect(kept()?.saved.map(({ name }) => name)).toEqual(['夜间']);
  });

  it('are told once for a whole movement of the hand', async () => {
    const { desk, request } = hall();
    const { layouts } = desk();
    await rest();
    request.mockClear();
    for (const panel of ['a', 'b', 'c', 'd']) {
      layouts.changed(one(panel));
      await vi.advanceTimersByTimeAsync(REST_MS / 2);
    }
    await rest();
    expect(request.mock.calls.map(([name]) => name)).toEqual(['preference.save']);
  });
});
