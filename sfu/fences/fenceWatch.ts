import type { Fence } from '#protocol/alarms/fences.ts';
import type { FenceId, UnitId } from '#protocol/nouns/ids.ts';
import { isAbout } from '#domain/fences/isWatched.ts';
import { boxOf, type Box } from '#domain/fences/ring.ts';
import { newFenceMemory, nextDueAt, stepFence, unitDueAt, type FenceHappening, type FenceMemory } from '#domain/fences/stepFence.ts';
import type { AcceptedFix } from '../ports/positions.ts';
import { BoxGrid, holds } from './boxGrid.ts';

/** A fix that may be further off than this says nothing about a fence, metres. */
const MAX_ACCURACY_M = 500;
/** A fix from further ahead of the hall's time is not judged, ms. */
const MAX_AHEAD_MS = 60_000;
/** Room around a fence for fixes of any accuracy that is judged, degrees; east and west allow for 60° of latitude. */
const MARGIN = { northDeg: MAX_ACCURACY_M / 111_195, eastDeg: MAX_ACCURACY_M / 55_000 };

/** One fence that is watched. */
type Watched = {
  readonly fence: Fence;
  readonly box: Box;
  /** The turn in which the watch began. */
  readonly sinceTurn: number;
  memory: FenceMemory;
};

/** What is known of a unit for all fences. */
type Tracked = {
  lastAt: number;
  lastTurn: number;
  /** Fences for which it has a stay, wherever it goes. */
  readonly staying: Set<Watched>;
};

/** Something at a fence. */
export type Crossing = { readonly fence: Fence; readonly happening: FenceHappening };

type Options = {
  /** Hears what happens, in order. */
  readonly onCrossing: (crossing: Crossing) => void;
  /** Hears when a fence is to be stepped by the time: `step(fenceId, at)` at or after `dueAt`. */
  readonly onDue: (fenceId: FenceId, dueAt: number) => void;
};

/** All fences that are watched, and what they remember. Knows no clock: it is given the time. */
export class FenceWatch {
  readonly #options: Options;
  readonly #watched = new Map<FenceId, Watched>();
  readonly #tracked = new Map<UnitId, Tracked>();
  #grid: BoxGrid<Watched> = new BoxGrid<Watched>([]);
  #turn = 0;

  constructor(options: Options) {
    this.#options = options;
  }

  /** Watches exactly these from now on; one that is as before remembers. */
  watch(fences: Iterable<Fence>, at: number): void {
    const gone = new Set(this.#watched.keys());
    for (const fence of fences) {
      gone.delete(fence.fenceId);
      const before = this.#watched.get(fence.fenceId);
      if (before?.fence.version !== fence.version) {
        this.#forget(before);
        const memory = newFenceMemory(at);
        this.#watched.set(fence.fenceId, { fence, box: boxOf(fence.ring), sinceTurn: this.#turn, memory });
        this.#plan(fence, nextDueAt(memory, fence));
      }
    }
    for (const fenceId of gone) {
      this.#forget(this.#watched.get(fenceId));
      this.#watched.delete(fenceId);
    }
    this.#grid = new BoxGrid([...this.#watched.values()].map((watched) => [withMargin(watched.box), watched]));
  }

  /** Judges a fix; one that is older than the unit's last, too far ahead or too vague is passed over. */
  take(fix: AcceptedFix): void {
    const tracked = this.#tracked.get(fix.unitId);
    const isInOrder = tracked === undefined || fix.at > tracked.lastAt;
    if (!isInOrder || fix.at > fix.receivedAt + MAX_AHEAD_MS || fix.accuracyM > MAX_ACCURACY_M) {
      return;
    }
    const position = [fix.longitudeDeg, fix.latitudeDeg] as const;
    const own: Tracked = tracked ?? { lastAt: 0, lastTurn: -1, staying: new Set() };
    const near = this.#grid.at(position);
    for (const watched of own.staying.size === 0 ? near : new Set([...near, ...own.staying])) {
      const wasSeen = own.lastTurn > watched.sinceTurn;
      // Surely outside before, and not in the box: surely outside.
      const isOut = wasSeen && !own.staying.has(watched) && !holds(watched.box, position);
      if (!isOut && isAbout(watched.fence, fix)) {
        const { unitId, accuracyM, at } = fix;
        this.#apply(watched, stepFence(watched.memory, watched.fence, { unitId, position, accuracyM, at, wasSeen }));
        keep(own.staying, watched, watched.memory.stays.has(unitId));
        this.#plan(watched.fence, unitDueAt(watched.memory, watched.fence, unitId));
      }
    }
    this.#turn += 1;
    own.lastAt = fix.at;
    own.lastTurn = this.#turn;
    this.#tracked.set(fix.unitId, own);
  }

  /** The time has come to this for the fence. */
  step(fenceId: FenceId, at: number): void {
    const watched = this.#watched.get(fenceId);
    if (watched !== undefined) {
      this.#apply(watched, stepFence(watched.memory, watched.fence, { tickAt: at }));
      this.#plan(watched.fence, nextDueAt(watched.memory, watched.fence));
    }
  }

  #apply(watched: Watched, { memory, happenings }: ReturnType<typeof stepFence>): void {
    const before = watched.memory;
    watched.memory = memory;
    for (const happening of happenings) {
      this.#options.onCrossing({ fence: watched.fence, happening });
    }
    // A fix inside ends an emptiness that was told; a leaving lets the next one begin sooner than was planned.
    if (watched.fence.kind === 'empty' && (before.emptyFromAt !== memory.emptyFromAt || (before.emptyTold && !memory.emptyTold))) {
      this.#plan(watched.fence, nextDueAt(memory, watched.fence));
    }
  }

  #plan({ fenceId }: Fence, dueAt: number): void {
    if (dueAt !== Infinity) {
      this.#options.onDue(fenceId, dueAt);
    }
  }

  #forget(watched: Watched | undefined): void {
    for (const unitId of watched?.memory.stays.keys() ?? []) {
      this.#tracked.get(unitId)?.staying.delete(watched!);
    }
  }
}

function keep<Item>(items: Set<Item>, item: Item, isIn: boolean): void {
  if (isIn) {
    items.add(item);
  } else {
    items.delete(item);
  }
}

function withMargin([west, south, east, north]: Box): Box {
  return [west - MARGIN.eastDeg, south - MARGIN.northDeg, east + MARGIN.eastDeg, north + MARGIN.northDeg];
}
