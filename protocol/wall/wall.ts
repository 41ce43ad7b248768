import { z } from 'zod';
import { event } from '../definition/event.ts';
import { notice } from '../definition/notice.ts';
import { request } from '../definition/request.ts';
import { commandId, courtCode, sessionId, slotId, unitId, userId } from '../nouns/ids.ts';
import { wireEntry } from '../nouns/log.ts';
import { feedsIn } from './content.ts';
import { MAX_GRID_SIDE, slotLayout, tileLook } from './layout.ts';
import { screenSize } from './slots.ts';

/** Displays of one court's wall at most. */
export const MAX_SLOTS = 40;
/** Takes that can be undone. */
export const MAX_PAST = 20;

/** The visible area of a display on the wall, mm from the wall's upper left corner. What lies between two areas is bezel. */
export const slotPlace = z.strictObject({
  slotId,
  xMm: z.number().min(0).max(100_000),
  yMm: z.number().min(0).max(100_000),
  widthMm: z.number().min(50).max(20_000),
  heightMm: z.number().min(50).max(20_000),
});
export type SlotPlaceMm = z.infer<typeof slotPlace>;

const person = z.object({ userId, name: z.string() });

/** 上墙权: who may change the wall now; everybody else's changes are refused while somebody holds it. */
export const baton = z.object({
  holder: person,
  sinceAt: z.int(),
  /** Lent to another until then; it goes back by itself. */
  loan: person.extend({ untilAt: z.int() }).nullable(),
  /** Who asked for it last. */
  asked: person.extend({ at: z.int() }).nullable(),
});
export type Baton = z.infer<typeof baton>;

/** Why a take was made, in the words of whoever replays it. */
export const TAKE_KINDS = ['edit', 'rehearsal', 'preset', 'salvo', 'swap', 'blank', 'clear', 'auto', 'span', 'tour', 'lock', 'undo'] as const;
export const takeWhat = z.strictObject({ kind: z.enum(TAKE_KINDS), /** Name of the preset, the operation, the unit; may be empty. */ label: z.string().trim().max(120) });
export type TakeWhat = z.infer<typeof takeWhat>;

/** One step of the wall that can be undone, with what stood there before it. */
const pastTake = z.object({
  takeId: commandId,
  at: z.int(),
  by: z.string(),
  what: takeWhat,
  /** `layoutVersion`: of the place after the take. As long as it is the present one, nothing came after. */
  slots: z.array(z.object({ slotId, layoutVersion: z.int(), before: slotLayout })),
});
export type PastTake = z.infer<typeof pastTake>;

/** The wall of a court as a whole. */
export const wallRecord = z.object({
  courtCode,
  /** Empty until somebody measured it: displays then hang side by side in the order of their numbers. */
  places: z.array(slotPlace),
  baton: baton.nullable(),
  /** 参观模式: since when no window shows a personal datum. */
  visit: z.object({ sinceAt: z.int(), byName: z.string(), note: z.string() }).nullable(),
  /** Newest last. */
  past: z.array(pastTake),
  version: z.int(),
});
export type WallRecord = z.infer<typeof wallRecord>;

const laidOut = z.object({ slotId, layout: slotLayout });
const adjusted = { slotId, column: z.int().min(0).max(MAX_GRID_SIDE - 1), row: z.int().min(0).max(MAX_GRID_SIDE - 1), look: tileLook };

/** Subject `wall/<court>`. */
export const wallEvents = {
  /** 上墙: one step over any number of displays. */
  'wall.put': event({ data: z.object({ takeId: commandId, what: takeWhat, slots: z.array(laidOut) }) }),
  /** The newest take that was not undone yet is: its displays show what they showed before it. */
  'wall.undone': event({ data: z.object({ takeId: commandId }) }),
  /** How pictures are looked at (zoom, freeze, sound); not a step that is undone. */
  'wall.adjusted': event({ data: z.object({ tiles: z.array(z.object(adjusted)) }) }),
  'wall.measured': event({ data: z.object({ places: z.array(slotPlace) }) }),
  'wall.batonTaken': event({ data: z.object({ person, /** Null: it was free. */ from: person.nullable(), reason: z.string() }) }),
  'wall.batonAsked': event({ data: z.object({ person }) }),
  'wall.batonLent': event({ data: z.object({ to: person, untilAt: z.int() }) }),
  'wall.batonPassed': event({ data: z.object({ to: person }) }),
  /** By the borrower: it goes back to the holder; by the holder: it is free. */
  'wall.batonReturned': event({ data: z.object({ person }) }),
  'wall.visitBegun': event({ data: z.object({ note: z.string() }) }),
  'wall.visitEnded': event({ data: z.object({}) }),
};

/** Without what can be undone: that is told to the replicas, and an answer is kept with its command. */
const output = z.object({ wall: wallRecord.omit({ past: true }) });
const reason = z.string().trim().max(200);

/** What one desk is doing at the wall, for the others to see its hand. */
export const wallHand = z.strictObject({
  slotId,
  /** Null: the display as a whole. */
  cell: z.strictObject({ column: z.int().min(0).max(MAX_GRID_SIDE - 1), row: z.int().min(0).max(MAX_GRID_SIDE - 1) }).nullable(),
  doing: z.enum(['pointing', 'dragging', 'drawing']),
});
export type WallHand = z.infer<typeof wallHand>;

