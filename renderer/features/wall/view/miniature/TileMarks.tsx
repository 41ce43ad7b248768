import { useTranslation } from 'react-i18next';
import type { WallTile } from '#protocol/wall/layout.ts';
import styles from './miniature.module.css';

/** Small signs in the upper corners of a tile: its number; locked, for alarms, part of a picture over several, standing still, zoomed, heard. */
export function TileMarks({ tile, number, showNumber }: { tile: WallTile; number: number; showNumber: boolean }) {
  const { t } = useTranslation();
  const { look } = tile;
  const signs = [
    tile.locked && (['lock', t('wall.locked'), t('wall.signLocked')] as const),
    tile.takesAlarms && (['alarms', t('wall.takesAlarms'), t('wall.signAlarms')] as const),
    tile.span !== null && (['span', t('wall.spanned'), t('wall.signSpan')] as const),
    look.frozenAt !== null && (['frozen', t('wall.frozen'), t('wall.signFrozen')] as const),
    look.zoom > 1 && (['zoom', t('wall.zoomed', { zoom: look.zoom.toFixed(1) }), `${look.zoom.toFixed(1)}×`] as const),
    look.volume > 0 && (['sound', t('wall.heard', { percent: Math.round(look.volume * 100) }), '♪'] as const),
  ].filter((sign) => sign !== false);
  return (
    <>
      {showNumber && <span className={styles.tileNumber}>{number}</span>}
      {signs.length > 0 && (
        <span className={styles.signs}>
          {signs.map(([kind, title, sign]) => (
            <span key={kind} className={styles.sign} data-sign={kind} title={title}>{sign}</span>
          ))}
        </span>
      )}
    </>
  );
}
