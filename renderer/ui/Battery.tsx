import styles from './gauges.module.css';

const LOW_PERCENT = 20;

/** A battery; `percent` 0 to 100, null when it is not known. Grows with the text around it. */
export function Battery({ percent, label }: { percent: number | null; label: string }) {
  const width = percent === null ? 0 : (Math.max(4, percent) / 100) * 15;
  return (
    <svg className={styles.gauge} viewBox="0 0 22 12" role="img" aria-label={label} data-unknown={percent === null}>
      <rect x={0.6} y={1.1} width={18} height={9.8} rx={1.6} className={styles.shell} />
      <rect x={19.4} y={4} width={2} height={4} rx={0.8} className={styles.cap} />
      <rect x={2.1} y={2.6} width={width} height={6.8} rx={0.6} className={styles.charge} data-low={percent !== null && percent <= LOW_PERCENT} />
    </svg>
  );
}
