import '../../platform/zodJitless.ts';
import '../../ui/theme/tokens.css';
import '../../ui/theme/base.css';
import { createRoot } from 'react-dom/client';
import { commandId } from '#protocol/nouns/ids.ts';
import { AssistDesk, createEnrolment, createPageUpdate, FieldScreen, FieldStation, fieldOptions, fieldTexts, FieldTalk, SosButton } from '../../features/field/index.ts';
import { createHallLink } from '../../link/createHallLink.ts';
import { guestRequest } from '../../link/guestRequest.ts';
import { createUnitSender } from '../../media/createUnitSender.ts';
import { createBrowserHost } from '../../platform/browserHost.ts';
import { createUnsentSosStore } from '../../platform/unsentSos.ts';
import { createUnitEnrolmentStore } from '../../platform/unitEnrolment.ts';

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
  const talk: FieldTalk = new FieldTalk({ log, microphone: () => station.microphone() });
  const assists: AssistDesk = new AssistDesk({
    can: (kind) => station.can(kind),
    perform: (kind) => station.perform(kind),
    onAsked: () => void globalThis.navigator.vibrate?.([80, 60, 80]),
    newCommandId: () => commandId.parse(crypto.randomUUID()),
    log,
  });
  const station: FieldStation = new FieldStation({
    sos,
    talk,
    assists,
    profile: options.profile,
    connect: () =>
      createHallLink({
        url,
        token: enrolment.state.getState().token ?? '',
        purpose: 'unit',
        clientName: context.deviceName,
        clientVersion: context.appVersion,
      }),
    createSender: (link) => createUnitSender({ link, label: CAMERA_LABEL }),
    log,
  });
  const update = createPageUpdate({ workers: import.meta.env.PROD ? globalThis.navigator.serviceWorker : undefined, reload: () => globalThis.location.reload(), log });
  const texts = fieldTexts(context.locale);
  globalThis.document.documentElement.lang = context.locale;
  globalThis.document.title = texts('title');
  const root = globalThis.document.getElementById('root');
  if (root !== null) {
    createRoot(root).render(<FieldScreen station={station} sos={sos} talk={talk} assists={assists} update={update} texts={texts} showPreview={options.preview} enrolment={enrolment} />);
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
