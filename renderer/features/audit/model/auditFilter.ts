import type { AuditFilter } from '#protocol/nouns/audit.ts';
import type { CourtCode, UserId } from '#protocol/nouns/ids.ts';

export const SPANS = ['today', 'week', 'month', 'all', 'custom'] as const;
export type Span = (typeof SPANS)[number];

/** Entry names as people ask for them; each is a beginning of names. */
export const EVENT_GROUPS = {
  people: ['user.', 'session.'],
  personal: ['personal.'],
  units: ['unit.', 'device.', 'source.', 'upward.', 'assist.', 'instruction.', 'report.', 'talk.'],
  wall: ['wall.', 'slot.', 'feed.', 'grant.', 'preset.', 'drawing.'],
  alarms: ['alarm.', 'order.', 'call.', 'fence.', 'connector.'],
  operations: ['operation.', 'campaign.', 'step.', 'party.', 'journal.', 'snapshot.', 'consultation.'],
  tasks: ['task.', 'deputy.', 'paper.', 'signing.', 'partner.'],
  duty: ['duty.', 'centre.'],
  courts: ['court.'],
  audit: ['audit.', 'log.', 'clock.', 'drill.', 'track.', 'recording.'],
} as const satisfies Record<string, readonly string[]>;
export type EventGroup = keyof typeof EVENT_GROUPS;
export const EVENT_GROUP_NAMES = Object.keys(EVENT_GROUPS) as EventGroup[];

/** What is chosen on the page. */
export type AuditForm = {
  /** `opened`: who looked at personal data, whatever groups are chosen. */
  readonly view: 'all' | 'opened';
  readonly span: Span;
  /** Beijing, `2018-07-09T09:20`; only with span `custom`. Empty: without a bound. */
  readonly from: string;
  readonly until: string;
  readonly groups: readonly EventGroup[];
  readonly actorId: UserId | null;
  readonly courtCode: CourtCode | null;
  readonly subject: string;
  readonly text: string;
};

export const WHOLE_LOG: AuditForm = { view: 'all', span: 'all', from: '', until: '', groups: [], actorId: null, courtCode: null, subject: '', text: '' };
export const FIRST_FORM: AuditForm = { ...WHOLE_LOG, span: 'week' };

const DAY_MS = 86_400_000;
const BEIJING_OFFSET_MS = 8 * 3_600_000;
const DAYS_BACK = { today: 0, week: 6, month: 29 };

/** The filter that the form says at this time; null while its times are not two times in order. */
export function auditFilterOf(form: AuditForm, now: number): AuditFilter | null {
  const bounds = boundsOf(form, now);
  if (bounds === null) {
    return null;
  }
  const names = form.view === 'opened' ? ['personal.opened', 'track.read', 'recording.played'] : form.groups.flatMap((group) => EVENT_GROUPS[group]);
  return {
    ...(names.length > 0 && { names }),
    ...(form.subject.trim() !== '' && { subject: form.subject.trim() }),
    ...(form.actorId !== null && { actorId: form.actorId }),
    ...(form.courtCode !== null && { courtCode: form.courtCode }),
    ...bounds,
    ...(form.text.trim() !== '' && { text: form.text.trim() }),
  };
}

/** Everything that ever happened to one object, whatever else was chosen. */
export function historyOf(subject: string): AuditForm {
  return { ...WHOLE_LOG, subject };
}

/** Beginning of the day in Beijing, ms since the epoch. */
export function beijingMidnight(at: number): number {
  return Math.floor((at + BEIJING_OFFSET_MS) / DAY_MS) * DAY_MS - BEIJING_OFFSET_MS;
}

function boundsOf(form: AuditForm, now: number): { from?: number; until?: number } | null {
  if (form.span === 'all') {
    return {};
  }
  if (form.span !== 'custom') {
    return { from: beijingMidnight(now) - DAYS_BACK[form.span] * DAY_MS };
  }
  const from = beijingTime(form.from);
  const until = beijingTime(form.until);
  if (from === null || until === null || (from !== undefined && until !== undefined && from >= until)) {
    return null;
  }
  return { ...(from !== undefined && { from }), ...(until !== undefined && { until }) };
}

/** Undefined for an empty field, null for what is no time. */
function beijingTime(text: string): number | null | undefined {
  if (text.trim() === '') {
    return undefined;
  }
  const at = Date.parse(`${text.length === 16 ? `${text}:00` : text}+08:00`);
  return Number.isNaN(at) ? null : at;
}
