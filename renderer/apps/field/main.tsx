import '../../platform/zodJitless.ts';
import '../../ui/theme/tokens.css';
import '../../ui/theme/base.css';
import './theme.css';
import { createRoot } from 'react-dom/client';
import { commandId } from '#protocol/nouns/ids.ts';
import { AssistDesk, createEnrolment, createLook, createPageUpdate, FieldStation, fieldOptions, fieldTexts, FieldTalk, followCues, SosButton } from '../../features/field/index.ts';
import { aloneAmongPages, createSheetStore, FieldWork, isSomePageSending, locate, openIndexedOutbox, Outbox, QuietLine } from '../../features/fieldWork/index.ts';
import { createHallLink } from '../../link/createHallLink.ts';
import { guestRequest } from '../../link/guestRequest.ts';
import { chirp } from '../../media/talk/chirps.ts';
import { createUnitSender } from '../../media/createUnitSender.ts';
import { createBrowserHost } from '../../platform/browserHost.ts';
import { createKeptDocuments } from '../../platform/keptDocuments.ts';
import { createNoteDraftStore } from '../../platform/noteDraft.ts';
import { createUnsentSosStore } from '../../platform/unsentSos.ts';
import { createUnitEnrolmentStore } from '../../platform/unitEnrolment.ts';
import { unitOfToken } from '../../platform/unitOfToken.ts';
import { FieldPage } from './FieldPage.tsx';
import { playCue } from './playCue.ts';

/** Which camera of the unit this is, as the hall's tiles call it. */
const CAMERA_LABEL = '主摄像头';

async function start(): Promise<void> {
  const host = createBrowserHost({ purpose: 'unit' });
  const options = fieldOptions(globalThis.location);
  const context = await host.context();
  const url = context.server?.url ?? globalThis.location.origin;
  const log = (message: string, cause: unknown) => host.log('warn', `${message} (${cause instanceof Error ? cause.message : String(cause)})`);
  const store = createUnitEnrolmentStore(globalThis);
  const client = { name: context.deviceName, version: context.appVersion };
  const enrolment = createEnrolment({
    store,
    linkToken: context.token,
    exchange: (code) => guestRequest({ url, name: 'session.redeemCode', input: { code, client } }),
    log,
  });
  const sos = new SosButton({ store: createUnsentSosStore(globalThis), newCommandId: () => commandId.parse(crypto.randomUUID()), log });
  // Asked for only when somebody presses: the station is there by then.
  const talk: FieldTalk = new FieldTalk({
    log,
    microphone: () => station.microphone(),
    sound: (name) => {
      chirp(name);
      if (name === 'granted' || name === 'ending') playCue(name === 'granted' ? 'floorGranted' : 'floorEnding');
    },
  });
  const assists: AssistDesk = new AssistDesk({
    can: (kind) => station.can(kind),
    perform: (kind) => station.perform(kind),
    onAsked: () => playCue('asked'),
    newCommandId: () => commandId.parse(crypto.randomUUID()),
    log,
  });
  const enrolled = () => {
    const { token, name } = enrolment.state.getState();
    const unitId = token === null ? null : unitOfToken(token);
    return unitId === null ? null : { unitId, name };
  };
  const work = FieldWork.create({
    drafts: createNoteDraftStore(globalThis),
    documents: createKeptDocuments(globalThis),
    enrolled,
    openOutbox: async () => {
      // Asked once more than needed rather than never: what waits must not be swept away when the device is short of room.
      void globalThis.navigator.storage?.persist?.();
      const kept = await openIndexedOutbox(url);
      return { store: kept, outbox: await Outbox.open({ store: kept, alone: aloneAmongPages, newChainId: () => crypto.randomUUID(), log }) };
    },
    locate,
    newCommandId: () => commandId.parse(crypto.randomUUID()),
    onNew: () => playCue('instruction'),
    log,
  });
  const connect = () =>
    createHallLink({
      url,
      token: enrolment.state.getState().token ?? '',
      purpose: 'unit',
      clientName: context.deviceName,
      clientVersion: context.appVersion,
    });
  const station: FieldStation = new FieldStation({
    sos,
    talk,
    assists,
    work,
    profile: options.profile,
    connect,
    createSender: (link) => createUnitSender({ link, label: CAMERA_LABEL }),
    log,
  });
  enrolment.state.subscribe(({ token }, before) => token !== before.token && work.enrolmentChanged());
  const quietLine = QuietLine.create({ work, connect, isRunning: station.state, isSomePageSending });
  followCues({ sos: sos.state, talk: talk.state, play: playCue });
  const look = createLook(globalThis.localStorage, ({ sun }) => {
    globalThis.document.documentElement.dataset['theme'] = sun ? 'sun' : 'dark';
    globalThis.document.querySelector('meta[name=theme-color]')?.setAttribute('content', sun ? '#ffffff' : '#0b0f14');
  });
  const update = createPageUpdate({ workers: import.meta.env.PROD ? globalThis.navigator.serviceWorker : undefined, reload: () => globalThis.location.reload(), log });
  const texts = fieldTexts(context.locale);
  globalThis.document.documentElement.lang = context.locale;
  globalThis.document.title = texts('title');
  const root = globalThis.document.getElementById('root');
  if (root !== null) {
    createRoot(root).render(<FieldPage work={work} quietLine={quietLine} sheetStore={createSheetStore()} station={station} sos={sos} talk={talk} assists={assists} update={update} look={look} texts={texts} showPreview={options.preview} enrolment={enrolment} />);
  }
  if (store.code !== null) {
    await enrolment.redeem(store.code);
  }
  // A press that never reached the hall goes out as soon as the page is open again.
  if ((options.autostart || sos.state.getState().unsent !== null) && enrolment.state.getState().token !== null) {
    station.start();
  }
  // A code that is scanned while the page is open changes nothing but the fragment.
  globalThis.addEventListener('hashchange', () => {
    if (new URLSearchParams(globalThis.location.hash.slice(1)).has('code')) {
      globalThis.location.reload();
    }
  });
}

void start();
