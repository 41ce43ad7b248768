import { Map as PersistentMap } from 'immutable';
import type { Fence, FenceKind } from '#protocol/alarms/fences.ts';
import type { UnitId } from '#protocol/nouns/ids.ts';
import type { Position } from '../geodesy/datum.ts';
import { contains, edgeDistanceM } from './ring.ts';

/** A unit counts as inside for so long after its last fix, ms. */
const FRESH_MS = 120_000;
/** A fix that is clear of the edge by more than this needs no second one, metres. */
const SURE_BEYOND_M = 30;

/** Where a unit stands towards one fence. A unit that is surely outside has none. */
type Stay = {
  readonly side: 'unknown' | 'inside' | 'outside';
  /** The last clear fix lay a little beyond the edge. */
  readonly isDoubted: boolean;
  /** When it came in or was first seen inside, ms. */
  readonly sinceAt: number;
  readonly seenAt: number;
  readonly dwellTold: boolean;
};

/** All that a fence remembers. Persistent: a memory that was handed out never changes. */
export type FenceMemory = {
  readonly stays: PersistentMap<UnitId, Stay>;
  /** From when nobody is inside but for those with a stay: when it was first watched, later the last leaving, ms. */
  readonly emptyFromAt: number;
  readonly emptyTold: boolean;
};

/** A fix of a unit that the fence is about. They come in order of time: who calls sees to that. */
export type WatchedFix = {
  readonly unitId: UnitId;
  readonly position: Position;
  readonly accuracyM: number;
  readonly at: number;
  /** An earlier fix of the unit was judged since the fence is watched: without a stay it is surely outside. */
  readonly wasSeen: boolean;
};

/** What a person should hear of; `sinceAt` is when the stay or the emptiness began, ms. */
export type FenceHappening = { readonly kind: FenceKind; readonly unitId: UnitId | null; readonly at: number; readonly sinceAt: number };

export type FenceStep = { readonly memory: FenceMemory; readonly happenings: readonly FenceHappening[] };

type Rule = Pick<Fence, 'kind' | 'ring' | 'afterMs'>;

/** `at`: from when the fence is watched, hall time, ms. */
export function newFenceMemory(at: number): FenceMemory {
  return { stays: PersistentMap(), emptyFromAt: at, emptyTold: false };
}

/** One more fix, or the time having come to `tickAt`. Pure. */
export function stepFence(memory: FenceMemory, fence: Rule, input: WatchedFix | { readonly tickAt: number }): FenceStep {
  return 'tickAt' in input ? stepTime(memory, fence, input.tickAt) : stepFix(memory, fence, input);
}

/** When the time alone may come to something: the time to step to then, ms; Infinity: a fix has to come first. */
export function nextDueAt(memory: FenceMemory, fence: Pick<Fence, 'kind' | 'afterMs'>): number {
  if (fence.kind === 'empty') {
    return memory.emptyTold ? Infinity : emptyFrom(memory) + fence.afterMs;
  }
  let due = Infinity;
  if (fence.kind === 'dwell') {
    for (const stay of memory.stays.values()) {
      due = Math.min(due, dwellDueAt(stay, fence));
    }
  }
  return due;
}

/** The same of one unit alone, for whoever knows what the others come to. */
export function unitDueAt(memory: FenceMemory, fence: Pick<Fence, 'kind' | 'afterMs'>, unitId: UnitId): number {
  const stay = memory.stays.get(unitId);
  return fence.kind !== 'dwell' || stay === undefined ? Infinity : dwellDueAt(stay, fence);
}

