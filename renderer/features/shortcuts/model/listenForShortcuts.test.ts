import { describe, expect, it, vi } from 'vitest';
import { shortcutOf, type ShortcutActions } from './listenForShortcuts.ts';

function buildActions() {
  const action = () => vi.fn<() => void>();
  return {
    search: action(), nextSlot: action(), pin: action(), listen: action(), clearTile: action(), escape: action(), help: action(),
    grid: vi.fn<ShortcutActions['grid']>(), mode: vi.fn<ShortcutActions['mode']>(), moveInList: vi.fn<ShortcutActions['moveInList']>(),
  } satisfies ShortcutActions;
}

describe('shortcuts', () => {
  it('turn digits into grids and modes', () => {
    const actions = buildActions();
    for (const key of ['1', '7', '8', '9']) {
      shortcutOf({ key, modified: false, typing: false }, actions)?.();
    }
    expect(actions.grid.mock.calls).toEqual([[0], [6]]);
    expect(actions.mode.mock.calls).toEqual([['auto'], ['manual']]);
    expect(shortcutOf({ key: '0', modified: false, typing: false }, actions)).toBeNull();
  });

  it('leave typing and the system alone', () => {
    const actions = buildActions();
    expect(shortcutOf({ key: '4', modified: false, typing: true }, actions)).toBeNull();
    expect(shortcutOf({ key: 'Escape', modified: false, typing: true }, actions)).toBeNull();
    expect(shortcutOf({ key: '4', modified: true, typing: false }, actions)).toBeNull();
    shortcutOf({ key: 'P', modified: false, typing: false }, actions)?.();
    expect(actions.pin).toHaveBeenCalledOnce();
  });
});
