import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FeedId } from '#protocol/nouns/ids.ts';
import { errorSentence } from '../../../i18n/errorSentence.ts';
import { useHall } from '../../hall/index.ts';
import { LookBackPlayer, type LookBackState } from '../model/lookBackPlayer.ts';
import styles from './LookBack.module.css';

type Props = {
  readonly feedId: FeedId;
  /** Hall time, ms since the epoch. */
  readonly endsAt: number;
  readonly lengthMs: number;
  readonly loop: boolean;
  /** After the last picture; never with `loop`. */
  readonly onEnd?: () => void;
};

/** The last seconds of a feed, filling its parent; marked so that nobody takes it for live. */
export function LookBack({ feedId, endsAt, lengthMs, loop, onEnd }: Props) {
  const { t } = useTranslation();
  const { link } = useHall();
  const canvas = useRef<HTMLCanvasElement>(null);
  const ended = useRef(onEnd);
  const [state, setState] = useState<LookBackState>({ phase: 'loading' });
  useEffect(() => {
    ended.current = onEnd;
  });
  useEffect(() => {
    if (canvas.current === null) {
      return undefined;
    }
    const player = LookBackPlayer.start({ link, feedId, endsAt, lengthMs, loop, canvas: canvas.current, onEnd: () => ended.current?.() });
    const stop = player.state.subscribe(setState);
    setState(player.state.getState());
    return () => {
      stop();
      player.close();
    };
  }, [link, feedId, endsAt, lengthMs, loop]);
  const notice = noticeOf(state);
  return (
    <div className={styles.frame} data-role="look-back" data-state={state.phase} data-cause={state.phase === 'cannotDecode' ? state.cause : undefined}>
      <canvas ref={canvas} className={styles.picture} data-shown={state.phase === 'playing' || state.phase === 'ended'} />
      <div className={styles.mark}>
        <strong>{t('lookBack.mark')}</strong>
        {state.phase === 'playing' && <span className={styles.time} data-role="look-back-time">{behindText(state.behindS)}</span>}
        {state.phase === 'ended' && <span>{t('lookBack.ended')}</span>}
      </div>
      {notice !== null && <p className={styles.notice} role="status">{notice === 'absent' && state.phase === 'absent' ? errorSentence(t, state.error) : t(`lookBack.${notice === 'absent' ? 'loading' : notice}`)}</p>}
    </div>
  );
}

function noticeOf({ phase }: LookBackState): 'loading' | 'cannotDecode' | 'absent' | null {
  return phase === 'playing' || phase === 'ended' ? null : phase;
}

/** −mm:ss before the end of what is shown. */
function behindText(seconds: number): string {
  const two = (value: number) => String(value).padStart(2, '0');
  return `−${two(Math.floor(seconds / 60))}:${two(seconds % 60)}`;
}
