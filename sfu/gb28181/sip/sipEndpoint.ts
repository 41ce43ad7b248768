import type { Logger } from 'pino';
import { ClientTransaction } from './clientTransaction.ts';
import { ServerTransactions } from './serverTransactions.ts';
import { newBranch, newTag, parseVia } from './sipFields.ts';
import { header, headersOf, isRequest, serialiseSip, SipSyntaxError, type SipHeaders, type SipMessage, type SipRequest, type SipResponse } from './sipMessage.ts';
import { SipTransport, type SipPeer } from './sipTransport.ts';

export type SipAnswer = { readonly status: number; readonly headers?: SipHeaders; readonly body?: Buffer };
/** A request that came. `answer` sends one final answer and gives the way to send it again; a second call does nothing. `toTag`: the hall's end of a dialog that begins here. */
export type IncomingRequest = { readonly request: SipRequest; readonly from: SipPeer; readonly toTag: string; readonly answer: (answer: SipAnswer) => () => void };
export type Outgoing = { readonly method: string; readonly uri: string; readonly headers: SipHeaders; readonly body?: Buffer; /** Its 2xx came once more, or after nobody waited for it any more. */ readonly onTakenAgain?: (response: SipResponse) => void };

type Options = {
  readonly host: string;
  readonly port: number;
  /** Under which the other side reaches the hall. */
  readonly announcedHost: string;
  readonly now: () => number;
  readonly onRequest: (incoming: IncomingRequest) => void;
  readonly log: Logger;
};

const REASONS: Readonly<Record<number, string>> = {
  100: 'Trying', 200: 'OK', 400: 'Bad Request', 401: 'Unauthorized', 403: 'Forbidden', 404: 'Not Found', 405: 'Method Not Allowed', 415: 'Unsupported Media Type', 423: 'Interval Too Brief',
  480: 'Temporarily Unavailable', 481: 'Call/Transaction Does Not Exist', 486: 'Busy Here', 487: 'Request Terminated', 488: 'Not Acceptable Here', 489: 'Bad Event', 500: 'Server Internal Error', 503: 'Service Unavailable',
};
export const USER_AGENT = 'command-hall';
const MAX_OPEN_REQUESTS = 4_096;

/** The hall's end of SIP: messages in and out, each sent again until it is answered, each done once. */
export class SipEndpoint {
  readonly #options: Options;
  readonly #clients = new Map<string, ClientTransaction>();
  /** Branches of INVITEs by Call-ID, while their answers may come. */
  readonly #invites = new Map<string, string>();
  readonly #servers: ServerTransactions;
  #transport!: SipTransport;
  #closed = false;

  private constructor(options: Options) {
    this.#options = options;
    this.#servers = new ServerTransactions(options.now);
  }

  /** Errors: whatever the system says, such as EADDRINUSE. */
  static async create(options: Options): Promise<SipEndpoint> {
    const endpoint = new SipEndpoint(options);
    endpoint.#transport = await SipTransport.create({ host: options.host, port: options.port, onMessage: (message, from) => endpoint.#received(message, from), onGarbage: (from) => options.log.debug({ from: from.address }, 'no SIP') });
    return endpoint;
  }

  get port(): number {
    return this.#transport.port;
  }

  /** `host:port` as it stands in Via and Contact. */
  get place(): string {
    const { announcedHost } = this.#options;
    return `${announcedHost.includes(':') && !announcedHost.startsWith('[') ? `[${announcedHost}]` : announcedHost}:${this.port}`;
  }

  /** The final answer; null: nobody answered. An ACK for a refusal goes by itself, that for a 2xx is the caller's. */
  request({ method, uri, headers, body, onTakenAgain }: Outgoing, to: SipPeer): Promise<SipResponse | null> {
    if (this.#closed || this.#clients.size >= MAX_OPEN_REQUESTS) return Promise.resolve(null);
    const branch = newBranch();
    const via = ['via', this.#via(to, branch)] as const;
    const request: SipRequest = { method, uri, headers: [via, ...COMMON, ...headers], body: body ?? Buffer.alloc(0) };
    const bytes = serialiseSip(request);
    const key = `${branch} ${method}`;
    const callId = header(request, 'call-id') ?? '';
    if (method === 'INVITE') this.#invites.set(callId, branch);
    return new Promise((resolve) => {
      this.#clients.set(key, new ClientTransaction({
        invite: method === 'INVITE',
        reliable: to.protocol === 'tcp',
        send: () => this.#transport.send(bytes, to),
        acknowledge: (response) => {
          const same = headers.filter(([name]) => ['from', 'call-id', 'route'].includes(name));
          const number = /^\d+/.exec(header(request, 'cseq') ?? '')?.[0] ?? '1';
          const ack: SipRequest = { method: 'ACK', uri, headers: [via, ...COMMON, ...same, ['to', header(response, 'to') ?? ''], ['cseq', `${number} ACK`]], body: Buffer.alloc(0) };
          this.#transport.send(serialiseSip(ack), to);
        },
        onTakenAgain: (response) => onTakenAgain?.(response),
        onFinal: (response) => {
          // What comes once more still has to be acknowledged; a call that began all the same has to be ended.
          if (method === 'INVITE') {
            this.#invites.delete(callId);
            setTimeout(() => this.#clients.delete(key), 32_000).unref();
          }
          else this.#clients.delete(key);
          resolve(response);
        },
      }));
    });
  }

