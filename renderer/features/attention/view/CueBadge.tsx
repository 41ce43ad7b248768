import { useTranslation } from 'react-i18next';
import { cuesOfPanel, markOf } from '../model/readCues.ts';
import { useAttentionState } from './AttentionProvider.tsx';
import styles from './Attention.module.css';

/** On a panel's tab: a dot, a number, or a number in red. Nothing where nothing waits. */
export function CueBadge({ panel }: { panel: string }) {
  const { t } = useTranslation();
  const text = useAttentionState((state) => {
    const mark = markOf(cuesOfPanel(state, panel));
    return mark === null ? '' : `${mark.urgency} ${mark.count} ${mark.calling}`;
  });
  if (text === '') {
    return null;
  }
  const [urgency = '', count = '0', calling = ''] = text.split(' ');
  return (
    <span className={styles.badge} data-urgency={urgency} data-calling={calling} data-role="cue-badge" aria-label={count === '0' ? t('attention.news') : t('attention.waiting', { count: Number(count) })}>
      {count === '0' ? '' : count}
    </span>
  );
}
