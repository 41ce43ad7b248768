import { dialogOfRequest, inDialog, type Dialog } from '../sip/dialog.ts';
import type { IncomingRequest, Outgoing, SipEndpoint } from '../sip/sipEndpoint.ts';
import { header } from '../sip/sipMessage.ts';
import type { SipPeer } from '../sip/sipTransport.ts';
import { manscdp, MANSCDP_TYPE, parseManscdp } from '../words/manscdp.ts';
import { numberIn, type XmlWords } from '../words/xmlWords.ts';

const KINDS = ['Catalog', 'MobilePosition', 'Alarm'] as const;
type Kind = (typeof KINDS)[number];
const MOST_OPEN = 64;
const MOST_EXPIRES_S = 86_400;
/** Positions of more units than that are told in turns. */
const LEAST_INTERVAL_S = 1;

type Subscription = { readonly kind: Kind; readonly dialog: Dialog; readonly peer: SipPeer; readonly deviceId: string; readonly event: string; endsAt: number; timer: NodeJS.Timeout | undefined };
type Options = {
  readonly endpoint: SipEndpoint;
  readonly localId: string;
  readonly nextSerial: () => number;
  readonly now: () => number;
  /** Where the told units are now, each as the words of a MobilePosition; `of`: one channel, or all. */
  readonly positions: (of: string) => { readonly deviceId: string; readonly words: XmlWords }[];
};

/** What a platform above is told without asking again, for as long as it subscribed. */
export class Subscribers {
  readonly #options: Options;
  readonly #open = new Map<string, Subscription>();

  constructor(options: Options) {
    this.#options = options;
  }

  take({ request, from, toTag, answer }: IncomingRequest): void {
    const { endpoint, localId, now } = this.#options;
    const callId = header(request, 'call-id') ?? '';
    const expires = Math.min(MOST_EXPIRES_S, Number(/^\d{1,6}$/.exec(header(request, 'expires') ?? '')?.[0] ?? 3_600));
    const known = this.#open.get(callId);
    if (known === undefined && this.#open.size >= MOST_OPEN) {
      answer({ status: 503 });
      return;
    }
    let asked;
    try {
      asked = request.body.length === 0 ? null : parseManscdp(request.body);
    } catch {
      answer({ status: 400 });
      return;
    }
    const kind = known?.kind ?? KINDS.find((one) => one === asked?.command);
    if (kind === undefined) {
      answer({ status: 489 });
      return;
    }
    this.#end(callId);
    const headers = [['contact', `<sip:${localId}@${endpoint.place}>`], ['expires', String(expires)]] as const;
    answer({ status: 200, headers });
    if (expires === 0) return;
    const dialog = known?.dialog ?? dialogOfRequest(request, toTag);
    const subscription: Subscription = { kind, dialog, peer: from, deviceId: asked?.deviceId ?? known?.deviceId ?? localId, event: header(request, 'event') ?? 'presence', endsAt: now() + expires * 1_000, timer: undefined };
    this.#open.set(callId, subscription);
    if (kind === 'MobilePosition') {
      const intervalS = Math.max(LEAST_INTERVAL_S, asked === null ? 5 : (numberIn(asked.node, 'Interval') ?? 5));
      subscription.timer = setInterval(() => this.#tellPositions(callId, subscription), intervalS * 1_000);
      this.#tellPositions(callId, subscription);
    }
  }

  /** A change of the catalogue, or an alarm, to whoever asked for such. */
  tell(kind: 'Catalog' | 'Alarm', deviceId: string, words: XmlWords): void {
    for (const [callId, subscription] of this.#open) {
      if (subscription.kind === kind) this.#notify(callId, subscription, { deviceId, words });
    }
  }

  /** Idempotent. */
  close(): void {
    for (const callId of this.#open.keys()) this.#end(callId);
  }

  #tellPositions(callId: string, subscription: Subscription): void {
    for (const position of this.#options.positions(subscription.deviceId)) this.#notify(callId, subscription, position);
  }

  #notify(callId: string, subscription: Subscription, { deviceId, words }: { readonly deviceId: string; readonly words: XmlWords }): void {
    const { nextSerial, now } = this.#options;
    const leftS = Math.ceil((subscription.endsAt - now()) / 1_000);
    if (leftS <= 0) {
      this.#end(callId);
      return;
    }
    const headers = [['event', subscription.event], ['subscription-state', `active;expires=${leftS}`], ['content-type', MANSCDP_TYPE]] as const;
    const told = inDialog(subscription.dialog, 'NOTIFY', { headers, body: manscdp('Notify', subscription.kind, nextSerial(), deviceId, words) });
    void this.#send(callId, subscription, told);
  }

  async #send(callId: string, subscription: Subscription, told: Outgoing): Promise<void> {
    const response = await this.#options.endpoint.request(told, subscription.peer);
    // 481: it does not know of it any more.
    if (response?.status === 481 && this.#open.get(callId) === subscription) this.#end(callId);
  }

  #end(callId: string): void {
    clearInterval(this.#open.get(callId)?.timer);
    this.#open.delete(callId);
  }
}
