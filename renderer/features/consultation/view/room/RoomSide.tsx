import { Button, Menu } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { handsOf } from '#domain/consultations/room/roomRules.ts';
import type { RoomState, Seat } from '#protocol/consultations/room.ts';
import type { SeatId } from '#protocol/nouns/ids.ts';
import { errorSentence } from '../../../../i18n/errorSentence.ts';
import { useCommand } from '../../../command/index.ts';
import { seatOrder, shows } from '../../model/roomLayout.ts';
import { useConsultations } from '../ConsultationProvider.tsx';
import { AgendaPart } from './AgendaPart.tsx';
import { InviteDialog } from './InviteDialog.tsx';
import { RemoveDialog } from './RemoveDialog.tsx';
import styles from './Room.module.css';

/** Who is here, who waits, whose hand is up; and what there is to talk about. */
export function RoomSide({ room, own }: { room: RoomState; own: SeatId }) {
  const { t } = useTranslation();
  const outcomes = useConsultations((state) => state.outcomes);
  const admit = useCommand('room.admit');
  const [inviting, setInviting] = useState(false);
  const isChair = room.seats.some(({ seatId, chair }) => seatId === own && chair);
  const { consultationId } = room;
  const hands = handsOf(room.seats);
  return (
    <aside className={styles.side} data-role="room-side" aria-label={t('consultation.room.side')}>
      {room.waiting.length > 0 && (
        <section className={styles.door} data-role="room-door">
          <h3>{t('consultation.room.door', { count: room.waiting.length })}</h3>
          {room.waiting.map(({ seatId, name, courtName }) => (
            <div key={seatId} className={styles.person}>
              <span className={styles.name}>{name}</span><span className={styles.court}>{courtName}</span>
              <span className={styles.space} />
              <Button size="compact-xs" variant="default" onClick={() => void admit.ask({ consultationId, seatId, admit: false })} data-action="room.refuse">{t('consultation.room.refuse')}</Button>
              <Button size="compact-xs" onClick={() => void admit.ask({ consultationId, seatId, admit: true })} data-action="room.admit">{t('consultation.room.admit')}</Button>
            </div>
          ))}
          {admit.problem !== null && <p className={styles.problem} role="alert">{errorSentence(t, admit.problem)}</p>}
        </section>
      )}
      <section>
        <h3>{t('consultation.room.people')} <span className={styles.soft}>{room.seats.length}</span><span className={styles.space} /><Button size="compact-xs" variant="default" onClick={() => setInviting(true)} data-action="room.invite">{t('consultation.room.invite')}</Button></h3>
        {seatOrder(room).map((seat) => <SeatRow key={seat.seatId} seat={seat} room={room} turn={hands.indexOf(seat)} ruled={isChair} isOwn={seat.seatId === own} />)}
        {outcomes.map((outcome) => <p key={outcome.userId} className={styles.outcome} data-outcome={outcome.outcome}>{t(`consultation.ring.outcome.${outcome.outcome}`, { name: outcome.name })}</p>)}
      </section>
      <AgendaPart room={room} ruled={isChair} />
      {inviting && <InviteDialog consultationId={consultationId} onClose={() => setInviting(false)} />}
    </aside>
  );
}

type SeatRowProps = { readonly seat: Seat; readonly room: RoomState; /** In the queue of hands, from 0 on; -1: the hand is down. */ readonly turn: number; readonly ruled: boolean; readonly isOwn: boolean };

function SeatRow({ seat, room, turn, ruled, isOwn }: SeatRowProps) {
  const { t } = useTranslation();
  const giveFloor = useCommand('room.giveFloor');
  const silence = useCommand('room.silence');
  const handOver = useCommand('room.handOver');
  const [removing, setRemoving] = useState(false);
  const { consultationId, floor } = room;
  const { seatId } = seat;
  const hasFloor = floor === seatId;
  const problem = giveFloor.problem ?? silence.problem ?? handOver.problem;
  return (
    <>
      <div className={styles.person} data-role="room-person" data-name={seat.name} data-here={seat.here}>
        <span className={styles.name}>{seat.name}</span>
        <span className={styles.court}>{seat.courtName}</span>
        {seat.chair && <span className={styles.mark}>{t('consultation.chair')}</span>}
        {hasFloor && <span className={styles.mark} data-tone="live">{t('consultation.room.floor')}</span>}
        {turn >= 0 && <span className={styles.mark} data-tone="waiting">{t('consultation.room.handTurn', { turn: turn + 1 })}</span>}
        <span className={styles.space} />
        <span className={styles.soft}>{seat.silenced ? t('consultation.room.silenced') : shows(seat, 'microphone') ? '' : t('consultation.room.mutedShort')}</span>
        {ruled && (
          <Menu transitionProps={{ duration: 0 }} position="bottom-end">
            <Menu.Target><button type="button" className={styles.plain} aria-label={t('consultation.room.menuOf', { name: seat.name })} data-action="room.menu">⋯</button></Menu.Target>
            <Menu.Dropdown>
              <Menu.Item onClick={() => void giveFloor.ask({ consultationId, seatId: hasFloor ? null : seatId })} data-action="room.giveFloor">{t(hasFloor ? 'consultation.room.takeFloor' : 'consultation.room.giveFloor')}</Menu.Item>
              {!isOwn && <Menu.Item onClick={() => void silence.ask({ consultationId, seatId, silenced: !seat.silenced })} data-action="room.silence">{t(seat.silenced ? 'consultation.room.letSpeak' : 'consultation.room.silence')}</Menu.Item>}
              {!isOwn && seat.userId !== null && seat.here && <Menu.Item onClick={() => void handOver.ask({ consultationId, seatId })} data-action="room.handOver">{t('consultation.room.handOver')}</Menu.Item>}
              {!isOwn && <Menu.Item onClick={() => setRemoving(true)} data-action="room.remove">{t('consultation.room.remove')}</Menu.Item>}
            </Menu.Dropdown>
          </Menu>
        )}
      </div>
      {problem !== null && <p className={styles.problem} role="alert">{errorSentence(t, problem)}</p>}
      {removing && <RemoveDialog consultationId={consultationId} seat={seat} onClose={() => setRemoving(false)} />}
    </>
  );
}
