import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { eventOf } from '#protocol/events.ts';
import { useAttention } from '../../attention/index.ts';
import { useHall } from '../../hall/index.ts';

/** A quiet dot for each report that came while the list was out of sight. */
export function ReportWatch() {
  const { t } = useTranslation();
  const { replica } = useHall();
  const attention = useAttention();
  useEffect(() => replica.onEntries((entries) => {
    for (const entry of entries) {
      const event = eventOf(entry);
      if (event?.name === 'report.submitted') {
        const name = event.actor.kind === 'hall' ? '' : event.actor.name;
        attention.raise({ id: event.subject, panel: 'reports', urgency: 'info', at: event.at, title: t('reports.cue', { unit: name, text: event.data.text === '' ? t('reports.photoAlone') : event.data.text }) });
      }
    }
  }), [replica, attention, t]);
  return null;
}
