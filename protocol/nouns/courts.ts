import { z } from 'zod';
import { event } from '../definition/event.ts';
import { request } from '../definition/request.ts';
import { commandId, courtCode } from './ids.ts';

export const COURT_LEVELS = ['high', 'intermediate', 'basic'] as const;

const courtName = z.string().trim().min(2).max(64);
/** WGS-84, degrees. */
const position = z.strictObject({ longitudeDeg: z.number().min(-180).max(180), latitudeDeg: z.number().min(-90).max(90) });

const registration = {
  name: courtName,
  level: z.enum(COURT_LEVELS),
  position,
  /** First and last day of the court under this code, ISO dates; null: since ever, until further notice. */
  validFrom: z.iso.date().nullable(),
  validTo: z.iso.date().nullable(),
  /** Where the facts come from. */
  source: z.string().max(256),
};

export const court = z.object({ courtCode, ...registration, version: z.int() });
export type Court = z.infer<typeof court>;

export const courtEvents = {
  'court.registered': event({ data: z.object(registration) }),
  'court.changed': event({ data: z.object(registration) }),
};

export const courtRequests = {
  /** Adds a court to the registry. Errors: conflict (the code is taken). */
  'court.register': request({
    needs: 'courts.manage',
    about: (input) => [{ court: input.courtCode }],
    input: z.strictObject({ commandId, courtCode, ...registration }),
    output: z.object({ court }),
  }),
  /** Replaces what the registry says of a court. Errors: notFound, conflict. */
  'court.change': request({
    needs: 'courts.manage',
    about: (input) => [{ court: input.courtCode }],
    input: z.strictObject({ commandId, courtCode, expectedVersion: z.int().min(0), ...registration }),
    output: z.object({ court }),
  }),
};
