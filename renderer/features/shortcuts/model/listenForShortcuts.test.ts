import { describe, expect, it, vi } from 'vitest';
import { shortcutOf, type ShortcutActions } from './listenForShortcuts.ts';

function buildActions() {
  return {
    search: vi.fn(), grid: vi.fn(), mode: vi.fn(), nextSlot: vi.fn(), pin: vi.fn(), listen: vi.fn(),
    clearTile: vi.fn(), escape: vi.fn(), help: vi.fn(), moveInList: vi.fn(),
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
