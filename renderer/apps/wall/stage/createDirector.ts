import { createStore, type StoreApi } from 'zustand/vanilla';
import { switchAt, switchSoon } from '#domain/wall/show/switchAt.ts';
import type { SlotId, UnitId } from '#protocol/nouns/ids.ts';
import type { WallSlot } from '#protocol/wall/slots.ts';
import { feedOfUnit, isFeedLive } from '../../../features/hall/index.ts';
import type { HallLink } from '../../../link/hallLink.ts';
import type { HallReplica } from '../../../replica/hallReplica.ts';
import { nextStage, type Placement, type Stage } from './nextStage.ts';
import { sceneOf } from './sceneOf.ts';

/** A clock that is set on is noticed after this long, ms. */
const LOOK_AGAIN_MS = 5_000;

type OnStage = {
  readonly placements: readonly Placement[];
  /** Pictures of alarms that have no tile on the whole wall. */
  readonly waiting: number;
};

/** Keeps on stage what the window of one place is to show. */
export interface Director {
  readonly onStage: StoreApi<OnStage>;
  /** Follows the hall from here on. Returns its own undoing. */
  start(): () => void;
  /** What a desk of the court has chosen. */
  point(unitId: UnitId | null): void;
  /** Told by each picture whether there is something of it to be seen. */
  setReady(key: string, ready: boolean): void;
}

type DirectorOptions = { readonly link: Pick<HallLink, 'now' | 'state'>; readonly replica: Pick<HallReplica, 'state'>; readonly slotId: SlotId; /** This machine's time, ms since the epoch. */ readonly now: () => number };

export function createDirector({ link, replica, slotId, now }: DirectorOptions): Director {
  const onStage = createStore<OnStage>(() => ({ placements: [], waiting: 0 }));
  const ready = new Set<string>();
  let stage: Stage | null = null;
  let wallBefore: ReadonlyMap<SlotId, WallSlot> = replica.state.getState().wall;
  let notBefore: number | null = null;
  let pointed: UnitId | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let started = false;

  /** This machine's time at an hour of the hall's. */
  const localAt = (hallAt: number) => now() + (hallAt - link.now()) / link.state.getState().clockRate;

  const look = () => {
    clearTimeout(timer);
    const { wall, feeds, log } = replica.state.getState();
    const slot = wall.get(slotId);
    if (slot === undefined || !started) {
      return;
    }
    if (wall !== wallBefore) {
      if (wallBefore.get(slotId)?.layoutVersion !== slot.layoutVersion) {
        const hallAt = switchAt(log.walls.get(slot.courtCode)?.past.at(-1), slot) ?? (countChanged(wallBefore, wall) > 1 ? switchSoon(link.now()) : null);
        notBefore = hallAt === null ? null : localAt(hallAt);
      }
      wallBefore = wall;
    }
    const { scene, waiting, wakeAt } = sceneOf({
      slot,
      wall,
      places: log.walls.get(slot.courtCode)?.places ?? [],
      alarms: log.alarms,
      pointed,
      notBefore,
      now: link.now(),
      isLive: (feedId) => isFeedLive(feeds.get(feedId)),
      feedOf: (unitId) => feedOfUnit(feeds, unitId)?.feedId ?? null,
    });
    const next = nextStage(stage, scene, { now: now(), isReady: (key) => ready.has(key) });
    stage = next.stage;
    const mounted = new Set(stage.placements.map(({ key }) => key));
    [...ready].filter((key) => !mounted.has(key)).forEach((key) => ready.delete(key));
    const againAt = Math.min(next.wakeAt ?? Infinity, wakeAt === null ? Infinity : localAt(wakeAt));
    if (againAt < Infinity) {
      timer = setTimeout(look, Math.min(LOOK_AGAIN_MS, Math.max(0, Math.ceil(againAt - now()))));
    }
    onStage.setState({ placements: stage.placements, waiting });
  };

  return {
    onStage,
    start: () => {
      started = true;
      const stop = replica.state.subscribe((state, before) => {
        if (state.wall !== before.wall || state.feeds !== before.feeds || state.log.alarms !== before.log.alarms || state.log.walls !== before.log.walls) {
          look();
        }
      });
      look();
      return () => {
        started = false;
        stop();
        clearTimeout(timer);
      };
    },
    point: (unitId) => {
      if (unitId !== pointed) {
        pointed = unitId;
        look();
      }
    },
    setReady: (key, isReady) => {
      if (isReady === ready.has(key)) {
        return;
      }
      if (isReady) {
        ready.add(key);
        look();
      } else {
        ready.delete(key);
      }
    },
  };
}

function countChanged(before: ReadonlyMap<SlotId, WallSlot>, after: ReadonlyMap<SlotId, WallSlot>): number {
  return [...after].filter(([slotId, { layoutVersion }]) => before.get(slotId)?.layoutVersion !== layoutVersion).length;
}
