import styles from './gauges.module.css';

/** Four bars; `bars` 0 to 4, null when it is not known. Grows with the text around it. */
export function SignalBars({ bars, label }: { bars: number | null; label: string }) {
  return (
    <svg className={styles.gauge} viewBox="0 0 18 12" role="img" aria-label={label} data-unknown={bars === null}>
      {[0, 1, 2, 3].map((bar) => (
        <rect key={bar} x={bar * 4.6} y={9 - bar * 3} width={3.2} height={3 + bar * 3} rx={0.6} className={styles.bar} data-on={bars !== null && bar < bars} />
      ))}
    </svg>
  );
}
