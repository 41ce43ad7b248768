import { useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import type { Enrolment } from '../model/createEnrolment.ts';
import type { FieldStation } from '../model/fieldStation.ts';
import { headlineOf, linkTrouble, type StationState } from '../model/stationState.ts';
import type { SosButton } from '../model/sosButton.ts';
import type { TalkEar } from '../model/talkEar.ts';
import { BriefingCard } from './BriefingCard.tsx';
import { EnrolForm } from './EnrolForm.tsx';
import styles from './FieldScreen.module.css';
import { MicrophoneIcon, SwitchIcon } from './icons.tsx';
import { SosPanel } from './SosPanel.tsx';
import type { Texts } from './texts.ts';

type Props = {
  readonly station: FieldStation;
  readonly sos: SosButton;
  readonly ear: TalkEar;
  readonly texts: Texts;
  /** False where nobody looks: the picture is then not painted here. */
  readonly showPreview: boolean;
  /** Which unit this device is; without that there is nothing to start. */
  readonly enrolment: Enrolment;
};

/** Refusals that only a new code mends. */
const NEEDS_CODE: ReadonlySet<string> = new Set(['tokenInvalid', 'tokenExpired', 'tokenRevoked', 'forbidden']);

/** The whole page of a field unit, made for one thumb. */
export function FieldScreen({ station, sos, ear, texts, showPreview, enrolment }: Props) {
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
  return (
    <main className={styles.screen}>
      {showPreview && state.preview !== null ? <Preview stream={state.preview} mirrored={state.facing === 'user' && state.display === 'plain'} label={texts('preview')} /> : null}
      <header className={styles.head}>
        <Speaker ear={ear} texts={texts} />
        {state.exercise ? <p className={styles.exercise} data-role="exercise">{texts('exercise')}</p> : null}
        <Headline state={state} texts={texts} />
        <p className={styles.unit}>{state.unit === null ? (name ?? texts('title')) : `${state.unit.name} · ${state.unit.courtName}`}</p>
        <Facts state={state} texts={texts} />
      </header>
      {trouble === null ? null : (
        <section className={styles.trouble} role="alert">
          <p>{trouble.sentence}</p>
          <p className={styles.code}>{texts('code', { code: trouble.code })}</p>
          <button type="button" className={styles.retry} onClick={() => station.retry()}>
            {texts('retry')}
          </button>
        </section>
      )}
      {!hasToken || needsCode ? working && !needsCode ? <p className={styles.hint} role="status">{texts('enrol.working')}</p> : enrol : null}
      {hasToken && !state.running ? <p className={styles.hint}>{name === null ? texts('hint') : texts('enrol.done', { name })}</p> : null}
      {state.briefing === null ? null : <BriefingCard briefing={state.briefing} now={() => station.now()} texts={texts} />}
      {hasToken ? <SosPanel sos={sos} texts={texts} onPress={() => station.pressSos()} /> : null}
      {hasToken ? <Controls station={station} state={state} texts={texts} /> : null}
    </main>
  );
}

/** Who speaks through this device now. */
function Speaker({ ear, texts }: { ear: TalkEar; texts: Texts }) {
  const { name, plays } = useStore(ear.state);
  return name === null ? null : <p className={styles.speaker} role="status" data-role="speaker" data-plays={plays}>{texts('spoken', { name })}</p>;
}

function Headline({ state, texts }: { state: StationState; texts: Texts }) {
  const headline = headlineOf(state);
  const { videoViewers, audioListeners } = state.sender;
  return (
    <div className={styles.headline} data-headline={headline} role="status">
      <span className={styles.lamp} />
      <strong>{texts(`headline.${headline}`)}</strong>
      {headline === 'live' ? <span>{videoViewers > 0 ? texts('watched', { count: videoViewers }) : texts('unwatched')}</span> : null}
      {headline === 'live' && audioListeners > 0 ? <span className={styles.heard}>{texts('heard')}</span> : null}
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
      {state.display === 'plain' ? <li>{texts('plain')}</li> : null}
    </ul>
  );
}

function Controls({ station, state, texts }: { station: FieldStation; state: StationState; texts: Texts }) {
  const silent = state.running && state.preview !== null && !state.hasMicrophone;
  return (
    <footer className={styles.controls}>
      <button type="button" className={styles.side} onClick={() => station.switchCamera()}>
        <SwitchIcon />
        {texts('switchCamera')}
      </button>
      <button
        type="button"
        className={styles.main}
        data-running={state.running}
        onClick={() => (state.running ? station.stop() : station.start())}
      >
        <span className={styles.mark} />
        {texts(state.running ? 'stop' : 'start')}
      </button>
      <button type="button" className={styles.side} disabled={silent} aria-pressed={state.muted} onClick={() => station.setMuted(!state.muted)}>
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
