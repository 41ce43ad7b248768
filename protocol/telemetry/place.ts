import { z } from 'zod';

/** WGS-84, degrees. */
export const position = z.object({ longitudeDeg: z.number().min(-180).max(180), latitudeDeg: z.number().min(-90).max(90) });
export type PositionRecord = z.infer<typeof position>;

/** Where something is: in words that may be read out, and on the map if that is known. Never a door number: those belong to a party's data. */
export const place = z.object({ name: z.string().trim().max(100), position: position.nullable() });
export type Place = z.infer<typeof place>;

/** As clients send it. */
export const placeInput = z.strictObject({ name: z.string().trim().max(100), position: z.strictObject(position.shape).nullable() });
