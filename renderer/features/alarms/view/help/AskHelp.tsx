import { Button, Select, Textarea } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { shortCourtName } from '#domain/naming/shortCourtName.ts';
import type { Alarm } from '#protocol/alarms/alarms.ts';
import type { HelpCandidate } from '#protocol/alarms/help.ts';
import { AppError } from '#protocol/errors.ts';
import type { CourtCode } from '#protocol/nouns/ids.ts';
import { formatClock } from '../../../../i18n/beijingTime.ts';
import { errorSentence } from '../../../../i18n/errorSentence.ts';
import { listOf } from '../../../../i18n/listOf.ts';
import { ActionButton, useCommand } from '../../../command/index.ts';
import { useHall, useLinkState, useLocale } from '../../../hall/index.ts';
import { shownCandidates } from '../../model/shownCandidates.ts';
import { CandidateRow } from './CandidateRow.tsx';
import styles from '../Alarms.module.css';

const MINUTE_MS = 60_000;
const WITHIN_MINUTES = [1, 2, 3, 5, 10, 30] as const;
const DEFAULT_WITHIN_MINUTES = 2;
/** How many are asked one after the other unless the dispatcher chooses others. */
const ASKED = 3;

/** The ranking, and one button that asks the first and then the next. */
export function AskHelp({ alarm }: { alarm: Alarm }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const ask = useCommand('alarm.askHelp');
  const { candidates, rankedAt, problem, rank } = useRanking(alarm);
  const [left, setLeft] = useState<ReadonlySet<CourtCode>>(new Set());
  const [added, setAdded] = useState<ReadonlySet<CourtCode>>(new Set());
  const [minutes, setMinutes] = useState(DEFAULT_WITHIN_MINUTES);
  const place = alarm.place.name === '' ? t('alarms.unknownPlace') : alarm.place.name;
  const [text, setText] = useState(t('alarms.help.textDefault', { place, kind: t(`alarms.kind.${alarm.kind}`) }));

  if (candidates === null) {
    return <p className={styles.faint}>{problem === null ? t('alarms.help.ranking') : errorSentence(t, problem)}</p>;
  }
  const able = candidates.filter((candidate) => candidate.able);
  const proposed = new Set(able.slice(0, ASKED).map(({ courtCode }) => courtCode));
  const isAsked = ({ courtCode }: HelpCandidate) => (proposed.has(courtCode) && !left.has(courtCode)) || added.has(courtCode);
  const asked = candidates.filter(isAsked);
  const toggle = (candidate: HelpCandidate) => {
    const { courtCode } = candidate;
    const without = (set: ReadonlySet<CourtCode>) => new Set([...set].filter((code) => code !== courtCode));
    const isNow = isAsked(candidate);
    setAdded(isNow || proposed.has(courtCode) ? without(added) : new Set([...added, courtCode]));
    setLeft(isNow && proposed.has(courtCode) ? new Set([...left, courtCode]) : without(left));
  };
  const send = () => void ask.ask({ alarmId: alarm.alarmId, expectedVersion: alarm.version, toCourtCodes: asked.map(({ courtCode }) => courtCode), text: text.trim(), acceptWithinMs: minutes * MINUTE_MS });
  const [first, ...rest] = asked;
  return (
    <div className={styles.help} data-role="help-card">
      {ask.problem !== null && <p className={styles.warning} role="alert">{errorSentence(t, ask.problem)}</p>}
      {first !== undefined && (
        <>
          <ActionButton variant="filled" loading={ask.busy} onClick={send} data-action="alarm.askHelp">{t('alarms.help.askFirst', { court: shortCourtName(first.courtName) })}</ActionButton>
          {rest.length > 0 && <p className={styles.faint}>{t('alarms.help.queue', { courts: listOf(rest.map(({ courtName }) => shortCourtName(courtName)), locale) })}</p>}
        </>
      )}
      {able.length === 0 && <p className={styles.warning}>{t('alarms.help.none')} · {t('alarms.help.noneHint')}</p>}
      <ol className={styles.candidates} aria-label={t('alarms.help.title')}>
        {shownCandidates(candidates).map((candidate, index) => (
          <CandidateRow key={candidate.courtCode} place={candidate.able ? index + 1 : null} candidate={candidate} asked={isAsked(candidate)} onToggle={() => toggle(candidate)} />
        ))}
      </ol>
      <div className={styles.sending}>
        <Textarea size="xs" aria-label={t('alarms.help.text')} value={text} maxLength={500} autosize minRows={1} maxRows={4} onChange={(event) => setText(event.currentTarget.value)} />
        <Select
          size="xs"
          aria-label={t('alarms.help.within')}
          allowDeselect={false}
          value={String(minutes)}
          onChange={(value) => setMinutes(Number(value))}
          data={WITHIN_MINUTES.map((count) => ({ value: String(count), label: t('alarms.help.withinMinutes', { minutes: count }) }))}
        />
      </div>
      <p className={styles.faint}>
        {t('alarms.help.hint')} {t('alarms.help.rankedAt', { time: formatClock(rankedAt) })}
        <Button size="compact-xs" variant="subtle" onClick={rank}>{t('alarms.help.refresh')}</Button>
      </p>
    </div>
  );
}

/** `question`: what it was ranked for. */
type Ranking = { readonly candidates: readonly HelpCandidate[] | null; readonly rankedAt: number; readonly question: string; readonly problem: AppError | null };

/** Ranked when the card opens, when the alarm moved to another place or somebody answered, and when asked to. */
function useRanking({ alarmId, place, help }: Alarm): Ranking & { readonly rank: () => void } {
  const { link } = useHall();
  const online = useLinkState((state) => state.phase === 'online');
  const [ranking, setRanking] = useState<Ranking>({ candidates: null, rankedAt: 0, question: '', problem: null });
  const [round, setRound] = useState(0);
  const answers = help?.orders.map(({ orderId, state }) => `${orderId} ${state}`) ?? [];
  const question = [place.position?.longitudeDeg, place.position?.latitudeDeg, ...answers, round].join(' ');
  useEffect(() => {
    if (!online) {
      return undefined;
    }
    let late = false;
    link.request('alarm.rankHelp', { alarmId }).then(
      ({ candidates, rankedAt }) => !late && setRanking({ candidates, rankedAt, question, problem: null }),
      (error: unknown) => !late && setRanking((before) => ({ ...before, problem: error instanceof AppError ? error : new AppError('internal', { cause: error }) })),
    );
    return () => {
      late = true;
    };
  }, [link, alarmId, online, question]);
  return { ...ranking, rank: () => setRound((count) => count + 1) };
}
