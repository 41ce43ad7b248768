import { useTranslation } from 'react-i18next';
import { formatDue } from '../../../i18n/beijingTime.ts';
import { NoticeLine } from '../../../ui/page/NoticeLine.tsx';
import { useHallNow, useLocale } from '../../hall/index.ts';
import { useOwnDeputies } from './useDeputies.ts';

/** Who decides for this person now, and for whom they do. */
export function DeputyLines() {
  const { t } = useTranslation();
  const locale = useLocale();
  const at = useHallNow();
  const { given, held, now } = useOwnDeputies();
  return (
    <>
      {given.filter(({ deputyshipId }) => now.has(deputyshipId)).map(({ deputyshipId, deputy, untilAt }) => <NoticeLine key={deputyshipId} tone="waiting"><span data-role="deputy-given">{t('deputies.byThem', { name: deputy.name, time: formatDue(untilAt, at, locale) })}</span></NoticeLine>)}
      {held.filter(({ deputyshipId }) => now.has(deputyshipId)).map(({ deputyshipId, principal, untilAt }) => <NoticeLine key={deputyshipId}><span data-role="deputy-held">{t('deputies.forThem', { name: principal.name, time: formatDue(untilAt, at, locale) })}</span></NoticeLine>)}
    </>
  );
}
