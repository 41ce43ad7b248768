import { PURPOSES, type Purpose } from '#protocol/capabilities.ts';
import { slotId as slotIdSchema } from '#protocol/nouns/ids.ts';
import { keptPerson, keepPerson, serverUrlOf, takeToken } from './browserToken.ts';
import type { Host } from './host.ts';

/** A plain browser: everything it knows is in its address. `purpose` is the page's own; `?purpose=` overrules it. */
export function createBrowserHost(options: { window?: Window; purpose: Purpose; appVersion?: string }): Host {
  const { window = globalThis.window, appVersion = 'web' } = options;
  const query = new URLSearchParams(window.location.search);
  const url = serverUrlOf(window);
  let token = takeToken(window);
  const listeners = new Set<() => void>();
  const tell = () => listeners.forEach((listener) => listener());
  const setPerson = (personToken: string | null): Promise<void> => {
    keepPerson(window, personToken);
    tell();
    return Promise.resolve();
  };
  // A link with a new token that is opened in the same tab changes nothing but the fragment.
  window.addEventListener('hashchange', () => {
    const taken = takeToken(window);
    if (taken !== token) {
      token = taken;
      tell();
    }
  });
  const slot = slotIdSchema.safeParse(query.get('slot'));
  return {
    context: () =>
      Promise.resolve({
        purpose: PURPOSES.find((purpose) => purpose === query.get('purpose')) ?? options.purpose,
        slotId: slot.success ? slot.data : null,
        server: { url },
        token,
        personToken: keptPerson(window),
        enrolled: token !== null,
        locale: query.get('lang') === 'en' ? 'en' : 'zh-CN',
        streetsUrl: null,
        videoBudgetKbit: null,
        reloads: 0,
        appVersion,
        deviceName: query.get('name')?.slice(0, 64) || 'browser',
      }),
    onContextChanged: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    // A browser has no displays to tell apart.
    onIdentify: () => () => undefined,
    log: (level, message) => console[level](message),
    person: {
      keep: setPerson,
      forget: () => setPerson(null),
      openBrowser: (address) => {
        window.open(address, '_blank', 'noopener');
        return Promise.resolve();
      },
    },
    desk: null,
    wall: null,
  };
}
