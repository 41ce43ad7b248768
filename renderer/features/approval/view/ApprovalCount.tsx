import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { useCues, type Cue } from '../../attention/index.ts';
import styles from './Approval.module.css';
import { useApprovalQueue } from './ApprovalProvider.tsx';

const MOST_CUES = 20;

/** On the page's tab: how many wait for this person's decision. What comes while the page is not looked at is told. */
export function ApprovalCount() {
  const { t } = useTranslation();
  const { rows, total } = useStore(useApprovalQueue().state);
  const cues = useMemo(() => (rows ?? []).slice(0, MOST_CUES).map(({ taskId, title, stateSince, urgent }): Cue => ({ id: `approval/${taskId}/${stateSince}`, panel: 'approval', urgency: urgent ? 'notice' : 'info', at: stateSince, title: t('approval.cue', { title }) })), [rows, t]);
  useCues('approval/', cues);
  return total === 0 ? null : <span className={styles.count} data-role="approval-count" aria-label={t('approval.waiting', { count: total })}>{total}</span>;
}
