import type { z } from 'zod';
import { auditRequests } from './nouns/audit.ts';
import { courtRequests } from './nouns/courts.ts';
import { deviceRequests } from './nouns/devices.ts';
import { diagnosticsRequests } from './nouns/diagnostics.ts';
import { dutyRequests } from './nouns/duty.ts';
import { feedNotices } from './media/feeds.ts';
import { hallNotices, hallRequests } from './nouns/hall.ts';
import { ingestRequests } from './media/ingest.ts';
import { mediaNotices, mediaRequests } from './media/media.ts';
import { peopleRequests } from './nouns/people.ts';
import { sessionNotices, sessionRequests } from './nouns/session.ts';
import { telemetryRequests } from './telemetry/telemetry.ts';
import { unitRequests } from './nouns/units.ts';
import { wallRequests } from './nouns/wall.ts';

/** Everything a client may ask. Handlers, client, permission check, docs and fuzz test derive from this object. */
export const requests = {
  ...sessionRequests,
  ...hallRequests,
  ...courtRequests,
  ...peopleRequests,
  ...unitRequests,
  ...deviceRequests,
  ...dutyRequests,
  ...auditRequests,
  ...wallRequests,
  ...mediaRequests,
  ...ingestRequests,
  ...telemetryRequests,
  ...diagnosticsRequests,
};

/** Everything the hall tells without being asked. */
export const notices = { ...sessionNotices, ...hallNotices, ...feedNotices, ...mediaNotices };

export type RequestName = keyof typeof requests;
/** As the caller writes it (before parsing). */
export type RequestInput<Name extends RequestName> = z.input<(typeof requests)[Name]['input']>;
/** As the handler receives it (after parsing). */
export type RequestData<Name extends RequestName> = z.output<(typeof requests)[Name]['input']>;
/** As the handler answers and the caller reads. */
export type RequestOutput<Name extends RequestName> = z.output<(typeof requests)[Name]['output']>;

export type NoticeName = keyof typeof notices;
export type NoticeData<Name extends NoticeName> = z.output<(typeof notices)[Name]['data']>;

export function isRequestName(name: string): name is RequestName {
  return Object.hasOwn(requests, name);
}

export function isNoticeName(name: string): name is NoticeName {
  return Object.hasOwn(notices, name);
}
