import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { SavedTaskDraft } from '#protocol/tasks/drafts.ts';
import { formatMoment } from '../../../i18n/beijingTime.ts';
import { useHall, useLocale } from '../../hall/index.ts';
import type { DraftKeeper } from '../model/createDraftKeeper.ts';
import styles from './Tasks.module.css';

/** Whether what is being written is at the hall, and what to do where another desk was there, too. */
export function DraftState({ keeper, onTake }: { keeper: DraftKeeper; onTake: (saved: SavedTaskDraft) => void }) {
  const { t } = useTranslation();
  const { link } = useHall();
  const locale = useLocale();
  const { phase, savedAt, newest } = useStore(keeper.state);
  const at = savedAt === null ? '' : formatMoment(savedAt, link.now(), locale);
  return (
    <p className={styles.draftState} role="status" data-role="draft-state" data-phase={phase}>
      {phase === 'overtaken' ? t(newest === null ? 'tasks.draft.discardedElsewhere' : 'tasks.draft.overtaken', { at: newest === null ? '' : formatMoment(newest.savedAt, link.now(), locale) }) : t(`tasks.draft.${phase}`, { at })}
      {phase === 'overtaken' && <Button size="compact-xs" variant="default" onClick={keeper.keepMine}>{t('tasks.draft.keepMine')}</Button>}
      {phase === 'overtaken' && newest !== null && <Button size="compact-xs" variant="default" onClick={() => onTake(newest)}>{t('tasks.draft.takeNewest')}</Button>}
    </p>
  );
}
