import type { Settings } from '#protocol/ipc/calls.ts';
import { slotId, type SlotId } from '#protocol/nouns/ids.ts';
import type { DisplayFacts, Rectangle } from './displayFacts.ts';

/** Which of the machine's own places (1, 2 …) a display took earlier in this run; a display that is away keeps its place. */
export type SlotMemory = Readonly<Record<string, number>>;

type WallPlace = { readonly displayKey: string; readonly slotId: SlotId; readonly bounds: Rectangle };
export type DisplayPlan = {
  /** Null on a wall machine, and while the system reports no display at all. */
  readonly desk: { readonly displayKey: string; readonly workArea: Rectangle } | null;
  readonly walls: readonly WallPlace[];
  readonly memory: SlotMemory;
};

const MAX_WALLS = 16;

/**
 * Deals the displays that are there: one to the desk, the others to wall slots, counted from the machine's first one on.
 * Settings that name displays fix the slots by their order; otherwise slots go left to right, then top to bottom,
 * and once given they stay with their display, so that pulling one cable never moves the pictures of another.
 */
export function planDisplays(
  displays: readonly DisplayFacts[],
  settings: Pick<Settings, 'machine' | 'firstSlot' | 'deskDisplay' | 'wallDisplays'>,
  memory: SlotMemory,
): DisplayPlan {
  const desk = settings.machine === 'wall' ? null : chooseDesk(displays, settings);
  const others = displays.filter((display) => display.key !== desk?.key).toSorted(readingOrder);
  const places = settings.wallDisplays === null ? rememberPlaces(others, memory) : placesByOrder(settings.wallDisplays);
  const walls = others
    .flatMap((display): WallPlace[] => {
      const place = places[display.key];
      const slot = place === undefined ? undefined : slotId.safeParse(`wall-${settings.firstSlot + place - 1}`);
      return slot?.success === true ? [{ displayKey: display.key, slotId: slot.data, bounds: display.bounds }] : [];
    })
    .toSorted((a, b) => slotNumber(a.slotId) - slotNumber(b.slotId));
  return {
    desk: desk && { displayKey: desk.key, workArea: desk.workArea },
    walls,
    memory: settings.wallDisplays === null ? places : memory,
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

function placesByOrder(keys: readonly string[]): SlotMemory {
  return Object.fromEntries(keys.slice(0, MAX_WALLS).map((key, index) => [key, index + 1]));
}

function rememberPlaces(displays: readonly DisplayFacts[], memory: SlotMemory): SlotMemory {
  const places: Record<string, number> = { ...memory };
  const taken = new Set(Object.values(places));
  for (const display of displays) {
    if (places[display.key] !== undefined) continue;
    let next = 1;
    while (taken.has(next)) next += 1;
    if (next > MAX_WALLS) break;
    taken.add(next);
    places[display.key] = next;
  }
  return places;
}

/** Left to right, then top to bottom; the key breaks ties so that the order never depends on the system's list. */
function readingOrder(a: DisplayFacts, b: DisplayFacts): number {
  return a.bounds.x - b.bounds.x || a.bounds.y - b.bounds.y || a.key.localeCompare(b.key);
}

function slotNumber(slot: SlotId): number {
  return Number(slot.slice('wall-'.length));
}
