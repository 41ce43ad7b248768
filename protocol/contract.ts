import type { z } from 'zod';
import { alarmNotices, alarmRequests } from './alarms/alarms.ts';
import { callRequests } from './alarms/calls.ts';
import { connectorRequests } from './alarms/connectors.ts';
import { fenceRequests } from './alarms/fences.ts';
import { orderRequests } from './alarms/orders.ts';
import { consultationNotices, consultationRequests } from './consultations/consultations.ts';
import { roomNotices, roomRequests } from './consultations/room.ts';
import { roomMediaNotices, roomMediaRequests } from './consultations/roomMedia.ts';
import { auditRequests } from './nouns/audit.ts';
import { clockNotices, clockRequests } from './nouns/clock.ts';
import { courtRequests } from './nouns/courts.ts';
import { deviceRequests } from './nouns/devices.ts';
import { diagnosticsRequests } from './nouns/diagnostics.ts';
import { dutyRequests } from './nouns/duty.ts';
import { assistNotices, assistRequests } from './field/assist.ts';
import { documentRequests } from './field/documents.ts';
import { instructionNotices, instructionRequests } from './field/instructions.ts';
import { reportRequests } from './field/reports.ts';
import { feedNotices } from './media/feeds.ts';
import { grantRequests } from './media/grants.ts';
import { hallNotices, hallRequests } from './nouns/hall.ts';
import { ingestRequests } from './media/ingest.ts';
import { mediaNotices, mediaRequests } from './media/media.ts';
import { lookBackRequests } from './media/lookBack.ts';
import { recordingNotices, recordingRequests } from './media/recordings.ts';
import { talkNotices, talkRequests } from './media/talk.ts';
import { snapshotRequests } from './media/snapshots.ts';
import { sourceNotices, sourceRequests } from './media/sources.ts';
import { upwardRequests } from './media/upward.ts';
import { briefingNotices } from './operations/briefing.ts';
import { campaignRequests } from './operations/campaigns.ts';
import { journalRequests, pictureRequests } from './operations/journal.ts';
import { operationRequests } from './operations/operations.ts';
import { partyRequests } from './operations/parties.ts';
import { stepRequests } from './operations/steps.ts';
import { peopleRequests } from './nouns/people.ts';
import { preferenceRequests } from './nouns/preferences.ts';
import { ruleRequests } from './rules/rules.ts';
import { drillRequests } from './scenario/drills.ts';
import { sessionNotices, sessionRequests } from './nouns/session.ts';
import { telemetryRequests } from './telemetry/telemetry.ts';
import { deputyNotices, deputyRequests } from './tasks/deputies.ts';
import { taskDossierRequests } from './tasks/dossier.ts';
import { paperRequests } from './tasks/papers.ts';
import { signingRequests } from './tasks/signing.ts';
import { taskDraftRequests } from './tasks/drafts.ts';
import { taskLedgerRequests } from './tasks/ledger.ts';
import { partnerNotices, partnerRequests } from './tasks/partners.ts';
import { taskNotices, taskRequests } from './tasks/tasks.ts';
import { trackRequests } from './telemetry/tracks.ts';
import { unitRequests } from './nouns/units.ts';
import { drawingNotices, drawingRequests } from './wall/drawings.ts';
import { wallPictureRequests } from './wall/pictures.ts';
import { presetRequests } from './wall/presets.ts';
import { wallNotices, wallRequests } from './wall/wall.ts';

/** Everything a client may ask. Handlers, client, permission check, docs and fuzz test derive from this object. */
export const requests = {
  ...sessionRequests,
  ...clockRequests,
  ...hallRequests,
  ...courtRequests,
  ...peopleRequests,
  ...unitRequests,
  ...deviceRequests,
  ...dutyRequests,
  ...campaignRequests,
  ...operationRequests,
  ...stepRequests,
  ...partyRequests,
  ...journalRequests,
  ...pictureRequests,
  ...snapshotRequests,
  ...grantRequests,
  ...alarmRequests,
  ...orderRequests,
  ...callRequests,
  ...fenceRequests,
  ...connectorRequests,
  ...auditRequests,
  ...wallRequests,
  ...presetRequests,
  ...wallPictureRequests,
  ...drawingRequests,
  ...mediaRequests,
  ...lookBackRequests,
  ...talkRequests,
  ...assistRequests,
  ...instructionRequests,
  ...documentRequests,
  ...reportRequests,
  ...taskRequests,
  ...taskLedgerRequests,
  ...taskDraftRequests,
  ...signingRequests,
  ...taskDossierRequests,
  ...paperRequests,
  ...deputyRequests,
  ...partnerRequests,
  ...consultationRequests,
  ...roomRequests,
  ...roomMediaRequests,
  ...ingestRequests,
  ...sourceRequests,
  ...upwardRequests,
  ...recordingRequests,
  ...telemetryRequests,
  ...trackRequests,
  ...diagnosticsRequests,
  ...ruleRequests,
  ...drillRequests,
  ...preferenceRequests,
};

/** Everything the hall tells without being asked. */
export const notices = { ...sessionNotices, ...clockNotices, ...hallNotices, ...feedNotices, ...mediaNotices, ...talkNotices, ...assistNotices, ...instructionNotices, ...taskNotices, ...deputyNotices, ...partnerNotices, ...consultationNotices, ...roomNotices, ...roomMediaNotices, ...sourceNotices, ...recordingNotices, ...wallNotices, ...drawingNotices, ...alarmNotices, ...briefingNotices };

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
