import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Severity } from '#protocol/alarms/alarms.ts';
import { callsFor } from '../../../features/alarms/index.ts';
import { useCues, type Cue, type Urgency } from '../../../features/attention/index.ts';
import { useHallState, useSession } from '../../../features/hall/index.ts';

const URGENCY: Record<Severity, Urgency> = { urgent: 'urgent', warning: 'notice', notice: 'info' };

/** Alarms that wait at this court's desks; over as soon as anybody answers. */
export function AlarmWatch() {
  const { t } = useTranslation();
  const { court } = useSession();
  const alarms = useHallState((state) => state.log.alarms);
  const units = useHallState((state) => state.units);
  const cues = useMemo(
    () =>
      [...alarms.values()].filter((alarm) => callsFor(alarm, court.courtCode)).map((alarm): Cue => {
        const unit = alarm.unitId === null ? undefined : units.get(alarm.unitId);
        return {
          id: `alarm/${alarm.alarmId}`,
          panel: 'alarms',
          urgency: URGENCY[alarm.severity],
          at: alarm.raisedAt,
          title: [t(`alarms.kind.${alarm.kind}`), unit?.name ?? '', alarm.place.name].filter((text) => text !== '').join(' · '),
        };
      }),
    [alarms, units, court.courtCode, t],
  );
  useCues('alarm/', cues);
  return null;
}

/** Orders to this court that nobody has received yet. */
export function OrderWatch() {
  const { court } = useSession();
  const orders = useHallState((state) => state.log.orders);
  const cues = useMemo(
    () =>
      [...orders.values()]
        .filter((order) => order.courtCode === court.courtCode && order.state === 'sent')
        .map((order): Cue => ({ id: `order/${order.orderId}`, panel: 'orders', urgency: URGENCY[order.severity], at: order.sentAt, title: [order.number, order.fromCourtName].join(' · ') })),
    [orders, court.courtCode],
  );
  useCues('order/', cues);
  return null;
}
