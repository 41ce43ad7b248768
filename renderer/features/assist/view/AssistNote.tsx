import { useTranslation } from 'react-i18next';
import type { ErrorCode } from '#protocol/errors.ts';
import type { UnitId } from '#protocol/nouns/ids.ts';
import { errorSentence } from '../../../i18n/errorSentence.ts';
import { useHallState, useTick } from '../../hall/index.ts';
import { newsOfUnit } from '../model/newsOfUnit.ts';
import styles from './AssistNote.module.css';

/** On a tile: what was asked of its unit, and for ten seconds what came of it. */
export function AssistNote({ unitId, problem }: { unitId: UnitId; problem: ErrorCode | null }) {
  const { t } = useTranslation();
  const now = useTick();
  const assists = useHallState((state) => state.log.assists);
  const news = newsOfUnit(assists, unitId, now);
  if (problem !== null) {
    return <span className={styles.note} data-state="problem" role="status">{errorSentence(t, problem)}</span>;
  }
  if (news === null) {
    return null;
  }
  const { kind, state, refusal } = news;
  const reason = refusal === null ? '' : t('assist.because', { reason: t(`assist.refusal.${refusal}`) });
  return <span className={styles.note} data-role="assist-note" data-state={state} role="status">{`${t(`assist.kind.${kind}`)}：${t(`assist.state.${state}`)}${reason}`}</span>;
}
