import '../../platform/zodJitless.ts';
import '../../ui/theme/tokens.css';
import '../../ui/theme/base.css';
import { createRoot } from 'react-dom/client';
import { FieldScreen, FieldStation, fieldOptions, fieldTexts } from '../../features/field/index.ts';
import { createHallLink } from '../../link/createHallLink.ts';
import { createUnitSender } from '../../media/createUnitSender.ts';
import { createBrowserHost } from '../../platform/browserHost.ts';

/** Which camera of the unit this is, as the hall's tiles call it. */
const CAMERA_LABEL = '主摄像头';

async function start(): Promise<void> {
  const host = createBrowserHost({ purpose: 'unit' });
  const options = fieldOptions(globalThis.location);
  const context = await host.context();
  const station = new FieldStation({
    profile: options.profile,
    connect: () =>
      createHallLink({
        url: context.server?.url ?? globalThis.location.origin,
        token: context.token ?? '',
        purpose: 'unit',
        clientName: context.deviceName,
        clientVersion: context.appVersion,
      }),
    createSender: (link) => createUnitSender({ link, label: CAMERA_LABEL }),
    log: (message, cause) => host.log('warn', `${message} (${cause instanceof Error ? cause.message : String(cause)})`),
  });
  const texts = fieldTexts(context.locale);
  globalThis.document.documentElement.lang = context.locale;
  globalThis.document.title = texts('title');
  const root = globalThis.document.getElementById('root');
  if (root !== null) {
    createRoot(root).render(<FieldScreen station={station} texts={texts} showPreview={options.preview} hasToken={context.token !== null} />);
  }
  if (options.autostart && context.token !== null) {
    station.start();
  }
}

void start();
