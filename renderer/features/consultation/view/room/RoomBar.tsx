import { Menu } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { RoomState } from '#protocol/consultations/room.ts';
import { isErrorCode } from '#protocol/errors.ts';
import type { SeatId } from '#protocol/nouns/ids.ts';
import { errorSentence } from '../../../../i18n/errorSentence.ts';
import type { RoomLine } from '../../../../media/room/roomLine.ts';
import { useCommand } from '../../../command/index.ts';
import { useHall } from '../../../hall/index.ts';
import { EndDialog } from './EndDialog.tsx';
import styles from './Room.module.css';

/** What one does in a room: one's own devices, the hand, and for the chair the room itself. */
export function RoomBar({ line, room, own }: { line: RoomLine; room: RoomState; own: SeatId }) {
  const { t } = useTranslation();
  const { link, host } = useHall();
  const { own: devices, trouble } = useStore(line.state);
  const silenceAll = useCommand('room.silenceAll');
  const lock = useCommand('room.lock');
  const [ending, setEnding] = useState(false);
  const { consultationId } = room;
  const seat = room.seats.find(({ seatId }) => seatId === own);
  const speaks = devices.microphone !== undefined && !devices.microphone.paused;
  const raised = seat !== undefined && seat.handAt !== null;
  const raise = () => {
    link.request('room.raiseHand', { consultationId, raised: !raised }).catch((error: unknown) => host.log('warn', `the hand was not raised: ${String(error)}`));
  };
  const problem = silenceAll.problem ?? lock.problem;
  return (
    <footer className={styles.bar} data-role="room-bar">
      <button type="button" className={styles.tool} aria-pressed={speaks} data-off={!speaks} onClick={() => void line.toggle('microphone')} data-action="room.microphone">{t(speaks ? 'consultation.room.microphoneOn' : 'consultation.room.microphoneOff')}</button>
      <button type="button" className={styles.tool} aria-pressed={devices.camera !== undefined} data-off={devices.camera === undefined} onClick={() => void line.toggle('camera')} data-action="room.camera">{t(devices.camera === undefined ? 'consultation.room.cameraOff' : 'consultation.room.cameraOn')}</button>
      <button type="button" className={styles.tool} aria-pressed={raised} onClick={raise} data-action="room.hand">{t(raised ? 'consultation.room.handDown' : 'consultation.room.handUp')}</button>
      {seat?.chair === true && (
        <>
          <span className={styles.rule} />
          <button type="button" className={styles.tool} onClick={() => void silenceAll.ask({ consultationId })} data-action="room.silenceAll">{t('consultation.room.silenceAll')}</button>
          <button type="button" className={styles.tool} aria-pressed={room.locked} onClick={() => void lock.ask({ consultationId, locked: !room.locked })} data-action="room.lock">{t(room.locked ? 'consultation.room.unlock' : 'consultation.room.lock')}</button>
        </>
      )}
      <span className={styles.troubles} role="status">
        {(['microphone', 'camera'] as const).flatMap((device) => {
          const why = trouble[device];
          return why === undefined ? [] : [<span key={device}>{why === 'denied' || why === 'missing' ? t(`consultation.room.${device}Trouble.${why}`) : errorSentence(t, why)}</span>];
        })}
        {problem !== null && isErrorCode(problem.code) && <span>{errorSentence(t, problem)}</span>}
      </span>
      {seat?.chair === true ? (
        <Menu transitionProps={{ duration: 0 }} position="top-end">
          <Menu.Target><button type="button" className={styles.tool} data-tone="leave" data-action="room.go">{t('consultation.room.go')}</button></Menu.Target>
          <Menu.Dropdown>
            <Menu.Item onClick={() => line.leave()} data-action="room.leave">{t('consultation.room.leaveChair')}</Menu.Item>
            <Menu.Item onClick={() => setEnding(true)} data-action="room.end">{t('consultation.room.end')}</Menu.Item>
          </Menu.Dropdown>
        </Menu>
      ) : <button type="button" className={styles.tool} data-tone="leave" onClick={() => line.leave()} data-action="room.leave">{t('consultation.room.leave')}</button>}
      {ending && <EndDialog consultationId={consultationId} onClose={() => setEnding(false)} />}
    </footer>
  );
}
