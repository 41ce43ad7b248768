import { useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { channelKey, TALK_WARNING_MS, type TalkCall, type TalkChannel } from '#protocol/media/talk.ts';
import type { Speaking, TalkLineState, TalkTrouble } from '../../../../media/talk/talkLine.ts';
import { usualChannel, type FieldTalk } from '../../model/fieldTalk.ts';
import type { Texts } from '../texts.ts';
import styles from './TalkBar.module.css';

type Props = { readonly talk: FieldTalk; /** Hall time, ms. */ readonly now: () => number; readonly texts: Texts };

/** Talk for one thumb: who speaks, a button to hold, a call both ways. Nothing while there is no session. */
export function TalkBar({ talk, now, texts }: Props) {
  const state = useStore(talk.state);
  const [chosenKey, setChosen] = useState<string | null>(null);
  if (state === null) {
    return null;
  }
  const mayHold = state.own.filter(({ kind }) => kind !== 'court');
  const channel = mayHold.find((own) => channelKey(own) === chosenKey) ?? usualChannel(state.own);
  const [call] = state.calls;
  return (
    <section className={styles.bar} data-role="talk" aria-label={texts('talk.title')}>
      <Heard state={state} texts={texts} />
      {call === undefined ? null : <CallCard call={call} talk={talk} texts={texts} />}
      {state.trouble === null ? null : <p className={styles.trouble} role="alert" data-role="talk-trouble">{troubleText(state.trouble, texts)}</p>}
      {mayHold.length > 1 && state.speaking === null ? (
        <select className={styles.channel} aria-label={texts('talk.channel')} value={channel === null ? '' : channelKey(channel)} onChange={(event) => setChosen(event.currentTarget.value)}>
          {mayHold.map((own) => <option key={channelKey(own)} value={channelKey(own)}>{titleOf(own, state, texts)}</option>)}
        </select>
      ) : null}
      {call === undefined ? (
        <div className={styles.buttons}>
          <HoldButton talk={talk} channel={state.listening ? channel : null} speaking={state.speaking} now={now} title={channel === null ? '' : titleOf(channel, state, texts)} texts={texts} />
          <button type="button" className={styles.call} disabled={!state.listening} onClick={() => talk.callCentre()} data-action="talk.call">{texts('talk.callCentre')}</button>
        </div>
      ) : null}
    </section>
  );
}

function Heard({ state, texts }: { state: TalkLineState; texts: Texts }) {
  const [sound] = state.sounds;
  if (sound !== undefined && sound.channel !== null) {
    return <p className={styles.speaker} role="status" data-role="speaker" data-plays="true">{texts('talk.hears', { name: sound.name, channel: titleOf(sound.channel, state, texts) })}</p>;
  }
  return state.listening ? null : <p className={styles.quiet} role="status">{texts('talk.connecting')}</p>;
}

function HoldButton({ talk, channel, speaking, now, title, texts }: Props & { channel: TalkChannel | null; speaking: Speaking | null; title: string }) {
  const held = useRef(false);
  const press = () => {
    if (held.current || channel === null) return;
    held.current = true;
    talk.press(channel);
  };
  const release = () => {
    if (!held.current) return;
    held.current = false;
    talk.release();
  };
  const leftMs = useLeft(speaking?.phase === 'talking' ? speaking.endsAt : null, now);
  const isEnding = leftMs !== null && leftMs <= TALK_WARNING_MS;
  const words = speaking === null ? texts('talk.hold') : speaking.phase === 'talking' ? (speaking.heard > 0 ? texts('talk.speaking', { count: speaking.heard }) : texts('talk.speakingAlone')) : speaking.phase === 'waiting' ? texts('talk.waiting', { place: speaking.place }) : texts('talk.asking');
  return (
    <button
      type="button"
      className={styles.hold}
      data-role="talk-hold"
      data-phase={speaking?.phase ?? 'idle'}
      data-ending={isEnding}
      aria-pressed={speaking !== null}
      disabled={channel === null}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        press();
      }}
      onPointerUp={release}
      onPointerCancel={release}
      onContextMenu={(event) => event.preventDefault()}
      onKeyDown={(event) => {
        if (event.key === ' ' || event.key === 'Enter') {
          event.preventDefault();
          press();
        }
      }}
      onKeyUp={(event) => {
        if (event.key === ' ' || event.key === 'Enter') release();
      }}
      onBlur={release}
    >
      <strong>{words}</strong>
      <span>{leftMs === null ? title : texts(isEnding ? 'talk.ending' : 'talk.left', { seconds: Math.ceil(leftMs / 1_000) })}</span>
    </button>
  );
}

/** How long the floor is still one's own, ms; null: it has no end. */
function useLeft(endsAt: number | null, now: () => number): number | null {
  const [, look] = useState(0);
  useEffect(() => {
    if (endsAt === null) return;
    const timer = setInterval(() => look((turn) => turn + 1), 250);
    return () => clearInterval(timer);
  }, [endsAt]);
  return endsAt === null ? null : Math.max(0, endsAt - now());
}

function CallCard({ call, talk, texts }: { call: TalkCall; talk: FieldTalk; texts: Texts }) {
  const rings = call.state === 'ringing' && !call.fromUnit;
  const name = call.deskName ?? texts('talk.centre');
  const words = rings ? texts('talk.rings', { name }) : call.state === 'ringing' ? texts('talk.ringing') : call.connected ? texts('talk.inCall', { name }) : texts('talk.callBreaks', { name });
  return (
    <div className={styles.callCard} data-role="talk-call" data-state={call.state} role={rings ? 'alertdialog' : 'status'} aria-label={words}>
      <p>{words}</p>
      <div className={styles.buttons}>
        {rings ? <button type="button" className={styles.accept} onClick={() => talk.answer(call.talkId, true)} data-action="talk.accept">{texts('talk.accept')}</button> : null}
        <button type="button" className={styles.refuse} onClick={() => (rings ? talk.answer(call.talkId, false) : talk.hangUp(call.talkId))} data-action="talk.hangUp">{texts(rings ? 'talk.refuse' : 'talk.hangUp')}</button>
      </div>
    </div>
  );
}

function titleOf(channel: TalkChannel, state: TalkLineState, texts: Texts): string {
  return channel.kind === 'unit' ? texts('talk.centre') : (state.floors.get(channelKey(channel))?.title ?? '');
}

function troubleText(trouble: TalkTrouble, texts: Texts): string {
  if (trouble.kind === 'noMicrophone') return texts(trouble.denied ? 'talk.denied' : 'talk.noMicrophone');
  if (trouble.kind === 'stopped') return trouble.reason === 'preempted' ? texts('talk.taken', { name: trouble.name ?? texts('talk.centre') }) : texts(trouble.reason === 'tooLong' ? 'talk.tooLong' : 'talk.stopped');
  return trouble.error.code === 'nobodyAnswers' ? texts('talk.nobody') : texts('talk.refused', { code: trouble.error.code });
}
