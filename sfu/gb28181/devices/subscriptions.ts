import { randomUUID } from 'node:crypto';
import { dialogOfAnswer, inDialog, type Dialog } from '../sip/dialog.ts';
import type { Outgoing, SipEndpoint } from '../sip/sipEndpoint.ts';
import { newTag } from '../sip/sipFields.ts';
import { header, type SipHeaders } from '../sip/sipMessage.ts';
import { gbTime, manscdp, MANSCDP_TYPE } from '../words/manscdp.ts';
import type { GbDevice } from './deviceBook.ts';
import type { XmlWords } from '../words/xmlWords.ts';

const EXPIRES_S = 3_600;
const REFRESH_AFTER_MS = EXPIRES_S * 750;
/** A device that refused may have been starting. */
const TRY_AGAIN_MS = 60_000;

type Options = { readonly endpoint: SipEndpoint; readonly id: string; readonly realm: string; readonly nextSerial: () => number; readonly positionEveryS: number; readonly now: () => number };
type Wanted = { readonly command: 'MobilePosition' | 'Alarm' | 'Catalog'; readonly event: string; readonly words: XmlWords };

/** Has devices tell where they are, what is wrong and what channels they have, while they are here. */
export class Subscriptions {
  readonly #options: Options;
  readonly #open = new Map<string, AbortController>();

  constructor(options: Options) {
    this.#options = options;
  }

  begin(device: GbDevice): void {
    this.end(device.deviceId);
    const { now, positionEveryS } = this.#options;
    const abort = new AbortController();
    this.#open.set(device.deviceId, abort);
    const span = { StartAlarmPriority: 0, EndAlarmPriority: 0, AlarmMethod: 0, StartTime: gbTime(now()), EndTime: gbTime(now() + 365 * 86_400_000) };
    const all: Wanted[] = [
      { command: 'MobilePosition', event: 'presence', words: { Interval: positionEveryS } },
      { command: 'Alarm', event: 'presence', words: span },
      { command: 'Catalog', event: 'Catalog', words: {} },
    ];
    for (const wanted of all) void this.#keep(device, wanted, abort.signal);
  }

  end(deviceId: string): void {
    this.#open.get(deviceId)?.abort();
    this.#open.delete(deviceId);
  }

  /** Idempotent. */
  close(): void {
    for (const deviceId of this.#open.keys()) this.end(deviceId);
  }

  async #keep(device: GbDevice, { command, event, words }: Wanted, signal: AbortSignal): Promise<void> {
    const { endpoint, id, realm, nextSerial } = this.#options;
    let dialog: Dialog | null = null;
    while (!signal.aborted) {
      const body = manscdp('Query', command, nextSerial(), device.deviceId, words);
      const headers: SipHeaders = [['contact', `<sip:${id}@${endpoint.place}>`], ['event', event], ['expires', String(EXPIRES_S)], ['content-type', MANSCDP_TYPE]];
      const first: Outgoing = {
        method: 'SUBSCRIBE',
        uri: `sip:${device.deviceId}@${device.peer.address.includes(':') ? `[${device.peer.address}]` : device.peer.address}:${device.peer.port}`,
        headers: [['from', `<sip:${id}@${realm}>;tag=${newTag()}`], ['to', `<sip:${device.deviceId}@${realm}>`], ['call-id', randomUUID()], ['cseq', '1 SUBSCRIBE'], ...headers],
        body,
      };
      const sent: Outgoing = dialog === null ? first : inDialog(dialog, 'SUBSCRIBE', { headers, body });
      const response = await endpoint.request(sent, device.peer);
      const taken = response !== null && response.status < 300;
      if (!taken) dialog = null;
      else dialog ??= dialogOfAnswer(sent, response);
      // A device that does not know what that is will not learn it.
      if (response !== null && [405, 489, 501].includes(response.status)) return;
      const granted = response === null ? undefined : header(response, 'expires');
      const refreshMs = granted !== undefined && /^\d{2,6}$/.test(granted) ? Math.min(Number(granted) * 750, REFRESH_AFTER_MS) : REFRESH_AFTER_MS;
      await waited(taken ? refreshMs : TRY_AGAIN_MS, signal);
    }
  }
}

function waited(ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const timer = setTimeout(done, ms);
    function done(): void {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    }
    signal.addEventListener('abort', done, { once: true });
  });
}
