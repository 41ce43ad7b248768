import { useTranslation } from 'react-i18next';
import type { RoomState } from '#protocol/consultations/room.ts';
import { useHall } from '../../../hall/index.ts';
import { useConsultations } from '../ConsultationProvider.tsx';
import styles from './Room.module.css';

/** What there is to talk about, and what the room is at; the chair goes on by a click. */
export function AgendaPart({ room, ruled }: { room: RoomState; ruled: boolean }) {
  const { t } = useTranslation();
  const { link, host } = useHall();
  const { consultationId, agendaItem } = room;
  const agenda = useConsultations(({ held }) => held?.find((one) => one.consultationId === consultationId)?.agenda);
  if (agenda === undefined || agenda.length === 0) return null;
  const goTo = (item: number | null) => {
    link.request('room.goTo', { consultationId, agendaItem: item }).catch((error: unknown) => host.log('warn', `the agenda did not go on: ${String(error)}`));
  };
  return (
    <section data-role="room-agenda">
      <h3>{t('consultation.agenda')}</h3>
      <ol className={styles.agenda}>
        {agenda.map(({ title, minutes }, item) => (
          <li key={title} data-now={item === agendaItem}>
            <button type="button" className={styles.plain} disabled={!ruled} aria-current={item === agendaItem} onClick={() => goTo(item === agendaItem ? null : item)}>{title}</button>
            {minutes !== null && <span className={styles.soft}>{t('consultation.room.minutes', { count: minutes })}</span>}
          </li>
        ))}
      </ol>
    </section>
  );
}
