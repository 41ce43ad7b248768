import { subjectOf, type Item, type Scene } from './scene.ts';

/** The longest that an old picture stays for the sake of a new one that does not come, ms. */
export const PATIENCE_MS = 1_500;
/** The longest that windows wait for each other; a clock that is wrong must not hold the wall, ms. */
const MAX_TOGETHER_MS = 1_000;

/** One mounted picture. Its key, and with it its element, stays as long as it is mounted, wherever it goes. */
export type Placement = {
  readonly key: string;
  readonly subject: string;
  readonly item: Item;
  /** `beneath`: connected and not seen yet. */
  readonly role: 'shown' | 'beneath';
};

export type Stage = {
  readonly arrangement: string;
  /** In the order of their keys: elements are put in and taken out, never moved among each other. */
  readonly placements: readonly Placement[];
  /** Since when a tile (or, with the key `''`, the whole window) waits for something new. */
  readonly waitingSince: ReadonlyMap<string, number>;
};

type Step = { readonly stage: Stage; /** When to look again by itself, this machine's time; null: only when something happens. */ readonly wakeAt: number | null };
type Facts = { readonly now: number; /** Whether the picture with this key is there to be seen. */ readonly isReady: (key: string) => boolean };

/** Goes from what is mounted towards what is to be shown, without a moment in which a tile that had a picture has none. */
export function nextStage(stage: Stage | null, scene: Scene, facts: Facts): Step {
  if (stage === null) {
    const placements = keyed([], scene.items, { mayMove: true }).map((target) => ({ ...target, role: 'shown' as const }));
    return { stage: { arrangement: scene.arrangement, placements: inOrder(placements), waitingSince: new Map() }, wakeAt: null };
  }
  return stage.arrangement === scene.arrangement ? tileByTile(stage, scene, facts) : allAtOnce(stage, scene, facts);
}

function allAtOnce(stage: Stage, scene: Scene, { now, isReady }: Facts): Step {
  const targets = keyed(stage.placements, scene.items, { mayMove: true });
  const shown = stage.placements.filter(({ role }) => role === 'shown');
  const shownKeys = new Set(shown.map(({ key }) => key));
  const coming = targets.filter(({ key }) => !shownKeys.has(key));
  const since = stage.waitingSince.get('') ?? now;
  const together = Math.min(scene.notBefore ?? since, since + MAX_TOGETHER_MS);
  const patientUntil = Math.max(since, together) + PATIENCE_MS;
  const complete = coming.every(({ key, item }) => !item.waits || isReady(key));
  if (now >= patientUntil || (now >= together && complete)) {
    const placements = targets.map((target) => ({ ...target, role: 'shown' as const }));
    return { stage: { arrangement: scene.arrangement, placements: inOrder(placements), waitingSince: new Map() }, wakeAt: null };
  }
  const beneath = coming.map((target) => ({ ...target, role: 'beneath' as const }));
  return {
    stage: { arrangement: stage.arrangement, placements: inOrder([...shown, ...beneath]), waitingSince: new Map([['', since]]) },
    wakeAt: now < together ? together : patientUntil,
  };
}

function tileByTile(stage: Stage, scene: Scene, { now, isReady }: Facts): Step {
  const shownIn = new Map(stage.placements.filter(({ role }) => role === 'shown').map((placement) => [placement.item.tileKey, placement]));
  const targets = keyed(stage.placements, scene.items, { mayMove: false });
  const waitingSince = new Map<string, number>();
  const placements: Placement[] = [];
  let wakeAt = Infinity;
  for (const target of targets) {
    const { tileKey } = target.item;
    const old = shownIn.get(tileKey);
    const since = stage.waitingSince.get(tileKey) ?? now;
    if (old === undefined || old.key === target.key || !target.item.waits || isReady(target.key) || now >= since + PATIENCE_MS) {
      placements.push({ ...target, role: 'shown' });
    } else {
      waitingSince.set(tileKey, since);
      wakeAt = Math.min(wakeAt, since + PATIENCE_MS);
      placements.push(old, { ...target, role: 'beneath' });
    }
  }
  placements.push(...ahead(stage, scene, placements));
  return { stage: { arrangement: stage.arrangement, placements: inOrder(placements), waitingSince }, wakeAt: wakeAt === Infinity ? null : wakeAt };
}

/** Next stops of tours, connected beneath what is on now. */
function ahead(stage: Stage, scene: Scene, taken: readonly Placement[]): Placement[] {
  const items = scene.items.flatMap((item): Item[] => {
    const next = item.aheadFeedId;
    const isThere = taken.some((placement) => placement.item.tileKey === item.tileKey && placement.item.feedId === next);
    return next === null || isThere ? [] : [{ ...item, feedId: next, content: { kind: 'feed', feedId: next }, alarm: null, aheadFeedId: null }];
  });
  const takenKeys = new Set(taken.map(({ key }) => key));
  const free = stage.placements.filter(({ key, role }) => role === 'beneath' && !takenKeys.has(key));
  return keyed(free, items, { mayMove: false, takenKeys }).map((target) => ({ ...target, role: 'beneath' }));
}

type Keyed = Omit<Placement, 'role'>;

/**
 * Gives each item the key of what is mounted of it already: first in its own tile, shown before beneath, then anywhere.
 * `mayMove`: also of a picture that is shown in another tile, because that tile changes in the same moment.
 */
function keyed(mounted: readonly Placement[], items: readonly Item[], options: { mayMove: boolean; takenKeys?: ReadonlySet<string> }): Keyed[] {
  const taken = new Set(options.takenKeys);
  const keys = new Map<Item, string>();
  const subjects = new Map(items.map((item) => [item, subjectOf(item)]));
  const claim = (fits: (placement: Placement, item: Item) => boolean) => {
    for (const [item, subject] of subjects) {
      const found = keys.has(item) ? undefined : mounted.find((placement) => !taken.has(placement.key) && placement.subject === subject && fits(placement, item));
      if (found !== undefined) {
        keys.set(item, found.key);
        taken.add(found.key);
      }
    }
  };
  claim(({ item: { tileKey }, role }, item) => tileKey === item.tileKey && role === 'shown');
  claim(({ item: { tileKey } }, item) => tileKey === item.tileKey);
  claim(({ role }) => options.mayMove || role === 'beneath');
  const used = new Set([...taken, ...mounted.map(({ key }) => key)]);
  return [...subjects].map(([item, subject]) => {
    const key = keys.get(item) ?? newKey(subject, used);
    used.add(key);
    return { key, subject, item };
  });
}

function newKey(subject: string, used: ReadonlySet<string>): string {
  let number = 0;
  while (used.has(`${subject} #${number}`)) {
    number += 1;
  }
  return `${subject} #${number}`;
}

function inOrder(placements: readonly Placement[]): Placement[] {
  return placements.toSorted((a, b) => (a.key < b.key ? -1 : 1));
}
