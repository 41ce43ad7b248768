import type { SlotId } from '#protocol/nouns/ids.ts';
import type { SlotLayout } from '#protocol/wall/layout.ts';
import type { Rehearsal, Standing } from './wallDesk.ts';

type Wall = ReadonlyMap<SlotId, Standing>;

/** Rehearsed displays that somebody changed on the wall meanwhile. What the hall deals by itself is nobody's work and is overtaken without a word. */
export function overtakenSlots({ draft }: Pick<Rehearsal, 'draft'>, wall: Wall): SlotId[] {
  return [...draft].flatMap(([slotId, { base }]) => {
    const now = wall.get(slotId);
    const byHand = now !== undefined && now.layoutVersion !== base.layoutVersion && !(now.layout.mode === 'auto' && base.layout.mode === 'auto');
    return byHand ? [slotId] : [];
  });
}

/** Rehearsed displays that would look different; those that the wall has no more are none. */
export function changedSlots({ draft }: Pick<Rehearsal, 'draft'>, wall: Wall): SlotId[] {
  return [...draft].flatMap(([slotId, { layout }]) => {
    const now = wall.get(slotId);
    return now === undefined || sameLayout(now.layout, layout) ? [] : [slotId];
  });
}

/** The draft after a step; what is as the wall was before it leaves it. */
export function withStep(rehearsal: Rehearsal, changed: ReadonlyMap<SlotId, SlotLayout>, wall: Wall): Rehearsal {
  const draft = new Map(rehearsal.draft);
  for (const [slotId, layout] of changed) {
    const base = draft.get(slotId)?.base ?? wall.get(slotId);
    if (base !== undefined) {
      draft.set(slotId, { layout, base });
    }
  }
  return { ...rehearsal, draft, steps: [...rehearsal.steps, rehearsal.draft] };
}

export function sameLayout(a: SlotLayout, b: SlotLayout): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}
