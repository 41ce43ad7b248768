import { z } from 'zod';
import { event } from '../definition/event.ts';
import { notice } from '../definition/notice.ts';
import { request } from '../definition/request.ts';
import { commandId, courtCode, feedId, strokeId } from '../nouns/ids.ts';

export const DRAWING_COLOURS = ['yellow', 'cyan', 'magenta', 'white'] as const;
export type DrawingColour = (typeof DRAWING_COLOURS)[number];
/** Points of one stroke at most, and strokes that stand on one picture. */
export const MAX_STROKE_POINTS = 256;
export const MAX_STROKES = 60;

/** `x`, `y` one after the other, in fractions of the whole picture. */
const points = z.array(z.number().min(0).max(1)).min(4).max(2 * MAX_STROKE_POINTS);
const line = { strokeId, colour: z.enum(DRAWING_COLOURS), points };

/** One line that somebody drew on a picture. */
export const stroke = z.object({ ...line, at: z.int(), byName: z.string() });
export type Stroke = z.infer<typeof stroke>;

/** What stands on the picture of one feed, for everybody who watches it. */
export const drawing = z.object({ feedId, courtCode, strokes: z.array(stroke), version: z.int() });
export type Drawing = z.infer<typeof drawing>;

/** Subject `drawing/<feed>`. */
export const drawingEvents = {
  'drawing.drawn': event({ data: z.object(line) }),
  /** Null: everything. */
  'drawing.wiped': event({ data: z.object({ strokeId: strokeId.nullable() }) }),
};

const aboutFeed = (input: { feedId: string }) => [{ feed: input.feedId }];

export const drawingRequests = {
  /** A line while it is being drawn; alive only. Answered at once, told to those who watch the feed's court. */
  'drawing.sketch': request({ needs: 'wall.edit', about: aboutFeed, input: z.strictObject({ feedId, ...line }), output: z.object({}) }),
  /** The finished line. Errors: notFound; tooManyStrokes. */
  'drawing.draw': request({ needs: 'wall.edit', about: aboutFeed, input: z.strictObject({ commandId, feedId, ...line }), output: z.object({}) }),
  'drawing.wipe': request({ needs: 'wall.edit', about: aboutFeed, input: z.strictObject({ commandId, feedId, strokeId: strokeId.nullable() }), output: z.object({}) }),
};

export const drawingNotices = {
  'drawing.sketched': notice({ data: z.object({ feedId, ...line, byName: z.string() }) }),
};
