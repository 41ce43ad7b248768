import { useTranslation } from 'react-i18next';
import { channelKey, channelOf } from '#protocol/media/talk.ts';
import type { UnitId } from '#protocol/nouns/ids.ts';
import { useCapability, useHallState, useLinkState } from '../../hall/index.ts';
import { obstacleOf } from '../model/obstacleOf.ts';
import styles from './TalkButton.module.css';
import { speakingText, troubleText } from './troubleText.ts';
import { useHearing } from './useHearing.ts';
import { usePressToTalk } from './usePressToTalk.ts';
import { useTalkDesk, useTalkLine } from './useTalkDesk.ts';

/** Talk to this unit: hold the button or the space bar, or tap; beside it a call both ways. Disabled with the reason in its title. */
export function TalkButton({ unitId }: { readonly unitId: UnitId }) {
  const mayTalk = useCapability('talk.use');
  const desk = useCapability('alarms.handle');
  return mayTalk && desk ? <DeskTalkButton unitId={unitId} /> : null;
}

function DeskTalkButton({ unitId }: { readonly unitId: UnitId }) {
  const { t } = useTranslation();
  const desk = useTalkDesk();
  const channel = channelOf.unit(unitId);
  const key = channelKey(channel);
  const speaking = useTalkLine((state) => (state.speaking !== null && channelKey(state.speaking.channel) === key ? state.speaking : null));
  const elsewhere = useTalkLine((state) => state.speaking !== null && channelKey(state.speaking.channel) !== key);
  const trouble = useTalkLine((state) => state.trouble);
  const call = useTalkLine((state) => state.calls.find((one) => one.unitId === unitId));
  const chosen = desk.state.getState().chosen;
  const { hears, speaker } = useHearing(unitId);
  const linkOnline = useLinkState(({ phase }) => phase === 'online');
  const unitOnline = useHallState(({ units }) => units.get(unitId)?.online ?? false);
  const active = speaking !== null;
  // While it is this desk that speaks, the hall's word about the speaker is about itself; a unit that speaks gives way to a desk.
  const obstacle = active ? null : obstacleOf({ linkOnline, unitOnline, hears });
  const { kept, handlers } = usePressToTalk({ active, press: () => desk.press(channel), release: () => desk.line.release() });
  const reason = obstacle === null ? (speaker === null ? t('talk.hint') : t('talk.busy', { name: speaker })) : t(`talk.${obstacle}`);
  const words = chosen !== null && channelKey(chosen) === key && !elsewhere ? troubleText(t, trouble) : null;
  return (
    <span className={styles.talk}>
      <button
        type="button"
        className={styles.button}
        data-role="talk"
        data-state={speaking === null ? 'idle' : speaking.phase === 'talking' ? 'talking' : 'connecting'}
        data-obstacle={obstacle ?? undefined}
        aria-pressed={active}
        disabled={obstacle !== null || elsewhere || call !== undefined}
        title={kept ? t('talk.kept') : reason}
        {...handlers}
      >
        <span className={styles.lamp} />
        {speaking === null ? t('talk.talk') : speakingText(t, speaking)}
      </button>
      {call === undefined
        ? <button type="button" className={styles.button} data-role="call-unit" disabled={obstacle !== null || active} title={obstacle === null ? t('talk.callHint') : reason} onClick={() => void desk.line.call(unitId)}>{t('talk.call')}</button>
        : <button type="button" className={styles.button} data-role="hang-up" data-state="talking" onClick={() => desk.line.hangUp(call.talkId)}><span className={styles.lamp} />{t(call.state === 'ringing' ? 'talk.ringingOut' : 'talk.hangUp')}</button>}
      {words !== null && <span className={styles.trouble} role="status" data-role="talk-trouble">{words}</span>}
    </span>
  );
}
