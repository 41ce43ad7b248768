import styles from './MiddleEllipsis.module.css';

const TAIL_LETTERS = 8;

/** A name too long for its place loses its middle: court names begin alike, and what tells teams apart stands at the end. */
export function MiddleEllipsis({ text }: { text: string }) {
  const letters = Array.from(text);
  const cut = letters.length > 2 * TAIL_LETTERS ? letters.length - TAIL_LETTERS : letters.length;
  return (
    <span className={styles.root} title={text}>
      <span className={styles.head}>{letters.slice(0, cut).join('')}</span>
      {cut < letters.length && <span className={styles.tail}>{letters.slice(cut).join('')}</span>}
    </span>
  );
}
