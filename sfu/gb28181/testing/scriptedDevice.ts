import { createSocket, type Socket } from 'node:dgram';
import { createConnection } from 'node:net';
import { once } from 'node:events';
import { authorize } from '../sip/digest.ts';
import { parseSip } from '../sip/parseSip.ts';
import { header, headersOf, isRequest, serialiseSip, type SipHeaders, type SipMessage, type SipRequest, type SipResponse } from '../sip/sipMessage.ts';
import { SipStream } from '../sip/sipStream.ts';

type Answer = (request: SipRequest) => { readonly status: number; readonly headers?: SipHeaders; readonly body?: string | Buffer } | null;

/** A device that does what a test tells it, over real sockets. */
export class ScriptedDevice {
  readonly requests: SipRequest[] = [];
  readonly id: string;
  readonly #port: number;
  readonly #send: (bytes: Buffer) => void;
  readonly #end: () => void;
  readonly #responses = new Map<string, (response: SipResponse) => void>();
  #sequence = 0;
  /** What it says to requests; null: nothing. */
  answer: Answer = () => ({ status: 200 });

  private constructor(id: string, port: number, wire: { readonly send: (bytes: Buffer) => void; readonly end: () => void }) {
    this.id = id;
    this.#port = port;
    this.#send = wire.send;
    this.#end = wire.end;
  }

  /** `hallPort` may be known later than the device. */
  static async create({ id, hallPort, protocol }: { readonly id: string; readonly hallPort: number | (() => number); readonly protocol: 'udp' | 'tcp' }): Promise<ScriptedDevice> {
    const hallPortNow = () => (typeof hallPort === 'number' ? hallPort : hallPort());
    if (protocol === 'tcp') {
      const socket = createConnection({ host: '127.0.0.1', port: hallPortNow() });
      await once(socket, 'connect');
      const stream = new SipStream();
      const device = new ScriptedDevice(id, socket.localPort ?? 0, { send: (bytes) => void socket.write(bytes), end: () => socket.destroy() });
      socket.on('error', () => undefined);
      socket.on('data', (bytes) => stream.take(bytes).forEach((message) => device.#take(message)));
      return device;
    }
    const socket: Socket = createSocket('udp4');
    socket.bind(0, '127.0.0.1');
    await once(socket, 'listening');
    const device = new ScriptedDevice(id, socket.address().port, { send: (bytes) => socket.send(bytes, hallPortNow(), '127.0.0.1'), end: () => socket.close() });
    socket.on('message', (bytes) => device.#take(parseSip(bytes)));
    return device;
  }

  /** Bytes as they are. */
  raw(bytes: Buffer): void {
    this.#send(bytes);
  }

  /** Where it is reached. */
  get port(): number {
    return this.#port;
  }

  request(method: string, { headers = [], uri = 'sip:35000000002000000001@3500000000', body = '', callId = `${method}-${this.#sequence + 1}@${this.id}`, from = `<sip:${this.id}@3500000000>;tag=dev`, to = `<sip:${this.id}@3500000000>` }: { headers?: SipHeaders; uri?: string; body?: string | Buffer; callId?: string; from?: string; to?: string } = {}): Promise<SipResponse> {
    const number = ++this.#sequence;
    const request: SipRequest = {
      method, uri, body: Buffer.from(body),
      headers: [['via', `SIP/2.0/UDP 127.0.0.1:${this.#port};rport;branch=z9hG4bKdev${this.#port}${number}`], ['from', from], ['to', to], ['call-id', callId], ['cseq', `${number} ${method}`], ['contact', `<sip:${this.id}@127.0.0.1:${this.#port}>`], ...headers],
    };
    return new Promise((resolve) => {
      this.#responses.set(`${number} ${method}`, resolve);
      this.#send(serialiseSip(request));
    });
  }

  /** The status of the last answer. */
  async register(password: string, expires = 3_600): Promise<SipResponse> {
    const headers: SipHeaders = [['expires', String(expires)]];
    const first = await this.request('REGISTER', { headers });
    if (first.status !== 401) return first;
    const authorization = authorize({ challenges: headersOf(first, 'www-authenticate'), username: this.id, password, method: 'REGISTER', uri: 'sip:35000000002000000001@3500000000' }) ?? '';
    return this.request('REGISTER', { headers: [...headers, ['authorization', authorization]] });
  }

  notify(command: string, serial: number, inside = '', method: 'MESSAGE' | 'NOTIFY' = 'MESSAGE'): Promise<SipResponse> {
    return this.message('Notify', command, serial, inside, method);
  }

  message(kind: string, command: string, serial: number, inside: string, method: 'MESSAGE' | 'NOTIFY' = 'MESSAGE'): Promise<SipResponse> {
    return this.request(method, { headers: [['content-type', 'Application/MANSCDP+xml']], body: `<?xml version="1.0" encoding="UTF-8"?><${kind}><CmdType>${command}</CmdType><SN>${serial}</SN><DeviceID>${this.id}</DeviceID>${inside}</${kind}>` });
  }

  seen(method: string, containing = ''): SipRequest[] {
    return this.requests.filter((one) => one.method === method && one.body.toString('latin1').includes(containing));
  }

  close(): void {
    this.#end();
  }

  #take(message: SipMessage): void {
    if (!isRequest(message)) {
      if (message.status >= 200) this.#responses.get(header(message, 'cseq') ?? '')?.(message);
      return;
    }
    this.requests.push(message);
    const answer = message.method === 'ACK' ? null : this.answer(message);
    if (answer === null) return;
    const to = header(message, 'to') ?? '';
    this.#send(serialiseSip({
      status: answer.status, reason: 'Answer', body: Buffer.from(answer.body ?? ''),
      headers: [
        ...headersOf(message, 'via').map((via) => ['via', via] as const), ['from', header(message, 'from') ?? ''], ['to', to.includes('tag=') ? to : `${to};tag=dev`],
        ['call-id', header(message, 'call-id') ?? ''], ['cseq', header(message, 'cseq') ?? ''], ['contact', `<sip:${this.id}@127.0.0.1:${this.#port}>`], ...(answer.headers ?? []),
      ],
    }));
  }
}