function stepFix(memory: FenceMemory, fence: Rule, fix: WatchedFix): FenceStep {
  const { unitId, at } = fix;
  const before = memory.stays.get(unitId) ?? null;
  const side = before?.side ?? (fix.wasSeen ? 'outside' : 'unknown');
  const read = readingOf(fence, fix, { side, isDoubted: before?.isDoubted ?? false });
  const isInside = read.side === 'inside';
  const came = isInside && side !== 'inside';
  const stay: Stay = {
    ...read,
    sinceAt: came || before === null ? at : before.sinceAt,
    seenAt: at,
    dwellTold: !came && before !== null && before.dwellTold,
  };
  const dwelled = fence.kind === 'dwell' && isInside && !stay.dwellTold && at >= stay.sinceAt + fence.afterMs;
  const isPlainOutside = stay.side === 'outside' && !stay.isDoubted;
  const stays = isPlainOutside ? memory.stays.delete(unitId) : memory.stays.set(unitId, dwelled ? { ...stay, dwellTold: true } : stay);
  const left = side === 'inside' && stay.side === 'outside';
  const after: FenceMemory = {
    stays,
    emptyFromAt: left && before !== null ? Math.max(memory.emptyFromAt, Math.min(at, before.seenAt + FRESH_MS)) : memory.emptyFromAt,
    emptyTold: memory.emptyTold && !isInside,
  };
  const happenings: FenceHappening[] = [];
  if (fence.kind === 'enter' && came && side === 'outside') {
    happenings.push({ kind: 'enter', unitId, at, sinceAt: at });
  }
  if (fence.kind === 'leave' && left) {
    happenings.push({ kind: 'leave', unitId, at, sinceAt: before?.sinceAt ?? at });
  }
  if (dwelled) {
    happenings.push({ kind: 'dwell', unitId, at: stay.sinceAt + fence.afterMs, sinceAt: stay.sinceAt });
  }
  return { memory: after, happenings };
}

/** What the fix makes of the side that the unit was on. */
function readingOf(fence: Rule, { position, accuracyM }: WatchedFix, before: Pick<Stay, 'side' | 'isDoubted'>): Pick<Stay, 'side' | 'isDoubted'> {
  const clearM = edgeDistanceM(fence.ring, position);
  if (clearM <= accuracyM) {
    return before;
  }
  const side = contains(fence.ring, position) ? 'inside' : 'outside';
  const isSure = side === before.side || before.side === 'unknown' || clearM > SURE_BEYOND_M || before.isDoubted;
  return isSure ? { side, isDoubted: false } : { side: before.side, isDoubted: true };
}

function stepTime(memory: FenceMemory, fence: Rule, tickAt: number): FenceStep {
  if (fence.kind === 'empty') {
    const sinceAt = emptyFrom(memory);
    const at = sinceAt + fence.afterMs;
    return memory.emptyTold || tickAt < at ? { memory, happenings: [] } : { memory: { ...memory, emptyTold: true }, happenings: [{ kind: 'empty', unitId: null, at, sinceAt }] };
  }
  const due = [...memory.stays].filter(([, stay]) => fence.kind === 'dwell' && dwellDueAt(stay, fence) <= tickAt);
  return {
    memory: due.length === 0 ? memory : { ...memory, stays: memory.stays.withMutations((stays) => due.forEach(([unitId, stay]) => stays.set(unitId, { ...stay, dwellTold: true }))) },
    happenings: due.map(([unitId, { sinceAt }]) => ({ kind: 'dwell', unitId, at: sinceAt + fence.afterMs, sinceAt })),
  };
}

/** A unit that falls silent has its own alarm; it is not said to dwell before it is heard of again. */
function dwellDueAt({ side, dwellTold, sinceAt, seenAt }: Stay, { afterMs }: Pick<Fence, 'afterMs'>): number {
  const due = sinceAt + afterMs;
  return side === 'inside' && !dwellTold && due <= seenAt + FRESH_MS ? due : Infinity;
}

/** Since when nobody is inside, or from when nobody will be if nothing more is heard. */
function emptyFrom({ stays, emptyFromAt }: FenceMemory): number {
  let from = emptyFromAt;
  for (const { side, seenAt } of stays.values()) {
    if (side === 'inside') {
      from = Math.max(from, seenAt + FRESH_MS);
    }
  }
  return from;
}