  /** Of an INVITE that nobody waits for any more. */
  cancel({ uri, headers }: Outgoing, to: SipPeer): void {
    const known = this.#invites.get(headers.find(([name]) => name === 'call-id')?.[1] ?? '');
    if (known === undefined || this.#closed) return;
    const same = headers.filter(([name]) => ['from', 'to', 'call-id', 'route'].includes(name));
    const request: SipRequest = { method: 'CANCEL', uri, headers: [['via', this.#via(to, known)], ...COMMON, ...same, ['cseq', '1 CANCEL']], body: Buffer.alloc(0) };
    this.#transport.send(serialiseSip(request), to);
    this.#clients.get(`${known} INVITE`)?.cancel();
  }

  /** Without a transaction: an ACK to a 2xx. */
  send({ method, uri, headers, body }: Outgoing, to: SipPeer): void {
    this.#transport.send(serialiseSip({ method, uri, headers: [['via', this.#via(to, newBranch())], ...COMMON, ...headers], body: body ?? Buffer.alloc(0) }), to);
  }

  /** Idempotent. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    for (const client of this.#clients.values()) client.cancel();
    this.#clients.clear();
    await this.#transport.close();
  }

  #via({ protocol }: SipPeer, branch: string): string {
    return `SIP/2.0/${protocol.toUpperCase()} ${this.place};rport;branch=${branch}`;
  }

  #received(message: SipMessage, from: SipPeer): void {
    if (this.#closed) return;
    try {
      if (isRequest(message)) this.#asked(message, from);
      else {
        const [top] = headersOf(message, 'via');
        const method = /\S+$/.exec(header(message, 'cseq') ?? '')?.[0] ?? '';
        this.#clients.get(`${parseVia(top ?? '').parameters.get('branch') ?? ''} ${method}`)?.response(message);
      }
    } catch (error) {
      if (!(error instanceof SipSyntaxError)) this.#options.log.error({ err: error }, 'a SIP message could not be handled');
    }
  }

  #asked(request: SipRequest, from: SipPeer): void {
    const vias = headersOf(request, 'via');
    const via = parseVia(vias[0] ?? '');
    const key = [from.address, via.parameters.get('branch') ?? header(request, 'call-id'), `${via.host}:${via.port ?? 5060}`, header(request, 'cseq')].join(' ');
    if (request.method !== 'ACK') {
      const known = this.#servers.begin(key);
      if (known !== 'new') {
        if (known !== null) this.#transport.send(known, from);
        return;
      }
    }
    const toTag = newTag();
    let answered = false;
    const answer = ({ status, headers = [], body = Buffer.alloc(0) }: SipAnswer): (() => void) => {
      if (answered || request.method === 'ACK') return () => undefined;
      answered = status >= 200;
      const bytes = this.#answerBytes(request, from, toTag, { status, headers, body });
      this.#servers.answered(key, bytes);
      this.#transport.send(bytes, from);
      return () => this.#transport.send(bytes, from);
    };
    try {
      this.#options.onRequest({ request, from, toTag, answer });
    } catch (error) {
      answer({ status: error instanceof SipSyntaxError ? 400 : 500 });
      if (!(error instanceof SipSyntaxError)) throw error;
    }
  }

  #answerBytes(request: SipRequest, from: SipPeer, toTag: string, { status, headers, body }: Required<SipAnswer>): Buffer {
    const [top = '', ...others] = headersOf(request, 'via');
    const bare = top.replace(/;\s*(?:rport|received)(?:=[^;]*)?/gi, '');
    const to = header(request, 'to') ?? '';
    return serialiseSip({
      status,
      reason: REASONS[status] ?? 'Answer',
      headers: [
        ['via', `${bare};rport=${from.port};received=${from.address}`],
        ...others.map((via) => ['via', via] as const),
        ['from', header(request, 'from') ?? ''],
        ['to', status > 100 && !/;\s*tag=/i.test(to) ? `${to};tag=${toTag}` : to],
        ['call-id', header(request, 'call-id') ?? ''],
        ['cseq', header(request, 'cseq') ?? ''],
        ['user-agent', USER_AGENT],
        ...headers,
      ],
      body,
    });
  }
}

const COMMON: SipHeaders = [['max-forwards', '70'], ['user-agent', USER_AGENT]];
