import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TFunction } from 'i18next';
import type { UnitId } from '#protocol/nouns/ids.ts';
import { errorSentence } from '../../../i18n/errorSentence.ts';
import { useCapability, useHall, useHallState, useLinkState } from '../../hall/index.ts';
import { DeskTalk, type TalkState } from '../model/deskTalk.ts';
import { obstacleOf } from '../model/obstacleOf.ts';
import styles from './TalkButton.module.css';
import { useHearing } from './useHearing.ts';

/** A shorter press keeps the talk on until the next one. */
const TAP_MS = 300;
const IDLE: TalkState = { phase: 'idle', trouble: null };

/** Talk to this unit: hold the button or the space bar, or tap. Disabled with the reason in its title. */
export function TalkButton({ unitId }: { readonly unitId: UnitId }) {
  const { t } = useTranslation();
  const { talk, state } = useTalk(unitId);
  const { hears, speaker } = useHearing(unitId);
  const mayTalk = useCapability('alarms.handle');
  const linkOnline = useLinkState(({ phase }) => phase === 'online');
  const unitOnline = useHallState(({ units }) => units.get(unitId)?.online ?? false);
  const pressedAt = useRef<number | null>(null);
  const [kept, setKept] = useState(false);
  const active = state.phase !== 'idle';
  // While it is this desk that speaks, the hall's word about the speaker is about itself.
  const obstacle = active ? null : obstacleOf({ mayTalk, linkOnline, unitOnline, hears, speaker });
  const press = (at: number) => {
    if (active) {
      talk.current?.end();
      pressedAt.current = null;
      return;
    }
    pressedAt.current = at;
    setKept(false);
    void talk.current?.begin();
  };
  const release = (at: number) => {
    const since = pressedAt.current;
    pressedAt.current = null;
    if (since === null) {
      return;
    }
    if (at - since < TAP_MS) setKept(true);
    else talk.current?.end();
  };
  const reason = obstacle === null ? t('talk.hint') : t(`talk.${obstacle}`, { name: speaker ?? '' });
  const trouble = troubleText(t, state);
  return (
    <span className={styles.talk}>
      <button
        type="button"
        className={styles.button}
        data-role="talk"
        data-state={state.phase}
        data-obstacle={obstacle ?? undefined}
        aria-pressed={active}
        disabled={obstacle !== null}
        title={active && kept ? t('talk.kept') : reason}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          press(event.timeStamp);
        }}
        onPointerUp={(event) => release(event.timeStamp)}
        onPointerCancel={(event) => release(event.timeStamp)}
        onKeyDown={(event) => {
          if (event.key !== ' ' && event.key !== 'Enter') return;
          event.preventDefault();
          if (!event.repeat) press(event.timeStamp);
        }}
        onKeyUp={(event) => {
          if (event.key === ' ' || event.key === 'Enter') release(event.timeStamp);
        }}
        onBlur={(event) => release(event.timeStamp)}
      >
        <span className={styles.lamp} />
        {active ? t(state.phase === 'talking' ? 'talk.talking' : 'talk.connecting') : t('talk.talk')}
      </button>
      {trouble !== null && <span className={styles.trouble} role="status" data-role="talk-trouble">{trouble}</span>}
    </span>
  );
}

function useTalk(unitId: UnitId) {
  const { link } = useHall();
  const talk = useRef<DeskTalk | null>(null);
  const [state, setState] = useState<TalkState>(IDLE);
  useEffect(() => {
    const made = new DeskTalk({ link, unitId });
    talk.current = made;
    const stop = made.state.subscribe(setState);
    return () => {
      stop();
      made.close();
      setState(IDLE);
      talk.current = null;
    };
  }, [link, unitId]);
  return { talk, state };
}

function troubleText(t: TFunction, { trouble }: TalkState): string | null {
  switch (trouble?.kind) {
    case 'refused': return errorSentence(t, trouble.error);
    case 'noMicrophone': return t('talk.noMicrophone');
    case 'stopped': return t(`talk.stopped.${trouble.reason}`);
    default: return null;
  }
}
