import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Alarm } from '#protocol/alarms/alarms.ts';
import { AppError } from '#protocol/errors.ts';
import type { WireEntry } from '#protocol/nouns/log.ts';
import { formatMoment } from '../../../i18n/beijingTime.ts';
import { errorSentence } from '../../../i18n/errorSentence.ts';
import { eventSentence } from '../../../i18n/eventSentence.ts';
import { useEventNames, useHall, useLinkState, useLocale } from '../../hall/index.ts';
import styles from './Alarms.module.css';

/** `upTo`: the version of the alarm for which it was read. */
type Read = { readonly entries: readonly WireEntry[] | null; readonly upTo: number; readonly problem: AppError | null };

/** Everything the log says of it, oldest first; read anew whenever the alarm moved on. */
export function AlarmProgress({ alarm: { alarmId, version } }: { alarm: Pick<Alarm, 'alarmId' | 'version'> }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const { link } = useHall();
  const names = useEventNames();
  const online = useLinkState((state) => state.phase === 'online');
  const [read, setRead] = useState<Read>({ entries: null, upTo: 0, problem: null });
  useEffect(() => {
    if (!online) {
      return undefined;
    }
    let late = false;
    link.request('alarm.log', { alarmId }).then(
      ({ entries }) => !late && setRead({ entries, upTo: version, problem: null }),
      (error: unknown) => !late && setRead((before) => ({ ...before, problem: error instanceof AppError ? error : new AppError('internal', { cause: error }) })),
    );
    return () => {
      late = true;
    };
  }, [link, alarmId, version, online]);
  const { entries, problem } = read;
  if (entries === null) {
    return <p className={styles.faint}>{problem === null ? t('hall.loading') : errorSentence(t, problem)}</p>;
  }
  return (
    <ol className={styles.progress}>
      {entries.map((entry) => (
        <li key={entry.sequence}>
          <time>{formatMoment(entry.at, link.now(), locale)}</time>
          <span>{entry.actor.kind === 'hall' ? '' : `${entry.actor.name}：`}{eventSentence(t, entry, locale, names)}</span>
        </li>
      ))}
    </ol>
  );
}
