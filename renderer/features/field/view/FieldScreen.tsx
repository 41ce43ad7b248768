import { useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import type { AssistDesk } from '../model/assistDesk.ts';
import type { Enrolment } from '../model/createEnrolment.ts';
import type { FieldStation } from '../model/fieldStation.ts';
import { headlineOf, linkTrouble, type StationState } from '../model/stationState.ts';
import type { PageUpdate } from '../model/pageUpdate.ts';
import type { SosButton } from '../model/sosButton.ts';
import type { FieldTalk } from '../model/fieldTalk.ts';
import { AssistCard } from './AssistCard.tsx';
import { AudienceBanner } from './AudienceBanner.tsx';
import { BriefingCard } from './BriefingCard.tsx';
import { EnrolForm } from './EnrolForm.tsx';
import { FieldTabs, type FieldTab } from './FieldTabs.tsx';
import styles from './FieldScreen.module.css';
import { MicrophoneIcon, SwitchIcon, TorchIcon } from './icons.tsx';
import { SosPanel } from './SosPanel.tsx';
import { TalkBar } from './talk/TalkBar.tsx';
import type { Texts } from './texts.ts';

type Props = {
  readonly station: FieldStation;
  readonly sos: SosButton;
  readonly talk: FieldTalk;
  readonly assists: AssistDesk;
  readonly update: PageUpdate;
  readonly texts: Texts;
  /** False where nobody looks: the picture is then not painted here. */
  readonly showPreview: boolean;
  /** Which unit this device is; without that there is nothing to start. */
  readonly enrolment: Enrolment;
};

/** Refusals that only a new code mends. */
const NEEDS_CODE: ReadonlySet<string> = new Set(['tokenInvalid', 'tokenExpired', 'tokenRevoked', 'forbidden']);

/** The whole page of a field unit, made for one thumb. */
export function FieldScreen({ station, sos, talk, assists, update, texts, showPreview, enrolment }: Props) {
  const state = useStore(station.state);
  const { token, name, working } = useStore(enrolment.state);
  const hasToken = token !== null;
  const trouble = troubleOf(state, texts);
  const needsCode = trouble !== null && NEEDS_CODE.has(trouble.code);
  const enrol = (
    <EnrolForm
      enrolment={enrolment}
      texts={texts}
      // What runs under the former enrolment goes on under the new one.
      onEnrolled={() => {
        if (station.state.getState().running) {
          station.stop();
          station.start();
        }
      }}
    />
  );
  const live = (
    <>
      {trouble === null ? null : (
        <section className={styles.trouble} role="alert" data-role="field-trouble">
          <p>{trouble.sentence}</p>
          {state.cameraProblem !== null && state.hasMicrophone && !state.muted && state.phase === 'online' ? <p>{texts('soundAlone')}</p> : null}
          <p className={styles.code}>{texts('code', { code: trouble.code })}</p>
          <button type="button" className={styles.retry} data-role="field-retry" onClick={() => station.retry()}>{texts('retry')}</button>
        </section>
      )}
      {!hasToken || needsCode ? working && !needsCode ? <p className={styles.hint} role="status">{texts('enrol.working')}</p> : enrol : null}
      {hasToken && !state.running ? <p className={styles.hint}>{name === null ? texts('hint') : texts('enrol.done', { name })}<br />{texts('lookBackNote')}</p> : null}
    </>
  );
  const tabs: FieldTab[] = [{ key: 'live', label: texts('tab.live'), waiting: 0, content: live }];
  if (state.briefing !== null && state.briefing.operation !== null) {
    const { briefing } = state;
    tabs.push({ key: 'task', label: texts('tab.task'), waiting: 0, content: <BriefingCard briefing={briefing} now={() => station.now()} texts={texts} /> });
  }
  return (
    <main className={styles.screen}>
      {showPreview && state.preview !== null ? <Preview stream={state.preview} mirrored={state.facing === 'user' && state.display === 'plain'} label={texts('preview')} /> : null}
      <header className={styles.head}>
        {state.exercise ? <p className={styles.exercise} data-role="exercise">{texts('exercise')}</p> : null}
        <Headline state={state} texts={texts} />
        <p className={styles.unit}>{state.unit === null ? (name ?? texts('title')) : `${state.unit.name} · ${state.unit.courtName}`}</p>
        <Facts state={state} texts={texts} />
        {headlineOf(state) !== 'live' || state.watched === null ? null : <AudienceBanner watched={state.watched} texts={texts} />}
      </header>
      <UpdateButton update={update} sos={sos} running={state.running} texts={texts} />
      <AssistCard assists={assists} texts={texts} />
      <FieldTabs tabs={tabs} />
      {hasToken ? <div className={styles.talk}><TalkBar talk={talk} texts={texts} /></div> : null}
      {hasToken ? <SosPanel sos={sos} texts={texts} onPress={() => station.pressSos()} /> : null}
      {hasToken ? <Controls station={station} state={state} texts={texts} /> : null}
    </main>
  );
}

/** Never while something is sent or somebody is in danger. */
function UpdateButton({ update, sos, running, texts }: { update: PageUpdate; sos: SosButton; running: boolean; texts: Texts }) {
  const { ready } = useStore(update.state);
  const { unsent, open } = useStore(sos.state);
  const quiet = !running && unsent === null && (open === null || open.state === 'resolved');
  return ready && quiet ? <button type="button" className={styles.update} data-role="field-update" onClick={() => update.take()}>{texts('update')}</button> : null;
}

function Headline({ state, texts }: { state: StationState; texts: Texts }) {
  const headline = headlineOf(state);
  return (
    <div className={styles.headline} data-headline={headline} role="status">
      <span className={styles.lamp} />
      <strong>{texts(`headline.${headline}`)}</strong>
      {headline === 'live' ? <span data-role="field-quality" data-quality={state.sender.quality}>{texts(`quality.${state.sender.quality}`)}</span> : null}
    </div>
  );
}

function Facts({ state, texts }: { state: StationState; texts: Texts }) {
  if (!state.running) {
    return null;
  }
  const { battery, place, positionProblem } = state;
  const position =
    positionProblem !== null
      ? texts(`position.${positionProblem}`)
      : place === null
        ? texts('position.waiting')
        : texts('position.found', { accuracy: Math.round(place.accuracyM) });
  return (
    <ul className={styles.facts}>
      <li data-warning={positionProblem !== null}>{position}</li>
      {battery === null ? null : (
        <li data-warning={battery.percent <= 15 && !battery.charging}>
          {texts(battery.charging ? 'charging' : 'battery', { percent: battery.percent })}
        </li>
      )}
      {state.muted ? <li data-warning="true">{texts('muted')}</li> : null}
      {state.raised ? <li>{texts('raised')}</li> : null}
      {state.display === 'plain' ? <li>{texts('plain')}</li> : null}
    </ul>
  );
}

function Controls({ station, state, texts }: { station: FieldStation; state: StationState; texts: Texts }) {
  const silent = state.running && state.preview !== null && !state.hasMicrophone;
  return (
    <footer className={styles.controls}>
      <div className={styles.pair}>
        <button type="button" className={styles.side} data-role="field-switch" onClick={() => station.switchCamera()}>
          <SwitchIcon />
          {texts('switchCamera')}
        </button>
        {state.torch === 'none' ? null : (
          <button type="button" className={styles.side} data-role="field-torch" aria-pressed={state.torch === 'on'} onClick={() => void station.setTorch(state.torch === 'off').catch(() => undefined)}>
            <TorchIcon />
            {texts(state.torch === 'on' ? 'torch.off' : 'torch.on')}
          </button>
        )}
      </div>
      <button
        type="button"
        className={styles.main}
        data-role="field-start"
        data-running={state.running}
        onClick={() => (state.running ? station.stop() : station.start())}
      >
        <span className={styles.mark} />
        {texts(state.running ? 'stop' : 'start')}
      </button>
      <button type="button" className={styles.side} data-role="field-mute" disabled={silent} aria-pressed={state.muted} onClick={() => station.setMuted(!state.muted)}>
        <MicrophoneIcon off={state.muted || silent} />
        {texts(silent ? 'noMicrophone' : state.muted ? 'unmute' : 'mute')}
      </button>
    </footer>
  );
}

function Preview({ stream, mirrored, label }: { stream: MediaStream; mirrored: boolean; label: string }) {
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    if (video.current !== null) {
      video.current.srcObject = stream;
    }
  }, [stream]);
  return <video ref={video} className={styles.preview} data-mirrored={mirrored} aria-label={label} autoPlay muted playsInline />;
}

function troubleOf(state: StationState, texts: Texts): { sentence: string; code: string } | null {
  const link = linkTrouble(state);
  if (link !== null && state.phase === 'refused') {
    return { sentence: texts(`trouble.${link}`), code: state.linkError ?? link };
  }
  if (state.cameraProblem !== null) {
    return { sentence: texts(`camera.${state.cameraProblem}`), code: `camera.${state.cameraProblem}` };
  }
  return link === null ? null : { sentence: texts(`trouble.${link}`), code: state.linkError ?? link };
}
