import { Button } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { maskName } from '#domain/parties/maskName.ts';
import type { Alarm } from '#protocol/alarms/alarms.ts';
import type { WallRecord } from '#protocol/wall/wall.ts';
import { formatDate, formatMoment, formatWeekday } from '../../../i18n/beijingTime.ts';
import { errorSentence } from '../../../i18n/errorSentence.ts';
import { HallMark } from '../../../ui/HallMark.tsx';
import { useAttention, useAttentionState } from '../../attention/index.ts';
import { ActionButton, useCommand } from '../../command/index.ts';
import { HallClock, useCapability, useHall, useHallName, useHallNow, useHallState, useLocale, useSession } from '../../hall/index.ts';
import { useVisit } from '../model/useVisit.ts';
import { waitingAlarms, waitingOrders } from '../model/waitingAlarms.ts';
import styles from './Visit.module.css';

type VisitCurtainProps = {
  /** What the desk opens with once the visit is over, when it was ended for the sake of an alarm. */
  readonly onOpenAlarm?: (alarm: Alarm | null) => void;
};

/** In the place of everything on a desk while visitors are there. It knows no case and no unit, and of people whoever drew it, masked. */
export function VisitCurtain({ onOpenAlarm }: VisitCurtainProps) {
  const visit = useVisit();
  return visit === null ? null : <Curtain visit={visit} onOpenAlarm={onOpenAlarm} />;
}

type CurtainProps = { readonly visit: NonNullable<WallRecord['visit']>; readonly onOpenAlarm: VisitCurtainProps['onOpenAlarm'] };

function Curtain({ visit, onOpenAlarm }: CurtainProps) {
  const { t } = useTranslation();
  const locale = useLocale();
  const { link } = useHall();
  const hallName = useHallName();
  const mayEnd = useCapability('wall.edit');
  const { court } = useSession();
  const alarms = useHallState((state) => state.log.alarms);
  const orders = useHallState((state) => state.log.orders);
  const waiting = waitingAlarms(alarms.values(), court.courtCode);
  const ordered = waitingOrders(orders.values(), court.courtCode);
  const end = useCommand('wall.endVisit');
  /** What the question is about: the end alone, or an alarm that is to be opened after it. */
  const [asking, setAsking] = useState<'end' | 'alarm' | null>(null);
  const confirm = async () => {
    const first = asking === 'alarm' ? waiting.first : null;
    // Told before the answer: by then this curtain may be gone.
    onOpenAlarm?.(first);
    if ((await end.ask({})) === null) {
      onOpenAlarm?.(null);
    }
  };
  return (
    <main className={styles.curtain} data-role="visit-curtain">
      <HallMark className={styles.mark} />
      <p className={styles.hall}>{hallName ?? t('hall.productName')}</p>
      <HallClock className={styles.clock} />
      <Today />
      <h1 className={styles.title}>{t('visit.on')}</h1>
      <p className={styles.line}>{t('visit.curtain')}</p>
      <p className={styles.line}>{t('visit.begunBy', { name: maskName({ name: visit.byName, kind: 'person', minor: false }), time: formatMoment(visit.sinceAt, link.now(), locale) })}</p>
      {waiting.count + ordered > 0 && <Waiting alarms={waiting.count} orders={ordered} {...(mayEnd && asking === null ? { onOpen: () => setAsking('alarm') } : {})} />}
      {!mayEnd ? (
        <p className={styles.line}>{t('visit.mayNotEnd')}</p>
      ) : asking === null ? (
        <div className={styles.buttons} data-role="visit-end">
          <ActionButton onClick={() => setAsking('end')} data-action="visit.end">{t('visit.end')}</ActionButton>
        </div>
      ) : (
        <Question busy={end.busy} onConfirm={() => void confirm()} onCancel={() => setAsking(null)} />
      )}
      {end.problem !== null && <p className={styles.problem} role="alert">{t('visit.endFailed', { reason: errorSentence(t, end.problem) })}</p>}
    </main>
  );
}

function Question({ busy, onConfirm, onCancel }: { busy: boolean; onConfirm: () => void; onCancel: () => void }) {
  const { t } = useTranslation();
  const question = useRef<HTMLDivElement>(null);
  useEffect(() => question.current?.focus(), []);
  return (
    <div
      ref={question}
      className={styles.question}
      role="alertdialog"
      aria-label={t('visit.endAsk')}
      tabIndex={-1}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && !busy) {
          onCancel();
        }
      }}
    >
      <p>{t('visit.endAsk')}</p>
      <div className={styles.buttons} data-role="visit-confirm">
        <Button variant="subtle" color="gray" size="sm" disabled={busy} onClick={onCancel}>{t('hall.cancel')}</Button>
        <ActionButton variant="filled" loading={busy} onClick={onConfirm} data-action="wall.endVisit">{t('visit.endConfirm')}</ActionButton>
      </div>
    </div>
  );
}

/** That there are alarms and orders, and nothing of what they are about. The siren goes on; it can be stopped without ending the visit. */
function Waiting({ alarms, orders, onOpen }: { alarms: number; orders: number; onOpen?: () => void }) {
  const { t } = useTranslation();
  const attention = useAttention();
  const calling = useAttentionState((state) => [...state.cues.values()].some(({ urgency, acknowledged }) => urgency === 'urgent' && !acknowledged));
  return (
    <div className={styles.alarms} role="alert" data-role="visit-alarms" data-count={alarms} data-orders={orders}>
      <strong>{[alarms > 0 && t('visit.alarms', { count: alarms }), orders > 0 && t('visit.orders', { count: orders })].filter(Boolean).join(' · ')}</strong>
      {calling && <Button variant="default" size="xs" data-action="visit.silence" onClick={() => attention.acknowledgeAll()}>{t('visit.silence')}</Button>}
      {onOpen !== undefined && <ActionButton onClick={onOpen} data-action="visit.openAlarms">{t('visit.openAlarms')}</ActionButton>}
    </div>
  );
}

function Today() {
  const locale = useLocale();
  const now = useHallNow();
  return <p className={styles.date}>{`${formatDate(now, locale)} ${formatWeekday(now, locale)}`}</p>;
}
