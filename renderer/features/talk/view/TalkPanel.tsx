import { Button, Menu, Slider } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { channelKey, channelOf, type TalkCall, type TalkChannel } from '#protocol/media/talk.ts';
import { EmptyNote } from '../../../ui/EmptyNote.tsx';
import { ListPanel } from '../../../ui/panel/ListPanel.tsx';
import { ActionButton } from '../../command/index.ts';
import { useCapability, useHallNow, useHallState, useSession } from '../../hall/index.ts';
import { MicrophoneChooser } from './MicrophoneChooser.tsx';
import styles from './TalkPanel.module.css';
import { speakingText, troubleText } from './troubleText.ts';
import { usePressToTalk } from './usePressToTalk.ts';
import { useTalkDesk, useTalkLine } from './useTalkDesk.ts';

/** 对讲: the channels of this desk and who speaks in each, calls, and the microphone. */
export function TalkPanel() {
  const { t } = useTranslation();
  const desk = useTalkDesk();
  const { tuned } = useStore(desk.state);
  const listening = useTalkLine((state) => state.listening);
  const calls = useTalkLine((state) => state.calls);
  const trouble = useTalkLine((state) => state.trouble);
  const words = troubleText(t, trouble);
  return (
    <ListPanel role="talk-panel" fresh={listening} tools={<TuneMenu />}>
      {!listening && <p className={styles.note} role="status">{t('talk.notListening')}</p>}
      {calls.map((call) => <CallRow key={call.talkId} call={call} />)}
      {tuned.length === 0 ? <EmptyNote title={t('talk.none')} hint={t('talk.noneHint')} /> : tuned.map((channel) => <ChannelRow key={channelKey(channel)} channel={channel} />)}
      {words !== null && <p className={styles.trouble} role="status" data-role="talk-trouble">{words}</p>}
      <MicrophoneChooser />
    </ListPanel>
  );
}

function TuneMenu() {
  const { t } = useTranslation();
  const desk = useTalkDesk();
  const { court } = useSession();
  const isDesk = useCapability('alarms.handle');
  const operations = useHallState((state) => state.log.operations);
  const open = [...operations.values()].filter(({ state }) => state !== 'concluded' && state !== 'calledOff');
  return (
    <Menu withinPortal position="bottom-end">
      <Menu.Target><Button size="compact-xs" variant="default" data-action="talk.tune">{t('talk.tune')}</Button></Menu.Target>
      <Menu.Dropdown className={styles.menu}>
        {isDesk && <Menu.Item onClick={() => desk.tuneTo(channelOf.court(court.courtCode))}>{t('talk.allCall', { name: court.name })}</Menu.Item>}
        {open.map(({ operationId, title }) => <Menu.Item key={operationId} onClick={() => desk.tuneTo(channelOf.operation(operationId))}>{title}</Menu.Item>)}
        {open.length === 0 && <Menu.Label>{t('talk.noOperations')}</Menu.Label>}
      </Menu.Dropdown>
    </Menu>
  );
}

function ChannelRow({ channel }: { channel: TalkChannel }) {
  const { t } = useTranslation();
  const desk = useTalkDesk();
  const key = channelKey(channel);
  const chosen = useStore(desk.state, (state) => state.chosen !== null && channelKey(state.chosen) === key);
  const floor = useTalkLine((state) => state.floors.get(key));
  const speaking = useTalkLine((state) => (state.speaking !== null && channelKey(state.speaking.channel) === key ? state.speaking : null));
  const elsewhere = useTalkLine((state) => state.speaking !== null && channelKey(state.speaking.channel) !== key);
  const { kept, handlers } = usePressToTalk({ active: speaking !== null, press: () => desk.press(channel), release: () => desk.line.release() });
  const speaker = floor?.speaker ?? null;
  const title = channel.kind === 'court' ? t('talk.allCall', { name: floor?.title ?? '' }) : (floor?.title ?? '');
  return (
    <section className={styles.channel} data-role="talk-channel" data-chosen={chosen} data-channel={key} onClick={() => desk.choose(channel)}>
      <header className={styles.head}>
        <span className={styles.kind}>{t(`talk.kind.${channel.kind}`)}</span>
        <strong className={styles.title} title={title}>{title}</strong>
        {chosen && <kbd className={styles.key} title={t('talk.keyHint')}>T</kbd>}
        <ActionButton size="compact-xs" onClick={() => desk.leave(channel)} data-action="talk.leave">{t('talk.leave')}</ActionButton>
      </header>
      <p className={styles.speaker} role="status" data-live={speaker !== null}>
        {speaker === null ? t('talk.free') : <><span className={styles.lamp} />{speaker.name} <Seconds since={speaker.since} /></>}
        {floor !== undefined && floor.waiting.length > 0 && <span>{t('talk.queue', { names: floor.waiting.join('、') })}</span>}
      </p>
      <div className={styles.tools}>
        <button type="button" className={styles.press} data-role="talk-press" data-state={speaking?.phase ?? 'idle'} aria-pressed={speaking !== null} disabled={elsewhere} title={kept ? t('talk.kept') : t('talk.hint')} {...handlers}>
          {speaking === null ? t('talk.hold') : speakingText(t, speaking)}
        </button>
        <Slider className={styles.volume} size="xs" min={0} max={100} step={5} defaultValue={100} aria-label={t('talk.volume')} label={(percent) => `${percent}%`} onChange={(percent) => desk.line.setVolume(channel, percent / 100)} />
      </div>
    </section>
  );
}

function CallRow({ call }: { call: TalkCall }) {
  const { t } = useTranslation();
  const desk = useTalkDesk();
  const rings = call.state === 'ringing' && call.fromUnit;
  const words = rings ? t('talk.rings', { name: call.unitName }) : call.state === 'ringing' ? t('talk.callsOut', { name: call.unitName }) : call.connected ? t('talk.inCall', { name: call.unitName }) : t('talk.callBreaks', { name: call.unitName });
  return (
    <section className={styles.call} data-role="talk-call" data-state={call.state}>
      <p className={styles.speaker} role={rings ? 'alert' : 'status'}><span className={styles.lamp} />{words} {call.state === 'open' && <Seconds since={call.since} />}</p>
      <div className={styles.tools}>
        {rings && <ActionButton size="compact-xs" onClick={() => void desk.line.answer(call.talkId, true)} data-action="talk.answer">{t('talk.answer')}</ActionButton>}
        <ActionButton size="compact-xs" onClick={() => (rings ? void desk.line.answer(call.talkId, false) : desk.line.hangUp(call.talkId))} data-action="talk.hangUp">{t(rings ? 'talk.decline' : 'talk.hangUp')}</ActionButton>
      </div>
    </section>
  );
}

function Seconds({ since }: { since: number }) {
  const { t } = useTranslation();
  const now = useHallNow();
  return <span className={styles.seconds}>{t('talk.seconds', { count: Math.max(0, Math.floor((now - since) / 1_000)) })}</span>;
}
