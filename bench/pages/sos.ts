import { commandId } from '#protocol/nouns/ids.ts';
import { SosButton } from '../../renderer/features/field/index.ts';
import type { UnsentSos } from '../../renderer/platform/unsentSos.ts';
import { openLink, settled, type HallAccess } from './hallSession.ts';

type Unit = { readonly sos: SosButton; readonly now: () => number };

let unit: Unit | null = null;
let echo: WebSocket | null = null;
const shownAt: number[] = [];

/** A field device whose button is the product's own. Resolves when it is connected. */
export async function openSosUnit(access: HallAccess): Promise<void> {
  const link = openLink(access, 'unit');
  let kept: UnsentSos | null = null;
  const store = {
    read: () => kept,
    keep: (unsent: UnsentSos | null) => {
      kept = unsent;
    },
  };
  const sos = new SosButton({ store, newCommandId: () => commandId.parse(crypto.randomUUID()), log: () => undefined });
  sos.attach(link);
  unit = { sos, now: () => link.now() };
  await settled(link.state, ({ phase }) => phase === 'online');
}

/** As the button does when it was held long enough. Gives the moment, ms since the epoch. */
export function pressSos(): number {
  const at = Date.now();
  opened().sos.press({ pressedAt: Math.round(opened().now()), position: null });
  return at;
}

/** Resolves when the unit has been told that its call is over. */
export async function untilNoSos(): Promise<void> {
  await settled(opened().sos.state, ({ open, unsent }) => unsent === null && (open === null || open.state === 'resolved'));
}

/** The least that carries a press to a screen: a socket to a server that passes messages on. */
export async function openEchoUnit({ url }: { url: string }): Promise<void> {
  echo = await socketTo(url);
}

export function pressEcho(): number {
  const at = Date.now();
  echo?.send('sos');
  return at;
}

/** The other end: a line of text in the page for each message. */
export async function openEchoDesk({ url }: { url: string }): Promise<void> {
  const socket = await socketTo(url);
  new MutationObserver(() => shownAt.push(Date.now())).observe(document.body, { childList: true });
  socket.addEventListener('message', ({ data }) => {
    const line = document.createElement('p');
    line.textContent = String(data);
    document.body.append(line);
  });
}

/** When each line came into the page, ms since the epoch. */
export function shownEchoes(): number[] {
  return shownAt;
}

function opened(): Unit {
  if (unit === null) {
    throw new Error('there is no unit');
  }
  return unit;
}

function socketTo(url: string): Promise<WebSocket> {
  const socket = new WebSocket(url);
  return new Promise((resolve, reject) => {
    socket.addEventListener('open', () => resolve(socket));
    socket.addEventListener('error', () => reject(new Error(`no socket to ${url}`)));
  });
}
