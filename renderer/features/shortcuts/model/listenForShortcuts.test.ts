import { describe, expect, it, vi } from 'vitest';
import { chordKeys, type KeyPress } from './chord.ts';
import { actionOf, bindingsOf } from './listenForShortcuts.ts';
import { SHORTCUT_NAMES, SHORTCUTS, type ShortcutActions, type ShortcutName } from './shortcutTable.ts';

function setUp() {
  const pressed: [ShortcutName, number][] = [];
  const actions = Object.fromEntries(SHORTCUT_NAMES.map((name) => [name, (index: number) => pressed.push([name, index])])) as unknown as ShortcutActions;
  const bindings = bindingsOf(actions);
  return {
    pressed,
    press: (key: string, more: Partial<KeyPress> = {}) => actionOf({ key, code: /^\d$/.test(key) ? `Digit${key}` : key, ctrl: false, alt: false, shift: false, typing: false, ...more }, bindings)?.(),
  };
}

describe('shortcuts', () => {
  it('turn digits into grids and modes, and with a modifier into panels, pages and layouts', () => {
    const { press, pressed } = setUp();
    for (const key of ['1', '7', '8', '9', '0']) {
      press(key);
    }
    press('3', { alt: true });
    press('3', { ctrl: true });
    press('3', { ctrl: true, alt: true });
    press('0', { alt: true });
    expect(pressed).toEqual([['grids', 0], ['grids', 6], ['auto', 0], ['manual', 0], ['panels', 2], ['pages', 2], ['layouts', 2], ['maximize', 0]]);
  });

  it('go by the place of a digit’s key where the modifier types something else on it', () => {
    const { press, pressed } = setUp();
    press('¡', { alt: true, code: 'Digit1' });
    expect(pressed).toEqual([['panels', 0]]);
  });

  it('leave typing and the system alone, but for keys that type nothing', () => {
    const { press, pressed } = setUp();
    for (const key of ['4', 'p', '/', 'Delete', 'Escape', 'ArrowDown']) {
      press(key, { typing: true });
    }
    press('4', { alt: true, shift: true });
    press('p', { alt: true });
    expect(pressed).toEqual([]);
    press('F6', { typing: true });
    press('F6', { shift: true });
    press('k', { ctrl: true, typing: true });
    press('P', { ctrl: true, shift: true });
    press('P');
    press('?', { shift: true });
    expect(pressed.map(([name]) => name)).toEqual(['nextPanel', 'previousPanel', 'palette', 'paletteToo', 'pin', 'help']);
  });

  it('are one each: no two of them take the same press', () => {
    const keys = 'Escape,Delete,ArrowUp,ArrowDown,F6,F10,/,`,?,a,k,p,0,1,2,3,4,5,6,7,8,9'.split(',');
    for (const key of keys) {
      for (const [ctrl, alt, shift] of [[0, 0, 0], [1, 0, 0], [0, 1, 0], [0, 0, 1], [1, 1, 0], [1, 0, 1]].map((flags) => flags.map(Boolean))) {
        const press: KeyPress = { key, code: /^\d$/.test(key) ? `Digit${key}` : key, ctrl: ctrl!, alt: alt!, shift: shift!, typing: false };
        const taking = SHORTCUT_NAMES.filter((name) => actionOf(press, [{ chord: SHORTCUTS[name].chord, run: vi.fn<() => void>() }]) !== null);
        expect([key, ctrl, alt, shift, taking.length > 1 ? taking : []]).toEqual([key, ctrl, alt, shift, []]);
      }
    }
  });

  it('are drawn as on the keyboard', () => {
    expect([chordKeys('Ctrl+Alt+1…9'), chordKeys('ArrowUp'), chordKeys('Shift+F6'), chordKeys('/')]).toEqual([['Ctrl', 'Alt', '1', '…', '9'], ['↑'], ['Shift', 'F6'], ['/']]);
  });
});
