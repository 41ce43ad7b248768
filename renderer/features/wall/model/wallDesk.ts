import type { StoreApi } from 'zustand/vanilla';
import type { TilePlace, WallLayouts } from '#domain/wall/edit/layoutsOf.ts';
import type { AppError } from '#protocol/errors.ts';
import type { SlotId } from '#protocol/nouns/ids.ts';
import type { SlotLayout, TileLook } from '#protocol/wall/layout.ts';
import type { TakeWhat } from '#protocol/wall/wall.ts';

/** What was said last about driving the wall. */
export type WallNotice =
  /** Another desk was quicker on these displays. */
  | { readonly kind: 'conflict'; readonly slotIds: readonly SlotId[] }
  | { readonly kind: 'failed'; readonly slotIds: readonly SlotId[]; readonly problem: Pick<AppError, 'code' | 'params'> }
  /** Contents that stand nowhere on these displays any more. */
  | { readonly kind: 'lost'; readonly slotIds: readonly SlotId[]; readonly count: number }
  | { readonly kind: 'leftOut'; readonly count: number }
  | { readonly kind: 'undone'; readonly what: TakeWhat }
  /** The wall changed under the rehearsal. */
  | { readonly kind: 'overtaken'; readonly slotIds: readonly SlotId[] }
  | { readonly kind: 'putUp'; readonly count: number }
  | { readonly kind: 'unitWithoutFeed'; readonly name: string };

/** A layout with what an edit of it has to be made from. */
export type Standing = { readonly layout: SlotLayout; readonly layoutVersion: number };
type Draft = ReadonlyMap<SlotId, { readonly layout: SlotLayout; readonly base: Standing }>;

/** 排演: the next wall, seen at this desk alone. Displays that are not in the draft are as the wall is. */
export type Rehearsal = { readonly sinceAt: number; readonly draft: Draft; /** Drafts before each step, oldest first. */ readonly steps: readonly Draft[] };

export type WallDeskState = {
  /** Displays with a change under way. */
  readonly busy: ReadonlySet<SlotId>;
  readonly notice: WallNotice | null;
  readonly rehearsal: Rehearsal | null;
};

export type LookChange = TilePlace & { readonly look: (look: TileLook) => TileLook };

/** The hands of one desk at the wall of its court. Nothing rejects: what went wrong becomes the notice, and the answer is false. */
export type WallDesk = {
  readonly state: StoreApi<WallDeskState>;
  /** What the hands work on: the rehearsal while there is one, else the wall. */
  layouts(): WallLayouts;
  /** Changes the rehearsal's draft while one is open, else puts the change up; `change` may throw AppError and may be run again on newer layouts. */
  apply(what: TakeWhat, change: (layouts: WallLayouts) => WallLayouts): Promise<boolean>;
  /** Zoom, freeze and sound of tiles; in a rehearsal part of the draft. */
  adjust(changes: readonly LookChange[]): Promise<boolean>;
  /** The newest step of the wall; in a rehearsal the newest step of the draft. */
  undo(): Promise<boolean>;
  /** The change that another desk overtook, on the wall as it is now. */
  again(): Promise<boolean>;
  /** Every display shows its number on itself for a few seconds. */
  identify(): Promise<boolean>;
  /** Opens a rehearsal of the wall as it is. */
  rehearse(): void;
  /** Puts the rehearsal up in one step. Refused with the notice `overtaken` if others changed its displays since, unless `overOthers`. */
  putUp(options?: { readonly overOthers?: boolean }): Promise<boolean>;
  /** Displays that others changed under the rehearsal are as the wall is; the others stay as they were rehearsed. */
  rebase(): void;
  /** Forgets the rehearsal. */
  drop(): void;
  say(notice: WallNotice | null): void;
};
