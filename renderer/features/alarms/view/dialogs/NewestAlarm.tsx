import { useTranslation } from 'react-i18next';
import type { Alarm } from '#protocol/alarms/alarms.ts';
import { NoticeLine } from '../../../../ui/page/NoticeLine.tsx';

/** What the alarm is now, after someone else changed it. */
export function NewestAlarm({ alarm }: { alarm: Alarm }) {
  const { t } = useTranslation();
  const last = alarm.help?.orders.at(-1);
  return (
    <NoticeLine tone="waiting">
      {t(`alarms.state.${alarm.state}`)}
      {last !== undefined && ` · ${t(`alarms.help.order.${last.state}`, { reason: last.reason ?? '' })}`}
    </NoticeLine>
  );
}
