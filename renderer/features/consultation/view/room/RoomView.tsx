import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { SeatId } from '#protocol/nouns/ids.ts';
import type { RoomLine } from '../../../../media/room/roomLine.ts';
import { formatAge } from '../../../../i18n/beijingTime.ts';
import { EmptyNote } from '../../../../ui/EmptyNote.tsx';
import { NoticeLine } from '../../../../ui/page/NoticeLine.tsx';
import { useHallNow, useLocale } from '../../../hall/index.ts';
import type { RoomLayout } from '../../model/roomLayout.ts';
import styles from './Room.module.css';
import { RoomBar } from './RoomBar.tsx';
import { RoomSide } from './RoomSide.tsx';
import { Stage } from './Stage.tsx';
import { useSpeaking } from './useSpeaking.ts';

/** The room one sits in. */
export function RoomView({ line }: { line: RoomLine }) {
  const { t } = useTranslation();
  const { phase, room, seatId, own } = useStore(line.state);
  const [layout, setLayout] = useState<RoomLayout>('auto');
  const [pinned, setPinned] = useState<SeatId | null>(null);
  const [side, setSide] = useState(true);
  const speaking = useSpeaking(line);
  if (room === null || seatId === null) {
    return (
      <div className={styles.before} data-role="room" data-phase={phase}>
        <EmptyNote title={t(phase === 'waiting' ? 'consultation.room.waiting' : 'consultation.room.joining')} hint={phase === 'waiting' ? t('consultation.room.waitingHint') : undefined}>
          <button type="button" className={styles.plain} onClick={() => line.leave()}>{t('consultation.room.leave')}</button>
        </EmptyNote>
      </div>
    );
  }
  const isPinned = room.seats.some((seat) => seat.seatId === pinned);
  return (
    <div className={styles.room} data-role="room" data-phase={phase} data-side={side}>
      <header className={styles.head}>
        <h2>{room.title}</h2>
        {room.locked && <span className={styles.mark} data-tone="waiting">{t('consultation.locked')}</span>}
        <span className={styles.soft}>{t('consultation.hereCount', { count: room.seats.filter(({ here }) => here).length })}</span>
        <Running since={room.openedAt} />
        <span className={styles.space} />
        <div className={styles.choice} role="radiogroup" aria-label={t('consultation.room.layout')}>
          {(['auto', 'grid'] as const).map((name) => <button key={name} type="button" role="radio" aria-checked={layout === name && !isPinned} onClick={() => { setLayout(name); setPinned(null); }} data-layout={name}>{t(`consultation.room.layoutOf.${name}`)}</button>)}
        </div>
        <button type="button" className={styles.plain} aria-pressed={side} onClick={() => setSide(!side)}>{t('consultation.room.side')}{room.waiting.length > 0 && <span className={styles.badge}>{room.waiting.length}</span>}</button>
      </header>
      {phase === 'back' && <NoticeLine tone="lost">{t('consultation.room.back')}</NoticeLine>}
      <Stage line={line} room={room} own={seatId} ownCamera={own.camera?.track ?? null} layout={layout} pinned={isPinned ? pinned : null} speaking={speaking} onPin={(which) => setPinned(which === pinned ? null : which)} />
      {side && <RoomSide room={room} own={seatId} />}
      <RoomBar line={line} room={room} own={seatId} />
    </div>
  );
}

function Running({ since }: { since: number }) {
  const locale = useLocale();
  const now = useHallNow();
  return <time className={styles.soft}>{formatAge(Math.max(0, now - since), locale)}</time>;
}
