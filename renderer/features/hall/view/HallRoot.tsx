import type { i18n } from 'i18next';
import { useEffect, useState, type ReactNode } from 'react';
import { I18nextProvider } from 'react-i18next';
import { createI18n } from '../../../i18n/createI18n.ts';
import type { Host, HostContext } from '../../../platform/host.ts';
import { UiProvider } from '../../../ui/theme/UiProvider.tsx';
import type { HallServices } from '../model/hallServices.ts';
import { HallProvider } from './HallProvider.tsx';

type Opened = { readonly context: HostContext; readonly services: HallServices | null; readonly words: i18n };

function sameConnection(a: HostContext, b: HostContext): boolean {
  const parts = ({ server, token, personToken, purpose, slotId, deviceName, appVersion }: HostContext) =>
    JSON.stringify([server, token, personToken, purpose, slotId, deviceName, appVersion]);
  return parts(a) === parts(b);
}

export type HallRootProps = {
  readonly host: Host;
  /** Null when no hall is configured yet, or there is no token for it. */
  readonly open: (host: Host, context: HostContext) => HallServices | null;
  /** Drawn with the hall's services around it. */
  readonly children: ReactNode;
  /** Drawn while there is no hall to open: none is configured, the machine is not enrolled, nobody is signed in. */
  readonly closed: (host: Host, context: HostContext) => ReactNode;
};

/** Opens the hall for this window and opens it anew whenever the machine says that address, token, person or language changed. */
export function HallRoot({ host, open, children, closed }: HallRootProps) {
  const [opened, setOpened] = useState<Opened | null>(null);
  useEffect(() => {
    let current: HallServices | null = null;
    let reading = 0;
    const reopen = async () => {
      reading += 1;
      const mine = reading;
      const context = await host.context();
      if (mine !== reading) {
        return;
      }
      if (current !== null && sameConnection(current.context, context)) {
        // Another language or map: pictures and selection go on as they are.
        current = { ...current, context };
      } else {
        current?.close();
        current = open(host, context);
      }
      setOpened({ context, services: current, words: createI18n(context.locale) });
    };
    const attempt = () => {
      reopen().catch((error: unknown) => host.log('error', `the window's context cannot be read: ${String(error)}`));
    };
    attempt();
    const stop = host.onContextChanged(attempt);
    return () => {
      stop();
      reading += 1;
      current?.close();
    };
  }, [host, open]);
  const locale = opened?.context.locale;
  useEffect(() => {
    if (locale !== undefined) {
      // For those who hear the page, and for the choice of glyphs.
      globalThis.document.documentElement.lang = locale;
    }
  }, [locale]);
  if (opened === null) {
    return <UiProvider>{null}</UiProvider>;
  }
  return (
    <I18nextProvider i18n={opened.words}>
      <UiProvider>
        {opened.services === null ? (
          closed(host, opened.context)
        ) : (
          <HallProvider services={opened.services}>{children}</HallProvider>
        )}
      </UiProvider>
    </I18nextProvider>
  );
}
