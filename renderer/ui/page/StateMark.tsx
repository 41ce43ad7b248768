import styles from './Detail.module.css';

export type MarkTone = 'live' | 'calm' | 'waiting' | 'faint';

/** A dot and a word. Green is for what is alive, amber for what waits for a person. */
export function StateMark({ tone, text }: { tone: MarkTone; text: string }) {
  return <span className={styles.mark} data-tone={tone}><i />{text}</span>;
}
