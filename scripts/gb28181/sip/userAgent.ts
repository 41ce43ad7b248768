import { randomBytes } from 'node:crypto';
import type { SignalLink, SignalPlace } from './signalLink.ts';
import { addressOf, headerOf, headersOf, methodOf, statusOf, type SipHeader, type SipText } from './sipText.ts';

const NOTHING = Buffer.alloc(0);
/** T1 of RFC 3261, and how long a device of this kind waits before it takes the server for gone, ms. */
const RESEND_FIRST_MS = 500;
const RESEND_AT_MOST_MS = 4_000;
const GIVE_UP_AFTER_MS = 8_000;
/** So long an answer is kept for a request that comes again, ms. */
const REMEMBERED_MS = 32_000;

export type Reply = { readonly status: number; readonly reason?: string; readonly headers?: readonly SipHeader[]; readonly body?: Buffer };
export type Sent = { readonly method: string; /** Of the one who is meant; default: the server. */ readonly user?: string; readonly headers?: readonly SipHeader[]; readonly body?: Buffer };

/** A conversation that both sides know: a call, a subscription. */
export type Dialog = { readonly callId: string; readonly own: string; readonly other: string; readonly target: string; sequence: number };

type Options = { readonly id: string; readonly server: { readonly id: string; readonly realm: string } & SignalPlace; readonly announced: SignalPlace; readonly link: Pick<SignalLink, 'protocol' | 'send' | 'sendRaw' | 'close'>; /** What the server asks; null: no answer. `ownTag`: what a dialog out of it has for its own tag. */ readonly onRequest: (request: SipText, ownTag: string) => Reply | null | Promise<Reply | null> };

/** One SIP endpoint that knows one server: asks and is answered, is asked and answers, each once, however often the network repeats it. */
export class UserAgent {
  readonly #options: Options;
  readonly #open = new Map<string, (answer: SipText) => void>();
  /** Null: being thought about. */
  readonly #answered = new Map<string, SipText | null>();
  readonly #timers = new Set<NodeJS.Timeout>();
  readonly #acknowledged = new Map<string, () => void>();
  /** Settles what still waits when the device is gone. */
  readonly #gone = Promise.withResolvers<null>();
  #sequence = 0;
  #silent = false;

  constructor(options: Options) {
    this.#options = options;
  }

  get contact(): string {
    const { id, announced } = this.#options;
    return `<sip:${id}@${announced.host}:${announced.port}>`;
  }

