import { useTranslation } from 'react-i18next';
import type { Playback } from '#protocol/media/recordings.ts';
import type { SessionId } from '#protocol/nouns/ids.ts';
import { spanWords } from '../../model/timeline.ts';
import styles from './Player.module.css';

/** Who has it in hand, or why it ended. */
export function PlaybackWords({ playback: { from, until, holder, ending, state }, sessionId }: { playback: Playback; sessionId: SessionId | null }) {
  const { t } = useTranslation();
  const span = spanWords({ from, until });
  if (ending !== null) {
    const fault = ending.fault === null ? '' : t(`sources.fault.${ending.fault}`);
    return <p className={styles.words} role="status" data-ending={ending.why}>{ending.why === 'fault' ? t('recordings.endings.fault', { fault, detail: ending.detail }) : t(`recordings.endings.${ending.why}`)}</p>;
  }
  const who = holder === null ? t('recordings.nobodyHolds') : holder.sessionId === sessionId ? '' : t('recordings.heldBy', { name: holder.name });
  return <p className={styles.words} role="status">{t('recordings.playsSpan', { span })}{who === '' ? '' : ` · ${who}`}{state === 'playing' && who === '' ? ` · ${t('recordings.keys')}` : ''}</p>;
}
