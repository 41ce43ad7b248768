import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Consultation } from '#protocol/consultations/consultations.ts';
import { formatClock, formatDate, formatWeekday } from '../../../../i18n/beijingTime.ts';
import { errorSentence } from '../../../../i18n/errorSentence.ts';
import { EmptyNote } from '../../../../ui/EmptyNote.tsx';
import { NoticeLine } from '../../../../ui/page/NoticeLine.tsx';
import { ActionButton, useCommand } from '../../../command/index.ts';
import { useCapability, useHallNow, useLinkState, useLocale, useSession } from '../../../hall/index.ts';
import styles from '../Consultation.module.css';
import { useConsultationDesk, useConsultations } from '../ConsultationProvider.tsx';
import { CancelDialog } from './CancelDialog.tsx';
import { PlanDialog } from './PlanDialog.tsx';

/** What is open, what is planned, and what was. */
export function PlanPart() {
  const { t } = useTranslation();
  const desk = useConsultationDesk();
  const { held, end } = useConsultations((state) => state);
  const online = useLinkState(({ phase }) => phase === 'online');
  const holds = useCapability('consultations.hold');
  const [dialog, setDialog] = useState<'call' | 'plan' | null>(null);
  const groups = [
    ['open', (held ?? []).filter(({ state }) => state === 'open')],
    ['planned', (held ?? []).filter(({ state }) => state === 'planned').toSorted((one, other) => one.plannedAt - other.plannedAt)],
    ['over', (held ?? []).filter(({ state }) => state === 'over' || state === 'cancelled').toSorted((one, other) => (other.endedAt ?? 0) - (one.endedAt ?? 0))],
  ] as const;
  return (
    <div className={styles.plan} data-role="consultations" data-phase={held === null ? 'loading' : held.length === 0 ? 'empty' : 'listed'}>
      <header className={styles.planHead}>
        <h2>{t('consultation.title')}</h2>
        <span className={styles.space} />
        {holds && <ActionButton onClick={() => setDialog('plan')} data-action="consultation.plan">{t('consultation.plan')}</ActionButton>}
        {holds && <ActionButton variant="filled" onClick={() => setDialog('call')} data-action="consultation.call">{t('consultation.call')}</ActionButton>}
      </header>
      {!online && held !== null && <NoticeLine tone="lost">{t('consultation.stale')}</NoticeLine>}
      {end !== null && (
        <NoticeLine tone={end.why === 'ended' ? 'plain' : 'lost'}>
          {end.error === null ? t(`consultation.end.${end.why}`) : errorSentence(t, end.error)}{end.words === null ? '' : ` ${end.words}`} <Button size="compact-xs" variant="default" onClick={() => desk.forgetEnd()}>{t('hall.close')}</Button>
        </NoticeLine>
      )}
      <div className={styles.planList}>
        {held === null && <EmptyNote title={t('hall.loading')} />}
        {held?.length === 0 && <EmptyNote title={t('consultation.none')} hint={t(holds ? 'consultation.noneHint' : 'consultation.noneHintInvited')} />}
        {groups.map(([name, list]) => list.length > 0 && (
          <section key={name} aria-label={t(`consultation.group.${name}`)}>
            <h3>{t(`consultation.group.${name}`)} <span className={styles.soft}>{list.length}</span></h3>
            {list.map((one) => <PlanRow key={one.consultationId} one={one} />)}
          </section>
        ))}
      </div>
      {dialog !== null && <PlanDialog now={dialog === 'call'} onClose={() => setDialog(null)} />}
    </div>
  );
}

function PlanRow({ one }: { one: Consultation }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const now = useHallNow();
  const desk = useConsultationDesk();
  const open = useCommand('consultation.open');
  const [cancelling, setCancelling] = useState(false);
  const { person } = useSession();
  const holds = useCapability('consultations.hold');
  const isChair = one.chair.who.kind === 'person' && one.chair.who.userId === person?.userId;
  const at = one.openedAt ?? one.plannedAt;
  const here = one.stays.filter(({ leftAt }) => leftAt === null).length;
  const begin = async () => {
    if ((await open.ask({ consultationId: one.consultationId })) !== null) desk.join(one.consultationId);
  };
  return (
    <article className={styles.planRow} data-consultation-id={one.consultationId} data-state={one.state} data-late={one.state === 'planned' && one.plannedAt < now}>
      <time className={styles.planTime}><strong>{formatClock(at).slice(0, 5)}</strong><span>{formatDate(at, locale)} {formatWeekday(at, locale)}</span></time>
      <div className={styles.planFacts}>
        <p className={styles.planTitle}>{one.title}{one.repeats !== 'never' && <span className={styles.mark}>{t(`consultation.repeats.${one.repeats}`)}</span>}{one.about !== null && <span className={styles.mark}>{t(`consultation.about.${one.about.kind}`)}</span>}{one.locked && <span className={styles.mark}>{t('consultation.locked')}</span>}</p>
        <p className={styles.soft}>{t('consultation.chairIs', { name: one.chair.name, court: one.chair.courtName })} · {t('consultation.memberCount', { count: one.members.length + 1 })}{here > 0 ? ` · ${t('consultation.hereCount', { count: here })}` : ''}{one.words === null ? '' : ` · ${one.words}`}</p>
        {open.problem !== null && <p className={styles.problem} role="alert">{errorSentence(t, open.problem)}</p>}
      </div>
      <div className={styles.planActions}>
        {one.state === 'planned' && (isChair || holds) && <Button size="xs" variant="default" onClick={() => setCancelling(true)} data-action="consultation.cancel">{t('consultation.cancel')}</Button>}
        {one.state === 'planned' && (isChair || holds) && <ActionButton size="xs" variant="filled" loading={open.busy} onClick={() => void begin()} data-action="consultation.open">{t('consultation.open')}</ActionButton>}
        {one.state === 'open' && <ActionButton size="xs" variant="filled" onClick={() => desk.join(one.consultationId)} data-action="consultation.join">{t('consultation.join')}</ActionButton>}
      </div>
      {cancelling && <CancelDialog one={one} onClose={() => setCancelling(false)} />}
    </article>
  );
}
