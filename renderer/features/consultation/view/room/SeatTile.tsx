import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { RoomTrackName, Seat } from '#protocol/consultations/room.ts';
import type { SeatId } from '#protocol/nouns/ids.ts';
import type { RoomLine } from '../../../../media/room/roomLine.ts';
import { trackKey } from '../../../../media/room/roomReceiver.ts';
import { shows } from '../../model/roomLayout.ts';
import styles from './Room.module.css';

type SeatTileProps = {
  readonly line: RoomLine;
  readonly seat: Seat;
  readonly track: RoomTrackName;
  readonly large?: boolean;
  /** One's own picture is shown as it is taken. */
  readonly ownCamera: MediaStreamTrack | null;
  readonly speaks: boolean;
  readonly pinned: boolean;
  readonly floor: SeatId | null;
  readonly presenter: SeatId | null;
  readonly onPin: (seatId: SeatId) => void;
};

/** One person or unit: the picture, or the name where there is none; who they are and what they do. */
export function SeatTile({ line, seat, track, large = false, ownCamera, speaks, pinned, floor, presenter, onPin }: SeatTileProps) {
  const { t } = useTranslation();
  const root = useRef<HTMLButtonElement>(null);
  const video = useRef<HTMLVideoElement>(null);
  const key = trackKey(seat.seatId, track);
  const fetched = useStore(line.receiver.pictures, (pictures) => pictures.get(key) ?? null);
  const isShown = shows(seat, track);
  const picture = ownCamera ?? (isShown ? fetched : null);
  useEffect(() => {
    const element = root.current;
    const view = element?.ownerDocument.defaultView;
    if (!element || !view || ownCamera !== null) return undefined;
    const shown = line.receiver.show(key);
    const tell = () => shown.resize({ widthPx: Math.round(element.clientWidth * view.devicePixelRatio), heightPx: Math.round(element.clientHeight * view.devicePixelRatio), focused: false });
    const watch = new view.ResizeObserver(tell);
    watch.observe(element);
    return () => {
      watch.disconnect();
      shown.leave();
    };
  }, [line, key, ownCamera]);
  useEffect(() => {
    if (video.current !== null) video.current.srcObject = picture === null ? null : new MediaStream([picture]);
  }, [picture]);
  const isMuted = !shows(seat, 'microphone');
  return (
    <button ref={root} type="button" className={styles.tile} data-role="seat" data-seat-name={seat.name} data-large={large} data-speaks={speaks && !isMuted} data-floor={seat.seatId === floor} data-here={seat.here} data-track={track} data-picture={picture !== null} aria-pressed={pinned} aria-label={`${seat.name} ${seat.courtName}`} onClick={() => onPin(seat.seatId)}>
      <video ref={video} className={styles.video} data-shown={picture !== null} data-mirrored={ownCamera !== null} data-fit={track === 'screen' ? 'contain' : 'cover'} autoPlay playsInline muted disablePictureInPicture />
      {picture === null && <span className={styles.face} aria-hidden="true">{seat.unitId === null ? seat.name.slice(0, 1) : t('consultation.unit')}</span>}
      {picture === null && seat.here && isShown && <span className={styles.note}>{t('consultation.room.pictureComes')}</span>}
      {!seat.here && <span className={styles.note}>{t('consultation.room.lost')}</span>}
      <span className={styles.marks}>
        {seat.handAt !== null && <span className={styles.mark} data-tone="waiting">{t('consultation.room.hand')}</span>}
        {seat.seatId === floor && <span className={styles.mark} data-tone="live">{t('consultation.room.floor')}</span>}
        {seat.seatId === presenter && track === 'camera' && <span className={styles.mark}>{t('consultation.room.presents')}</span>}
      </span>
      <span className={styles.plate}>
        {seat.chair && <span className={styles.mark}>{t('consultation.chair')}</span>}
        <span className={styles.name}>{seat.name}</span>
        <span className={styles.court}>{seat.courtName}</span>
        {isMuted && <span className={styles.muted} title={t('consultation.room.muted')}>{t('consultation.room.mutedShort')}</span>}
      </span>
    </button>
  );
}
