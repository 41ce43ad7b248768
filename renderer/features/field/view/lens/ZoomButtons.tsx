import { ZOOM_STEP, type Zoom } from '../../model/lens/zoom.ts';
import styles from './Lens.module.css';
import type { Texts } from '../texts.ts';

/** Nearer and farther for one thumb. */
export function ZoomButtons({ zoom: { least, most, now }, onZoom, texts }: { zoom: Zoom; onZoom: (factor: number) => void; texts: Texts }) {
  return (
    <div className={styles.zoom} data-role="field-zoom" role="group" aria-label={texts('zoom.title')}>
      <button type="button" aria-label={texts('zoom.out')} disabled={now <= least} onClick={() => onZoom(now / ZOOM_STEP)}>−</button>
      <output>{texts('zoom.now', { factor: (now / least).toFixed(1) })}</output>
      <button type="button" aria-label={texts('zoom.in')} disabled={now >= most} onClick={() => onZoom(now * ZOOM_STEP)}>＋</button>
    </div>
  );
}