  /** Resolves with the last answer, null when none comes. */
  request(sent: Sent): Promise<SipText | null> {
    const { id, server } = this.#options;
    const user = sent.user ?? server.id;
    this.#sequence += 1;
    return this.#ask({
      start: `${sent.method} sip:${user}@${server.realm} SIP/2.0`,
      headers: [['from', `<sip:${id}@${server.realm}>;tag=${tag()}`], ['to', `<sip:${sent.method === 'REGISTER' ? id : user}@${server.realm}>`], ['call-id', `${tag()}${tag()}`], ['cseq', `${this.#sequence} ${sent.method}`], ['contact', this.contact], ...(sent.headers ?? [])],
      body: sent.body ?? NOTHING,
    });
  }

  /** The same within a dialog. */
  within(dialog: Dialog, sent: Omit<Sent, 'user'>): Promise<SipText | null> {
    dialog.sequence += 1;
    return this.#ask(this.#inDialog(dialog, sent));
  }

  acknowledge(dialog: Dialog): void {
    this.#send(this.#withVia(this.#inDialog(dialog, { method: 'ACK' })));
  }

  /** Of a request that was answered with `ownTag`. */
  dialogOf(request: SipText, ownTag: string): Dialog {
    const [to, from] = [headerOf(request, 'to') ?? '', headerOf(request, 'from') ?? ''];
    return { callId: headerOf(request, 'call-id') ?? '', own: addressOf(to).tag === null ? `${to};tag=${ownTag}` : to, other: from, target: addressOf(headerOf(request, 'contact') ?? from).uri, sequence: 0 };
  }

  /** Of an own request that was taken. */
  dialogOfAnswer(answer: SipText): Dialog {
    const [to, from] = [headerOf(answer, 'to') ?? '', headerOf(answer, 'from') ?? ''];
    return { callId: headerOf(answer, 'call-id') ?? '', own: from, other: to, target: addressOf(headerOf(answer, 'contact') ?? to).uri, sequence: Number.parseInt(headerOf(answer, 'cseq') ?? '1', 10) };
  }

  /** That this call's ACK came; meanwhile its 200 goes out again and again (RFC 3261 13.3.1.4). False: it never came. */
  acknowledgement(callId: string): Promise<boolean> {
    const { promise, resolve } = Promise.withResolvers<boolean>();
    this.#acknowledged.set(callId, () => resolve(true));
    this.#after(REMEMBERED_MS, () => resolve(false));
    return Promise.race([promise, this.#gone.promise.then(() => false)]).finally(() => this.#acknowledged.delete(callId));
  }

  raw(bytes: Buffer): void {
    if (!this.#silent) this.#options.link.sendRaw(bytes);
  }

  took(message: SipText): void {
    if (this.#silent) return;
    const status = statusOf(message);
    if (status !== null) this.#open.get(headersOf(message, 'via')[0]?.match(/branch=([^;,\s]+)/)?.[1] ?? '')?.(message);
    else if (methodOf(message) === 'ACK') this.#acknowledged.get(headerOf(message, 'call-id') ?? '')?.();
    else void this.#asked(message);
  }

  /** As if its battery had been pulled: sends nothing and hears nothing. Idempotent. */
  fallSilent(): void {
    this.#silent = true;
    this.#gone.resolve(null);
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
  }

  /** Idempotent. */
  close(): void {
    this.fallSilent();
    this.#options.link.close();
  }

  async #asked(request: SipText): Promise<void> {
    const via = headersOf(request, 'via')[0] ?? '';
    const key = `${via} ${methodOf(request)}`;
    const before = this.#answered.get(key);
    if (before !== undefined) return before === null ? undefined : this.#send(before);
    this.#answered.set(key, null);
    this.#after(REMEMBERED_MS, () => this.#answered.delete(key));
    const ownTag = tag();
    const reply = await this.#options.onRequest(request, ownTag);
    if (reply === null) return;
    const to = headerOf(request, 'to') ?? '';
    const answer: SipText = {
      start: `SIP/2.0 ${reply.status} ${reply.reason ?? REASONS[reply.status] ?? 'Answer'}`,
      headers: [
        ...headersOf(request, 'via').map((one): SipHeader => ['via', one]), ['from', headerOf(request, 'from') ?? ''],
        ['to', addressOf(to).tag === null ? `${to};tag=${ownTag}` : to], ['call-id', headerOf(request, 'call-id') ?? ''], ['cseq', headerOf(request, 'cseq') ?? ''],
        ['contact', this.contact], ['user-agent', AGENT], ...(reply.headers ?? []),
      ],
      body: reply.body ?? NOTHING,
    };
    this.#answered.set(key, answer);
    this.#send(answer);
    if (methodOf(request) === 'INVITE' && reply.status < 300) this.#repeat(answer, RESEND_FIRST_MS, () => this.#acknowledged.has(headerOf(request, 'call-id') ?? ''));
  }

  #ask(bare: SipText): Promise<SipText | null> {
    const request = this.#withVia({ ...bare, headers: [...bare.headers, ['max-forwards', '70'], ['user-agent', AGENT]] });
    const branch = /branch=([^;]+)/.exec(headerOf(request, 'via') ?? '')?.[1] ?? '';
    const { promise, resolve } = Promise.withResolvers<SipText | null>();
    let waiting = true;
    const ended = this.#after(GIVE_UP_AFTER_MS, () => resolve(null));
    this.#open.set(branch, (answer) => {
      const status = statusOf(answer) ?? 0;
      waiting = false;
      if (status < 200) return;
      if (methodOf(request) === 'INVITE' && status >= 300) this.#send(refusalTaken(request, answer));
      resolve(answer);
    });
    this.#send(request);
    if (this.#options.link.protocol === 'UDP') this.#repeat(request, RESEND_FIRST_MS, () => waiting && this.#open.has(branch));
    return Promise.race([promise, this.#gone.promise]).finally(() => {
      clearTimeout(ended);
      this.#open.delete(branch);
    });
  }

  #repeat(message: SipText, afterMs: number, isWanted: () => boolean): void {
    this.#after(afterMs, () => {
      if (!isWanted()) return;
      this.#send(message);
      this.#repeat(message, Math.min(afterMs * 2, RESEND_AT_MOST_MS), isWanted);
    });
  }

  #after(ms: number, act: () => void): NodeJS.Timeout {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      act();
    }, ms);
    this.#timers.add(timer);
    return timer;
  }

  #withVia(message: SipText): SipText {
    const { announced, link } = this.#options;
    return { ...message, headers: [['via', `SIP/2.0/${link.protocol} ${announced.host}:${announced.port};rport;branch=z9hG4bK${tag()}`], ...message.headers] };
  }

  #inDialog({ callId, own, other, target, sequence }: Dialog, { method, headers = [], body = NOTHING }: Omit<Sent, 'user'>): SipText {
    return { start: `${method} ${target} SIP/2.0`, headers: [['from', own], ['to', other], ['call-id', callId], ['cseq', `${sequence} ${method}`], ['contact', this.contact], ...headers], body };
  }

  #send(message: SipText): void {
    if (!this.#silent) this.#options.link.send(message);
  }
}

const AGENT = 'GB28181 Device Simulator';
const REASONS: Readonly<Record<number, string>> = { 100: 'Trying', 200: 'OK', 400: 'Bad Request', 404: 'Not Found', 405: 'Method Not Allowed', 481: 'Call/Transaction Does Not Exist', 486: 'Busy Here', 488: 'Not Acceptable Here', 489: 'Bad Event' };

function tag(): string {
  return randomBytes(6).toString('hex');
}

/** The ACK of a refusal goes the way of the request itself (RFC 3261 17.1.1.3). */
function refusalTaken(request: SipText, answer: SipText): SipText {
  const kept = request.headers.filter(([name]) => ['via', 'from', 'call-id', 'max-forwards'].includes(name));
  return { start: request.start.replace('INVITE', 'ACK'), headers: [...kept, ['to', headerOf(answer, 'to') ?? ''], ['cseq', (headerOf(request, 'cseq') ?? '').replace('INVITE', 'ACK')]], body: NOTHING };
}
