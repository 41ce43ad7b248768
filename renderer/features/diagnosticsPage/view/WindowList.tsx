import { useTranslation } from 'react-i18next';
import type { WindowMedia } from '#protocol/nouns/diagnostics.ts';
import type { SessionId } from '#protocol/nouns/ids.ts';
import { formatAge } from '../../../i18n/beijingTime.ts';
import { EmptyNote } from '../../../ui/EmptyNote.tsx';
import { slotNumber, useLocale } from '../../hall/index.ts';
import { isFresh, type WindowReport } from '../model/tileRows.ts';
import { useWindowName } from './useWindowName.ts';
import styles from './Diagnostics.module.css';

type WindowListProps = { readonly windows: readonly WindowReport[]; readonly now: number; readonly chosen: SessionId | null; readonly onChoose: (sessionId: SessionId | null) => void };

/** The windows that report; choosing one leaves its tiles alone in the table, and choosing it again brings all back. */
export function WindowList({ windows, now, chosen, onChoose }: WindowListProps) {
  const { t } = useTranslation();
  const locale = useLocale();
  const nameOf = useWindowName();
  if (windows.length === 0) {
    return <EmptyNote title={t('diagnostics.noWindows')} hint={t('diagnostics.noWindowsHint')} />;
  }
  return (
    <ul className={styles.windows}>
      {windows.toSorted(byPlace).map((window) => {
        const { sessionId, clientName, slotId, tiles, reportedAt, media } = window;
        const shown = tiles.filter((tile) => tile.feedId !== null);
        const live = shown.filter((tile) => tile.state === 'live').length;
        const fresh = isFresh(window, now);
        return (
          <li key={sessionId}>
            <button type="button" className={styles.window} aria-pressed={sessionId === chosen} onClick={() => onChoose(sessionId === chosen ? null : sessionId)} data-role="diagnostics-window">
              <span className={styles.head}>
                <strong>{nameOf(window)}</strong>
                <span data-waiting={live < shown.length}>{t('diagnostics.windowTiles', { live, tiles: shown.length })}</span>
              </span>
              {slotId !== null && <span>{clientName}</span>}
              {!fresh && <span data-waiting>{t('diagnostics.silentFor', { age: formatAge(now - reportedAt, locale) })}</span>}
              {media !== null && <MediaLines media={media} />}
            </button>
          </li>
        );
      })}
    </ul>
  );
}

function MediaLines({ media }: { media: WindowMedia }) {
  const { t } = useTranslation();
  const { transportsMade, consumersMade, keyFramesAsked, reloads, budgetKbit, plannedKbit, receivedKbit, budgetKept, lookMs } = media;
  const mbps = (kbit: number) => (kbit / 1_000).toFixed(1);
  return (
    <>
      <span>{t('diagnostics.media', { transportsMade, consumersMade, keyFramesAsked })}</span>
      <span data-waiting={reloads > 0}>{t('diagnostics.reloads', { count: reloads })}</span>
      <span data-waiting={!budgetKept}>
        {budgetKbit === null ? t('diagnostics.planned', { planned: mbps(plannedKbit) }) : t('diagnostics.budget', { budget: mbps(budgetKbit), planned: mbps(plannedKbit), received: receivedKbit === null ? '—' : mbps(receivedKbit) })}
      </span>
      {!budgetKept && <span data-waiting>{t('diagnostics.budgetNotKept')}</span>}
      {lookMs !== null && <span>{t('diagnostics.look', { ms: lookMs.toFixed(2) })}</span>}
    </>
  );
}

/** Walls as they are numbered, then desks. */
function byPlace(one: WindowReport, other: WindowReport): number {
  const [place, otherPlace] = [one, other].map(({ slotId }) => (slotId === null ? Number.POSITIVE_INFINITY : slotNumber(slotId))) as [number, number];
  return place === otherPlace ? one.clientName.localeCompare(other.clientName) : place - otherPlace;
}
