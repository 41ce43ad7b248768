import type { Settings } from '#protocol/ipc/calls.ts';
import { slotId, type SlotId } from '#protocol/nouns/ids.ts';
import type { DisplayFacts, Rectangle } from './displayFacts.ts';

/** Which slot a display took earlier in this run; a display that is away keeps its place. */
export type SlotMemory = Readonly<Record<string, SlotId>>;

type WallPlace = { readonly displayKey: string; readonly slotId: SlotId; readonly bounds: Rectangle };
export type DisplayPlan = {
  /** Null only while the system reports no display at all. */
  readonly desk: { readonly displayKey: string; readonly workArea: Rectangle } | null;
  readonly walls: readonly WallPlace[];
  readonly memory: SlotMemory;
};

const MAX_WALLS = 16;

/**
 * Deals the displays that are there: one to the desk, the others to wall slots.
 * Settings that name displays fix the slots by their order; otherwise slots go left to right, then top to bottom,
 * and once given they stay with their display, so that pulling one cable never moves the pictures of another.
 */
export function planDisplays(
  displays: readonly DisplayFacts[],
  settings: Pick<Settings, 'deskDisplay' | 'wallDisplays'>,
  memory: SlotMemory,
): DisplayPlan {
  const desk = chooseDesk(displays, settings);
  if (desk === null) return { desk: null, walls: [], memory };
  const others = displays.filter((display) => display.key !== desk.key).toSorted(readingOrder);
  const slots = settings.wallDisplays === null ? rememberSlots(others, memory) : slotsByOrder(settings.wallDisplays);
  const walls = others
    .flatMap((display): WallPlace[] => {
      const slot = slots[display.key];
      return slot === undefined ? [] : [{ displayKey: display.key, slotId: slot, bounds: display.bounds }];
    })
    .toSorted((a, b) => slotNumber(a.slotId) - slotNumber(b.slotId));
  return {
    desk: { displayKey: desk.key, workArea: desk.workArea },
    walls,
    memory: settings.wallDisplays === null ? slots : memory,
  };
}

/** The desk's own display; if that is away, the primary one, but rather one that is no wall. */
function chooseDesk(
  displays: readonly DisplayFacts[],
  settings: Pick<Settings, 'deskDisplay' | 'wallDisplays'>,
): DisplayFacts | null {
  const own = displays.find((display) => display.key === settings.deskDisplay);
  if (own !== undefined) return own;
  const walls = settings.wallDisplays ?? [];
  const free = displays.filter((display) => !walls.includes(display.key));
  const candidates = (free.length > 0 ? free : displays).toSorted(readingOrder);
  return candidates.find((display) => display.primary) ?? candidates[0] ?? null;
}

function slotsByOrder(keys: readonly string[]): SlotMemory {
  return Object.fromEntries(keys.slice(0, MAX_WALLS).map((key, index) => [key, slotAt(index + 1)]));
}

function rememberSlots(displays: readonly DisplayFacts[], memory: SlotMemory): SlotMemory {
  const slots: Record<string, SlotId> = { ...memory };
  const taken = new Set(Object.values(slots).map(slotNumber));
  for (const display of displays) {
    if (slots[display.key] !== undefined) continue;
    let next = 1;
    while (taken.has(next)) next += 1;
    if (next > MAX_WALLS) break;
    taken.add(next);
    slots[display.key] = slotAt(next);
  }
  return slots;
}

/** Left to right, then top to bottom; the key breaks ties so that the order never depends on the system's list. */
function readingOrder(a: DisplayFacts, b: DisplayFacts): number {
  return a.bounds.x - b.bounds.x || a.bounds.y - b.bounds.y || a.key.localeCompare(b.key);
}

function slotAt(position: number): SlotId {
  return slotId.parse(`wall-${position}`);
}

function slotNumber(slot: SlotId): number {
  return Number(slot.slice('wall-'.length));
}
