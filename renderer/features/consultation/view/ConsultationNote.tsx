import { Button } from '@mantine/core';
import { useMemo } from 'react';
import { createPortal } from 'react-dom';
import { useTranslation } from 'react-i18next';
import { useCues, type Cue } from '../../attention/index.ts';
import { useHall } from '../../hall/index.ts';
import styles from './Consultation.module.css';
import { useConsultationDesk, useConsultations } from './ConsultationProvider.tsx';

/** On the page's tab: that one sits in a room, or is called; the call itself stands over every page until it is answered. */
export function ConsultationNote() {
  const { t } = useTranslation();
  const { link } = useHall();
  const desk = useConsultationDesk();
  const ringing = useConsultations((state) => state.ringing);
  const isIn = useConsultations((state) => state.line !== null);
  const cues = useMemo(() => ringing.map((call): Cue => ({ id: `consultation/${call.consultationId}`, panel: 'consultation', urgency: 'urgent', at: link.now(), title: t('consultation.ring.cue', { title: call.title, name: call.callerName }) })), [ringing, t, link]);
  useCues('consultation/', cues);
  return (
    <>
      {isIn && <span className={styles.inRoom} data-role="consultation-in-room">{t('consultation.inRoom')}</span>}
      {ringing.length > 0 && createPortal(
        <div className={styles.rings}>
          {ringing.map((call) => (
            <section key={call.consultationId} className={styles.ring} data-role="consultation-ring" role="alertdialog" aria-label={t('consultation.ring.title')}>
              <p className={styles.ringHead}>{t('consultation.ring.title')}</p>
              <p className={styles.ringTitle}>{call.title}</p>
              <p className={styles.soft}>{call.callerCourt} {call.callerName}</p>
              <div className={styles.ringButtons}>
                <Button size="xs" variant="default" onClick={() => desk.answer(call, false)} data-action="consultation.refuse">{t('consultation.ring.refuse')}</Button>
                <Button size="xs" onClick={() => desk.answer(call, true)} data-action="consultation.accept">{t('consultation.ring.accept')}</Button>
              </div>
            </section>
          ))}
        </div>,
        document.body,
      )}
    </>
  );
}
