import { z } from 'zod';
import { event } from '../definition/event.ts';
import { request } from '../definition/request.ts';
import { courtCode } from '../nouns/ids.ts';

/** What stands at the other end: 公安 (their hits become police alarms) or the clue hotline. */
export const CONNECTOR_KINDS = ['police', 'hotline'] as const;
/** `connecting`: not heard of since the hall started, and not for long enough to be lost. */
export const CONNECTOR_STATES = ['connecting', 'connected', 'lost'] as const;
/** Why the last asking failed. */
export const CONNECTOR_FAULTS = ['unreachable', 'timedOut', 'untrusted', 'refused', 'failed', 'malformed'] as const;

export const connectorId = z.string().regex(/^[a-z0-9][a-z0-9-]{0,31}$/);

/** An outside system that tells the hall of things, and how it is. */
export const connector = z.object({
  connectorId,
  kind: z.enum(CONNECTOR_KINDS),
  /** Whose it is; notices without a place go there, too. */
  courtCode,
  state: z.enum(CONNECTOR_STATES),
  sinceAt: z.int(),
  /** When it answered last, hall time; null: not since the hall started. */
  heardAt: z.int().nullable(),
  /** When the newest notice came, hall time. */
  noticeAt: z.int().nullable(),
  fault: z.object({ fault: z.enum(CONNECTOR_FAULTS), at: z.int() }).nullable(),
  /** Notices since the hall started: those that are alarms now (also when they were before), and those that were none or too old. */
  taken: z.int(),
  refused: z.int(),
  /** Receipts that the other side has not taken yet. */
  receiptsWaiting: z.int(),
});
export type ConnectorStatus = z.infer<typeof connector>;

export const connectorEvents = {
  /** Subject `connector/<id>`. It has not answered for longer than the declared time, and does again. */
  'connector.lost': event({ data: z.object({ kind: z.enum(CONNECTOR_KINDS), heardAt: z.int().nullable(), fault: z.enum(CONNECTOR_FAULTS) }) }),
  'connector.returned': event({ data: z.object({ kind: z.enum(CONNECTOR_KINDS) }) }),
};

export const connectorRequests = {
  /** Those of the caller's court and of the courts below it. */
  'connector.list': request({ needs: 'diagnostics.read', input: z.strictObject({}), output: z.object({ connectors: z.array(connector) }) }),
};
