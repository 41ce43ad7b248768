import type { TFunction } from 'i18next';
import type { HallState } from '#domain/hallState/hallState.ts';
import { courtName } from '#domain/courts/courtName.ts';
import type { CourtCode } from '#protocol/nouns/ids.ts';
import { rowAt } from '#domain/rules/rowAt.ts';
import type { WireEntry } from '#protocol/nouns/log.ts';
import type { RuleBook } from '#protocol/rules/rules.ts';
import { formatAge } from '../../../i18n/beijingTime.ts';
import { eventSentence } from '../../../i18n/eventSentence.ts';
import { listOf } from '../../../i18n/listOf.ts';

/** Events that the journal words by itself: their data are ids of the rule book, which it calls by name. */
const OWN = [
  'operation.planned', 'operation.changed', 'operation.checkedIn', 'operation.advanced', 'operation.concluded', 'operation.calledOff',
  'step.planned', 'step.paperShown', 'step.personPresent', 'step.signatureAsked', 'step.signed', 'step.signatureRefused', 'step.begun', 'step.excepted', 'step.noticeGiven',
  'step.itemDone', 'step.gapOpened', 'step.gapClosed', 'step.gapExplained', 'step.ended', 'step.corrected', 'step.abandoned',
  'party.added', 'party.changed',
] as const;

type Context = { readonly t: TFunction; readonly locale: string; readonly log: HallState; readonly book: RuleBook | null };
type Data = Readonly<Record<string, unknown>>;
type Named = { readonly id: string; readonly name: string; readonly nameEn: string };

/** What happened, as a sentence with the names of steps, papers, notices … */
export function entryWords(entry: WireEntry, context: Context): string {
  const { t, locale } = context;
  const own = OWN.find((name) => name === entry.name);
  if (own === undefined) {
    return eventSentence(t, entry, locale, { court: (code) => courtName(context.log.courts, code as CourtCode) });
  }
  const data = (entry.data ?? {}) as Data;
  return t(`journal.events.${own}`, { replace: { ...plainWords(data), ...ruleWords(entry, data, context) } });
}

function plainWords(data: Data): Record<string, string> {
  return Object.fromEntries(Object.entries(data).flatMap(([key, value]) => (typeof value === 'string' ? [[key, value === '' ? '—' : value]] : typeof value === 'number' ? [[key, String(value)]] : [])));
}

function ruleWords(entry: WireEntry, data: Data, { t, locale, log, book }: Context): Record<string, string> {
  const nameOf = (rows: readonly Named[] | undefined, id: unknown): string => {
    const row = rows?.find((candidate) => candidate.id === id);
    return row === undefined ? String(id) : locale === 'en' ? row.nameEn : row.name;
  };
  const step = log.steps.get(entry.subject.slice('step/'.length) as never);
  const template = typeof data['template'] === 'string' ? data['template'] : step?.template;
  const row = template === undefined ? undefined : rowAt(book?.steps ?? [], template, step?.beganAt ?? entry.at);
  const missing = Array.isArray(data['missing']) ? data['missing'].map(String) : [];
  const gap = step?.gaps.find(({ toAt }) => toAt === data['toAt']);
  return {
    ...(template !== undefined && { step: row === undefined ? template : nameOf([row], template) }),
    ...('paper' in data && { paper: nameOf(book?.papers, data['paper']) }),
    ...('capacity' in data && { capacity: nameOf(book?.capacities, data['capacity']) }),
    ...('exception' in data && { exception: nameOf(row?.exceptions, data['exception']) }),
    ...('notice' in data && { notice: nameOf(row?.notices, data['notice']) }),
    ...('item' in data && { item: nameOf(row?.checklist, data['item']) }),
    ...('outcome' in data && { outcome: nameOf(row?.outcomes, data['outcome']) }),
    ...('missing' in data && { missing: missing.length === 0 ? t('journal.nothingMissing') : listOf(missing, locale) }),
    ...(entry.name === 'operation.advanced' && { state: t(`operations.state.${data['to'] as 'onSite'}`), because: typeof data['reason'] === 'string' ? t('journal.because', { reason: data['reason'] }) : '' }),
    ...('toAt' in data && { length: gap === undefined || gap.toAt === null ? '—' : formatAge(gap.toAt - gap.fromAt, locale) }),
  };
}

/** A note's own parts; null for every other entry. */
export type Note = { readonly text: string; readonly pictureIds: readonly string[]; readonly mark: { readonly feedId: string; readonly at: number } | null };

export function noteOf({ name, data }: Pick<WireEntry, 'name' | 'data'>): Note | null {
  return name === 'journal.noted' ? (data as Note) : null;
}

/** The picture that an entry shows beside its words. */
export function picturesOf(entry: Pick<WireEntry, 'name' | 'data'>): readonly string[] {
  const pictureId = (entry.data as { readonly pictureId?: unknown } | null)?.pictureId;
  return noteOf(entry)?.pictureIds ?? (typeof pictureId === 'string' ? [pictureId] : []);
}
