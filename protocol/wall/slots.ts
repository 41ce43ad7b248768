import { z } from 'zod';
import { event } from '../definition/event.ts';
import { courtCode, feedId, slotId } from '../nouns/ids.ts';
import { slotLayout } from './layout.ts';

/** One place of a court's wall, as the log knows it. */
export const slotRecord = z.object({
  courtCode,
  slotId,
  layout: slotLayout,
  /** Whether a display took the place; it keeps it over short absences. */
  placed: z.boolean(),
  /** The machine that took the place last. */
  deviceName: z.string(),
  /** Rises with each change of the layout, and with nothing else: what an edit has to be made from. */
  layoutVersion: z.int(),
  version: z.int(),
});
export type SlotRecord = z.infer<typeof slotRecord>;

/** The pixels of the window that shows a place, so that desks draw it in its shape. */
export const screenSize = z.object({ widthPx: z.int().min(1).max(32_768), heightPx: z.int().min(1).max(32_768) });
export type ScreenSize = z.infer<typeof screenSize>;

/** Whether a display shows the place now, and how large it is (null: it has not said so); never in the log. */
export const slotPresence = z.object({ courtCode, slotId, shown: z.boolean(), screen: screenSize.nullable().default(null) });
export type SlotPresence = z.infer<typeof slotPresence>;

/** A place of one's own wall as people see it. */
export type WallSlot = SlotRecord & { readonly shown: boolean; readonly screen: ScreenSize | null };

export const slotEvents = {
  /** Subject `slot/<court>/<slot>`, as for the others. How halls before free layouts told a change; no longer written. */
  'slot.arranged': event({
    data: z.object({ mode: z.enum(['auto', 'manual']), columns: z.int(), rows: z.int(), tiles: z.array(z.object({ feedId: feedId.nullable() })) }),
  }),
  /** The hall dealt live feeds onto a place that is left to it. */
  'slot.dealt': event({ data: z.object({ layout: slotLayout }) }),
  /** A display took the place. */
  'slot.taken': event({ data: z.object({ deviceName: z.string() }) }),
  /** No display has shown it for a while. */
  'slot.released': event({ data: z.object({}) }),
};
