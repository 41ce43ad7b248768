import type { Page } from 'playwright';
import type { FeedId } from '#protocol/nouns/ids.ts';
import { LEADING_PERSON } from '../../scripts/demo/cast.ts';
import { signInPerson } from '../../scripts/demo/enrol.ts';
import { Stage } from '../../scripts/demo/stage.ts';
import { PhoneBrowser } from '../e2e/rig/phoneBrowser.ts';
import { startPageServer } from './pageServer.ts';
import type { NetworkCalls } from './pages/page.ts';
import { Relay } from './relay.ts';

/** Loopback as well, but an address of the relay's own: it has the hall's ports there. */
const RELAY_HOST = '127.0.0.77';
const TONE_HZ = 700;

export interface NetworkRig {
  readonly relay: Relay;
  /** Looks at and listens to the unit from the desk, whose own way is good. */
  listen(forMs: number): ReturnType<NetworkCalls['listen']>;
  /** The unit ends its session and opens another one, which has learnt nothing of the line yet. */
  sendAnew(): Promise<void>;
  /** What the unit knows of its sending. */
  sending(): Promise<ReturnType<NetworkCalls['sending']>>;
  close(): Promise<void>;
}

/** A hall, a unit that reaches it through the relay alone, and a desk with its picture and sound; both are pages of a browser with the product's own sender and receiver. */
export async function startNetworkRig({ basePort }: { basePort: number }): Promise<NetworkRig> {
  const closers: (() => unknown)[] = [];
  const close = async () => {
    for (const end of closers.splice(0).toReversed()) await end();
  };
  try {
    const pages = await startPageServer();
    closers.push(() => pages.close());
    const stage = await Stage.create({ units: 1, pages: 1, display: '', basePort, workers: 1, settings: { allowedOrigins: [pages.origin] }, say: () => undefined });
    closers.push(() => stage.close());
    const mediaPort = basePort + 100;
    // The worker and the standby that takes its place.
    const relay = await Relay.create({ listenHost: RELAY_HOST, targetHost: '127.0.0.1', udpPorts: [mediaPort, mediaPort + 1], tcpPorts: [basePort] });
    closers.push(() => relay.close());
    const browser = await PhoneBrowser.create({ caPem: stage.hall.address.caPem, toneHz: TONE_HZ });
    closers.push(() => browser.close());
    const openPage = async () => PhoneBrowser.open(await browser.newPhone(), pages.origin);
    const [unit, desk] = [await openPage(), await openPage()];
    const url = stage.hall.address.url;
    const send = () => call(unit, 'sendAs', { url: url.replace('127.0.0.1', RELAY_HOST), token: stage.members[0]!.token, toneHz: TONE_HZ, relayHost: RELAY_HOST }) as Promise<FeedId>;
    const feedId = await send();
    const token = await signInPerson({ hall: stage.place, username: LEADING_PERSON, password: stage.password });
    await call(desk, 'openDesk', { url, token, feedId });
    return {
      relay,
      close,
      listen: (forMs) => call(desk, 'listen', { forMs, toneHz: TONE_HZ }) as ReturnType<NetworkCalls['listen']>,
      sendAnew: async () => {
        const again = await send();
        if (again !== feedId) throw new Error('A unit that is back has another feed');
      },
      sending: () => call(unit, 'sending') as Promise<ReturnType<NetworkCalls['sending']>>,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

function call<Name extends keyof NetworkCalls>(page: Page, name: Name, input?: Parameters<NetworkCalls[Name]>[0]): Promise<unknown> {
  return page.evaluate(
    ({ called, given }) => (globalThis as unknown as { networkCalls: Record<string, (input: unknown) => unknown> }).networkCalls[called]!(given),
    { called: name, given: input },
  );
}
