import { describe, expect, it, vi } from 'vitest';
import type { DisplayFacts } from './displayFacts.ts';
import { HallWindows, type WindowWish } from './HallWindows.ts';
import { planDisplays, type SlotMemory } from './planDisplays.ts';

function display(key: string, x: number): DisplayFacts {
  const bounds = { x, y: 0, width: 1920, height: 1080 };
  return { key, label: '', bounds, workArea: bounds, scaleFactor: 1, primary: x === 0 };
}

/** A machine whose displays come and go, with windows that only write down what happens to them. */
function machine() {
  const told: string[] = [];
  const wishes: WindowWish[] = [];
  const onDeskClosed = vi.fn<() => void>();
  let nextId = 0;
  let memory: SlotMemory = {};
  const windows = HallWindows.create({
    onDeskClosed,
    open: (wish) => {
      const name = wish.slotId ?? 'desk';
      const note = (what: string) => told.push(`${what} ${name}`);
      wishes.push(wish);
      note(`open@${wish.area.x}`);
      let contentsId = (nextId += 1);
      return {
        role: wish.role,
        slotId: wish.slotId,
        get contentsId() {
          return contentsId;
        },
        place: (area) => note(`place@${area.x}`),
        focus: () => note('focus'),
        reload: () => note('reload'),
        mend: () => true,
        mended: 0,
        send: (event) => note(event),
        release: () => note('release'),
        close: () => {
          contentsId = -1;
          note('close');
        },
      };
    },
  });
  const plug = (...displays: DisplayFacts[]) => {
    const plan = planDisplays(displays, { machine: 'console', firstSlot: 1, deskDisplay: null, wallDisplays: null }, memory);
    memory = plan.memory;
    windows.apply(plan);
    return told.splice(0);
  };
  return { windows, wishes, told, plug, onDeskClosed };
}

const [a, b, c] = [display('a', 0), display('b', 1920), display('c', 3840)];

describe('HallWindows', () => {
  it('opens the desk and one wall window for each other display', () => {
    expect(machine().plug(a, b, c)).toEqual(['open@0 desk', 'open@1920 wall-1', 'open@3840 wall-2']);
  });

  it('touches nothing when nothing has changed', () => {
    const { plug } = machine();
    plug(a, b, c);
    expect(plug(c, b, a)).toEqual([]);
  });

  it('closes the window of a display that is gone, and no other, and opens it again on the same slot', () => {
    const { plug } = machine();
    plug(a, b, c);
    expect(plug(a, c)).toEqual(['close wall-1']);
    expect(plug(a, b, c)).toEqual(['open@1920 wall-1']);
  });

  it('moves a window whose display was moved', () => {
    const { plug } = machine();
    plug(a, b);
    expect(plug(a, display('b', 2560))).toEqual(['place@2560 wall-1']);
  });

  it('moves the desk to a living display instead of closing it', () => {
    const { plug } = machine();
    plug(a, b, c);
    expect(plug(b, c)).toEqual(['close wall-1', 'place@1920 desk']);
    expect(plug(a, b, c)).toEqual(['place@0 desk', 'open@1920 wall-1']);
  });

  it('keeps its windows while the system reports no display', () => {
    const { plug } = machine();
    plug(a, b);
    expect(plug()).toEqual([]);
  });

  it('brings a lost wall window back and tells when the desk was closed', () => {
    const { plug, wishes, told, onDeskClosed } = machine();
    plug(a, b);
    wishes[1]?.onLost();
    expect(told.splice(0)).toEqual(['open@1920 wall-1']);
    wishes[0]?.onLost();
    expect(onDeskClosed).toHaveBeenCalledOnce();
  });

  it('opens nothing any more once the app is ending', () => {
    const { plug, windows, wishes, onDeskClosed } = machine();
    plug(a, b);
    windows.release();
    wishes[0]?.onLost();
    expect(plug(a, b, c)).toEqual(['release desk', 'release wall-1']);
    expect(onDeskClosed).not.toHaveBeenCalled();
  });

  it('knows a window by its contents as long as it lives', () => {
    const { plug, windows } = machine();
    plug(a, b);
    expect(windows.windowOf(2)?.slotId).toBe('wall-1');
    plug(a);
    expect(windows.windowOf(2)).toBeNull();
    expect(windows.windowOf(-1)).toBeNull();
  });
});
