import { randomUUID } from 'node:crypto';
import { lookup } from 'node:dns/promises';
import { authorize } from '../sip/digest.ts';
import type { SipEndpoint } from '../sip/sipEndpoint.ts';
import { newTag } from '../sip/sipFields.ts';
import { header, headersOf, type SipHeaders, type SipResponse } from '../sip/sipMessage.ts';
import type { SipPeer } from '../sip/sipTransport.ts';
import { manscdp, MANSCDP_TYPE } from '../words/manscdp.ts';
import type { UpwardSetting } from './upwardSetting.ts';

const FIRST_RETRY_MS = 2_000;
const LONGEST_RETRY_MS = 60_000;
/** Missed heartbeats until the hall registers anew (9.6.2). */
const MOST_MISSED = 3;

export type RegistrationState = { readonly state: 'registering' | 'registered' | 'unreachable' } | { readonly state: 'refused'; readonly status: number };
type Options = { readonly endpoint: SipEndpoint; readonly setting: UpwardSetting; readonly onState: (state: RegistrationState, why: 'refused' | 'unreachable' | 'silent' | null) => void };

/** Keeps the hall registered with one platform above, until it is closed. */
export class Registration {
  readonly #options: Options;
  readonly #ending = new AbortController();
  readonly #callId = randomUUID();
  readonly #tag = newTag();
  #sequence = 0;
  #serial = 0;
  #peer: SipPeer | null = null;

  private constructor(options: Options) {
    this.#options = options;
  }

  static start(options: Options): Registration {
    const registration = new Registration(options);
    void registration.#keep();
    return registration;
  }

  /** Where the platform is; null before its name was found. */
  get peer(): SipPeer | null {
    return this.#peer;
  }

  nextSerial(): number {
    this.#serial = (this.#serial % 999_999) + 1;
    return this.#serial;
  }

  /** Says that the hall goes, if it can. Idempotent. */
  async close(): Promise<void> {
    if (this.#ending.signal.aborted) return;
    this.#ending.abort();
    if (this.#peer !== null) await Promise.race([this.#register(0), new Promise((resolve) => setTimeout(resolve, 300))]);
  }

  async #keep(): Promise<void> {
    const { onState, setting } = this.#options;
    const { signal } = this.#ending;
    for (let failures = 0; !signal.aborted; failures += 1) {
      const response = await this.#found().then((peer) => (peer === null ? null : this.#register(setting.expires)));
      if (signal.aborted) return;
      if (response !== null && response.status < 300) {
        failures = -1;
        onState({ state: 'registered' }, null);
        const why = await this.#beat(grantedMs(response, setting.expires));
        if (signal.aborted) return;
        if (why === 'silent') onState({ state: 'registering' }, 'silent');
        else continue;
      } else if (response === null) onState({ state: 'unreachable' }, 'unreachable');
      else onState({ state: 'refused', status: response.status }, 'refused');
      await waited(Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.max(0, failures)), signal);
    }
  }

  /** Until the registration has to be renewed, or nobody answers any more. */
  async #beat(forMs: number): Promise<'due' | 'silent'> {
    const { setting } = this.#options;
    const { signal } = this.#ending;
    const renewAt = performance.now() + forMs * 0.75;
    for (let missed = 0; !signal.aborted; ) {
      await waited(Math.min(setting.keepAlive * 1_000, Math.max(0, renewAt - performance.now())), signal);
      if (signal.aborted || performance.now() >= renewAt) return 'due';
      const status = await this.message(manscdp('Notify', 'Keepalive', this.nextSerial(), setting.localId, { Status: 'OK' }));
      missed = status !== null && status < 300 ? 0 : missed + 1;
      // 403: it does not know the hall any more.
      if (missed >= MOST_MISSED || status === 403) return 'silent';
    }
    return 'due';
  }

  /** A MESSAGE to the platform; its status, null when nobody answers. */
  async message(body: Buffer): Promise<number | null> {
    const { endpoint, setting } = this.#options;
    const peer = this.#peer;
    if (peer === null) return null;
    const headers: SipHeaders = [['from', `<sip:${setting.localId}@${setting.localId.slice(0, 10)}>;tag=${newTag()}`], ['to', `<sip:${setting.id}@${setting.realm}>`], ['call-id', randomUUID()], ['cseq', '1 MESSAGE'], ['content-type', MANSCDP_TYPE]];
    return (await endpoint.request({ method: 'MESSAGE', uri: `sip:${setting.id}@${setting.realm}`, headers, body }, peer))?.status ?? null;
  }

  async #found(): Promise<SipPeer | null> {
    const { host, port, transport } = this.#options.setting;
    try {
      const { address } = await lookup(host);
      this.#peer = { protocol: transport, address, port };
    } catch {
      this.#peer = null;
    }
    return this.#peer;
  }

  async #register(expires: number): Promise<SipResponse | null> {
    const { setting } = this.#options;
    const uri = `sip:${setting.id}@${setting.realm}`;
    const first = await this.#ask(uri, expires, null);
    if (first === null || (first.status !== 401 && first.status !== 407)) return first;
    const asked = first.status === 401 ? 'www-authenticate' : 'proxy-authenticate';
    const authorization = authorize({ challenges: headersOf(first, asked), username: setting.username ?? setting.localId, password: setting.password, method: 'REGISTER', uri });
    return authorization === null ? first : this.#ask(uri, expires, [first.status === 401 ? 'authorization' : 'proxy-authorization', authorization]);
  }

  async #ask(uri: string, expires: number, authorization: readonly [string, string] | null): Promise<SipResponse | null> {
    const { endpoint, setting } = this.#options;
    const peer = this.#peer;
    if (peer === null) return null;
    this.#sequence += 1;
    const own = `<sip:${setting.localId}@${setting.realm}>`;
    const headers: SipHeaders = [['from', `${own};tag=${this.#tag}`], ['to', own], ['call-id', this.#callId], ['cseq', `${this.#sequence} REGISTER`], ['contact', `<sip:${setting.localId}@${endpoint.place}>`], ['expires', String(expires)], ...(authorization === null ? [] : [authorization])];
    return endpoint.request({ method: 'REGISTER', uri, headers }, peer);
  }
}

function grantedMs(response: SipResponse, asked: number): number {
  const granted = /^\d{2,6}$/.exec(header(response, 'expires') ?? '')?.[0];
  return Math.min(asked, granted === undefined ? asked : Number(granted)) * 1_000;
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