/** All about the wall of one's own court. Errors of every change: batonHeld (`name`), logUnavailable. */
export const wallRequests = {
  /** Puts layouts up on one or more displays in one step; all or none. Errors: notFound (slot or feed), conflict (`slotId` changed since `expectedVersion`), badLayout, tileLocked. */
  'wall.put': request({
    needs: 'wall.edit',
    about: (input) => input.slots.flatMap(({ layout }) => layout.tiles.flatMap(({ content }) => feedsIn(content).map((feed) => ({ feed })))),
    input: z.strictObject({ commandId, what: takeWhat, slots: z.array(z.strictObject({ slotId, /** Its `layoutVersion`. */ expectedVersion: z.int().min(0), layout: slotLayout })).min(1).max(MAX_SLOTS) }),
    output,
  }),
  /** Takes the newest step back. Errors: notFound (nothing to undo, or another step is the newest), conflict (a display changed after it). */
  'wall.undo': request({ needs: 'wall.edit', input: z.strictObject({ commandId, takeId: commandId }), output }),
  /** Zoom, freeze, volume of tiles. Errors: notFound (slot or tile). */
  'wall.adjust': request({ needs: 'wall.edit', input: z.strictObject({ commandId, tiles: z.array(z.strictObject(adjusted)).min(1).max(64) }), output }),
  /** Where the displays hang. Errors: notFound (slot), conflict, badLayout (areas overlap). */
  'wall.measure': request({ needs: 'wall.edit', input: z.strictObject({ commandId, expectedVersion: z.int().min(0), places: z.array(slotPlace).max(MAX_SLOTS) }), output }),
  /** Free, or held by somebody who has no desk open: anybody's who may change the wall. Held: the commander's (`wall.command`), with a reason. Errors: batonHeld, reasonNeeded. */
  'wall.takeBaton': request({ needs: 'wall.edit', input: z.strictObject({ commandId, reason }), output }),
  /** Errors: noBaton (nobody holds it: take it). */
  'wall.askBaton': request({ needs: 'wall.edit', input: z.strictObject({ commandId }), output }),
  /** By the holder. Errors: noBaton (it is not held by the caller), notFound (the person has no desk of this court open). */
  'wall.lendBaton': request({ needs: 'wall.edit', about: (input) => [{ user: input.toUserId }], input: z.strictObject({ commandId, toUserId: userId, forMs: z.int().min(60_000).max(4 * 3_600_000) }), output }),
  'wall.passBaton': request({ needs: 'wall.edit', about: (input) => [{ user: input.toUserId }], input: z.strictObject({ commandId, toUserId: userId }), output }),
  /** By holder or borrower. Errors: noBaton. */
  'wall.returnBaton': request({ needs: 'wall.edit', input: z.strictObject({ commandId }), output }),
  'wall.beginVisit': request({ needs: 'wall.edit', input: z.strictObject({ commandId, note: reason }), output }),
  'wall.endVisit': request({ needs: 'wall.edit', input: z.strictObject({ commandId }), output }),
  /** Shows each display's number on itself for a few seconds. */
  'wall.identify': request({ needs: 'wall.edit', input: z.strictObject({}), output: z.object({}) }),
  /** Where this desk's hand is, for the other desks of the court; null: nowhere. Alive only: it ends with the session. */
  'wall.showHand': request({ needs: 'wall.edit', input: z.strictObject({ hand: wallHand.nullable() }), output: z.object({}) }),
  /** What this desk has chosen, so that those who look at the wall of its court see which picture is spoken of; null: nothing any more. Alive only: it ends with the session. */
  'wall.point': request({
    needs: 'wall.edit',
    about: (input) => (input.unitId === null ? [] : [{ unit: input.unitId }]),
    input: z.strictObject({ unitId: unitId.nullable() }),
    output: z.object({}),
  }),
  /** By a wall window: how large it is. */
  'wall.tellScreen': request({ needs: 'wall.show', input: z.strictObject({ screen: z.strictObject(screenSize.shape) }), output: z.object({}) }),
  /** What stood on each display at `from`, and every change up to `to`, oldest first. Errors: logUnavailable, tooLarge (choose a shorter time). */
  'wall.history': request({
    needs: 'wall.edit',
    input: z.strictObject({ from: z.int(), to: z.int() }),
    output: z.object({ before: z.array(laidOut), entries: z.array(wireEntry) }),
  }),
};

export const wallNotices = {
  /** To the windows of the court (walls and desks): the unit that was pointed at last. */
  'wall.pointed': notice({ data: z.object({ unitId: unitId.nullable() }) }),
  /** To the wall windows of the court. */
  'wall.identified': notice({ data: z.object({ forMs: z.int() }) }),
  /** To the other desks of the court that may change the wall. */
  'wall.handShown': notice({ data: z.object({ sessionId, userId, name: z.string(), hand: wallHand.nullable() }) }),
};
