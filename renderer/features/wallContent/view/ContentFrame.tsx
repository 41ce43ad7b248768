import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Density } from '#protocol/wall/layout.ts';
import { formatClock } from '../../../i18n/beijingTime.ts';
import { useHallState } from '../../hall/index.ts';
import styles from './Content.module.css';
import { useRoom, type Room } from './useRoom.ts';

type ContentFrameProps = {
  readonly title: string;
  readonly note?: ReactNode;
  readonly density: Density;
  /** Drawn with the room that the body has, in its em. */
  readonly children: (room: Room) => ReactNode;
};

/** Title, what is out of date, and a body that knows how much it holds. */
export function ContentFrame({ title, note, density, children }: ContentFrameProps) {
  const [measure, room] = useRoom();
  return (
    <section className={styles.frame}>
      {density !== 'bare' && (
        <header className={styles.head}>
          <h2>{title}</h2>
          {note !== undefined && <span className={styles.note}>{note}</span>}
        </header>
      )}
      <div ref={measure} className={styles.body}>{room.heightEm > 0 && children(room)}</div>
      <Stale />
    </section>
  );
}

/** Said in every density: a board that is not followed any more looks like one on which nothing happens. */
function Stale() {
  const { t } = useTranslation();
  const synced = useHallState((state) => state.synced);
  const syncedAt = useHallState((state) => state.syncedAt);
  return synced ? null : <p className={styles.stale} role="status">{syncedAt === null ? t('wallContent.notRead') : t('wallContent.asOf', { time: formatClock(syncedAt) })}</p>;
}

/** What stands in the place of rows where there are none. */
export function Nothing({ title, hint }: { title: string; hint?: string }) {
  return (
    <div className={styles.nothing}>
      <p>{title}</p>
      {hint !== undefined && <p className={styles.hint}>{hint}</p>}
    </div>
  );
}

/** The last row: what did not fit. */
export function More({ count }: { count: number }) {
  const { t } = useTranslation();
  return count > 0 ? <p className={styles.more}>{t('wallContent.more', { count })}</p> : null;
}
