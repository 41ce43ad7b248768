import { useRef, useState, type ReactNode } from 'react';
import { useStore, type StoreApi } from 'zustand';
import type { AssistDesk } from '../model/assistDesk.ts';
import type { Enrolment } from '../model/createEnrolment.ts';
import type { FieldStation } from '../model/fieldStation.ts';
import { headlineOf, linkTrouble, type StationState } from '../model/stationState.ts';
import type { PageUpdate } from '../model/pageUpdate.ts';
import type { Look } from '../model/look.ts';
import type { SosButton } from '../model/sosButton.ts';
import type { FieldTalk } from '../model/fieldTalk.ts';
import { AssistCard } from './AssistCard.tsx';
import { AudienceBanner } from './AudienceBanner.tsx';
import { BriefingCard } from './BriefingCard.tsx';
import { EnrolForm } from './enrol/EnrolForm.tsx';
import { FieldTabs, type FieldTab } from './FieldTabs.tsx';
import styles from './FieldScreen.module.css';
import { SunIcon } from './icons.tsx';
import { Controls } from './lens/Controls.tsx';
import { Preview } from './lens/Preview.tsx';
import { usePinch } from './lens/usePinch.ts';
import { ZoomButtons } from './lens/ZoomButtons.tsx';
import { SosPanel } from './SosPanel.tsx';
import { TalkBar } from './talk/TalkBar.tsx';
import type { Texts } from './texts.ts';

export type FieldScreenProps = {
  readonly station: FieldStation;
  readonly sos: SosButton;
  readonly talk: FieldTalk;
  readonly assists: AssistDesk;
  readonly update: PageUpdate;
  readonly look: StoreApi<Look>;
  readonly texts: Texts;
  /** False where nobody looks: the picture is then not painted here. */
  readonly showPreview: boolean;
  /** Which unit this device is; without that there is nothing to start. */
  readonly enrolment: Enrolment;
  /** Tabs after the page's own. */
  readonly workTabs: readonly FieldTab[];
  /** What covers the page but for talk and SOS; null: nothing. */
  readonly sheet: ReactNode | null;
};

const LIVE = 'live';

/** Refusals that only a new code mends. */
const NEEDS_CODE: ReadonlySet<string> = new Set(['tokenInvalid', 'tokenExpired', 'tokenRevoked', 'forbidden']);

/** The whole page of a field unit, made for one thumb. */
export function FieldScreen({ station, sos, talk, assists, update, look, texts, showPreview, enrolment, workTabs, sheet }: FieldScreenProps) {
  const state = useStore(station.state);
  const [chosen, setChosen] = useState(LIVE);
  const { token, name, working } = useStore(enrolment.state);
  const pinchedFrom = useRef(1);
  const pinch = usePinch({
    begin: () => (pinchedFrom.current = state.zoom?.now ?? 1),
    onPinch: (factor) => station.setZoom(pinchedFrom.current * factor),
  });
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
      {state.zoom === null ? null : <ZoomButtons zoom={state.zoom} onZoom={(factor) => station.setZoom(factor)} texts={texts} />}
      {hasToken && !state.running ? <p className={styles.hint}>{name === null ? texts('hint') : texts('enrol.done', { name })}<br />{texts('lookBackNote')}</p> : null}
    </>
  );
  const tabs: FieldTab[] = [{ key: LIVE, label: texts('tab.live'), waiting: 0, content: live }];
  if (state.briefing !== null && state.briefing.operation !== null) {
    const { briefing } = state;
    tabs.push({ key: 'task', label: texts('tab.task'), waiting: 0, content: <BriefingCard briefing={briefing} now={() => station.now()} texts={texts} /> });
  }
  tabs.push(...workTabs);
  const tab = tabs.find(({ key }) => key === chosen)?.key ?? LIVE;
  // Reading and writing need the room; what is sent is steered from the picture.
  const steering = tab === LIVE && sheet === null;
  return (
    <main className={styles.screen} data-steering={steering} data-enrolled={hasToken} {...(steering ? pinch : {})}>
      {showPreview && steering && state.preview !== null ? <Preview stream={state.preview} mirrored={state.facing === 'user' && state.display === 'plain'} label={texts('preview')} /> : null}
      {sheet}
      <div className={styles.page} hidden={sheet !== null}>
        <header className={styles.head}>
          {state.exercise ? <p className={styles.exercise} data-role="exercise">{texts('exercise')}</p> : null}
          <SunButton look={look} texts={texts} />
          <Headline state={state} texts={texts} />
          <p className={styles.unit}>{state.unit === null ? (name ?? texts('title')) : `${state.unit.name} · ${state.unit.courtName}`}</p>
          {steering ? <Facts state={state} texts={texts} /> : null}
          {headlineOf(state) !== 'live' || state.watched === null ? null : <AudienceBanner watched={state.watched} brief={!steering} texts={texts} />}
        </header>
        <UpdateButton update={update} sos={sos} running={state.running} texts={texts} />
        <FieldTabs tabs={tabs} chosen={tab} onChoose={setChosen} />
      </div>
      <AssistCard assists={assists} texts={texts} />
      {hasToken ? (
        <div className={styles.always}>
          <div className={styles.talk}><TalkBar talk={talk} now={() => station.now()} texts={texts} /></div>
          <SosPanel sos={sos} texts={texts} onPress={() => station.pressSos()} />
        </div>
      ) : null}
      {hasToken && steering ? <Controls station={station} state={state} texts={texts} /> : null}
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

function SunButton({ look, texts }: { look: StoreApi<Look>; texts: Texts }) {
  const { sun } = useStore(look);
  return <button type="button" className={styles.sun} data-role="field-sun" aria-label={texts('sun')} title={texts('sun')} aria-pressed={sun} onClick={() => look.setState({ sun: !sun })}><SunIcon /></button>;
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
