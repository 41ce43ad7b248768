import { useTranslation } from 'react-i18next';
import styles from './Exercise.module.css';

/** `row` takes a line of its page, `over` lies on the top edge of a page that knows nothing of it, `wall` is read from afar. */
export type StripeSeat = 'row' | 'over' | 'wall';

/** The words alone. `note`: how the clock runs. */
export function ExerciseStripe({ seat, note = null }: { readonly seat: StripeSeat; readonly note?: string | null }) {
  const { t } = useTranslation();
  return (
    <div className={styles.stripe} data-seat={seat} role="status" data-role="exercise">
      <strong className={styles.title}>{t('exercise.title')}</strong>
      {note !== null && <span className={styles.note} data-role="exercise-clock">{note}</span>}
    </div>
  );
}
