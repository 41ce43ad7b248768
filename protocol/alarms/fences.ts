import { z } from 'zod';
import { event } from '../definition/event.ts';
import { request } from '../definition/request.ts';
import { commandId, courtCode, fenceId, operationId, unitId } from '../nouns/ids.ts';

/** What raises the alarm: a unit comes in, goes out, stays too long, or nobody is inside. */
export const FENCE_KINDS = ['enter', 'leave', 'dwell', 'empty'] as const;
export type FenceKind = (typeof FENCE_KINDS)[number];

const ring = z.array(z.tuple([z.number().min(-180).max(180), z.number().min(-90).max(90)])).min(3).max(128);

const facts = {
  name: z.string().trim().min(1).max(64),
  kind: z.enum(FENCE_KINDS),
  severity: z.enum(['urgent', 'warning', 'notice']),
  /** Longitude and latitude of the corners, WGS-84 degrees; not repeated at the end. */
  ring,
  /** How long inside (dwell) or how long nobody inside (empty), ms; 0 for enter and leave. */
  afterMs: z.int().min(0).max(86_400_000),
  /** Whom it is about; null: every unit of its court and of those below. */
  unitIds: z.array(unitId).max(500).nullable(),
  operationId: operationId.nullable(),
  /** Hall time; null: since ever, for ever. */
  activeFrom: z.int().nullable(),
  activeTo: z.int().nullable(),
};

export const fence = z.object({ fenceId, courtCode, ...facts, drawnBy: z.string(), version: z.int() });
export type Fence = z.infer<typeof fence>;

export const fenceEvents = {
  'fence.drawn': event({ data: z.object(facts) }),
  'fence.changed': event({ data: z.object(facts) }),
  'fence.removed': event({ data: z.object({ reason: z.string() }) }),
};

const subjects = (input: { unitIds: string[] | null; operationId: string | null }) => [
  ...(input.unitIds ?? []).map((unit) => ({ unit })),
  ...(input.operationId === null ? [] : [{ operation: input.operationId }]),
];

export const fenceRequests = {
  /** Errors: badRing (it crosses itself or has no area). */
  'fence.draw': request({
    needs: 'fences.draw',
    about: (input) => [{ court: input.courtCode }, ...subjects(input)],
    input: z.strictObject({ commandId, courtCode, ...facts }),
    output: z.object({ fence }),
  }),
  /** Errors: notFound, conflict, badRing. */
  'fence.change': request({
    needs: 'fences.draw',
    about: (input) => [{ fence: input.fenceId }, ...subjects(input)],
    input: z.strictObject({ commandId, fenceId, expectedVersion: z.int().min(0), ...facts }),
    output: z.object({ fence }),
  }),
  /** Errors: notFound, conflict. */
  'fence.remove': request({
    needs: 'fences.draw',
    about: (input) => [{ fence: input.fenceId }],
    input: z.strictObject({ commandId, fenceId, expectedVersion: z.int().min(0), reason: z.string().trim().min(2).max(200) }),
    output: z.object({}),
  }),
};
