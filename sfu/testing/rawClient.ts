import { WebSocket, type ClientOptions } from 'ws';
import type { Purpose } from '#protocol/capabilities.ts';
import { requests, type NoticeData, type NoticeName, type RequestInput, type RequestName, type RequestOutput } from '#protocol/contract.ts';
import { serverFrame, type ErrorBody, type ServerFrame } from '#protocol/envelope.ts';
import { AppError } from '#protocol/errors.ts';
import { PROTOCOL_VERSION } from '#protocol/version.ts';

/** A client that says exactly what a test tells it to say, and keeps everything it hears. */
export class RawClient {
  readonly socket: WebSocket;
  readonly frames: ServerFrame[] = [];
  readonly binary: Uint8Array[] = [];
  readonly closed: Promise<{ code: number; reason: string }>;
  readonly #waiting = new Set<() => void>();
  #nextId = 1;

  private constructor(socket: WebSocket) {
    this.socket = socket;
    this.closed = new Promise((resolve) => {
      socket.on('close', (code, reason) => resolve({ code, reason: reason.toString() }));
    });
    socket.on('error', () => undefined);
    socket.on('message', (data, isBinary) => {
      if (isBinary) {
        this.binary.push(new Uint8Array(data as Buffer));
      } else {
        this.frames.push(serverFrame.parse(JSON.parse((data as Buffer).toString())));
      }
      for (const wake of this.#waiting) {
        wake();
      }
    });
  }

  /** Errors: what the upgrade was refused with. */
  static open(hall: { readonly port: number; readonly caCertificatePem: string }, options: ClientOptions = {}): Promise<RawClient> {
    const socket = new WebSocket(`wss://127.0.0.1:${hall.port}/signal`, { ca: hall.caCertificatePem, ...options });
    const client = new RawClient(socket);
    return new Promise((resolve, reject) => {
      socket.once('open', () => resolve(client));
      socket.once('error', reject);
    });
  }

  send(frame: unknown): void {
    this.socket.send(typeof frame === 'string' || frame instanceof Uint8Array ? frame : JSON.stringify(frame));
  }

  /** The answer as it came, whatever it is. */
  async ask(method: string, data: unknown): Promise<{ ok: true; data: unknown } | { ok: false; error: ErrorBody }> {
    const id = this.#nextId++;
    this.send({ id, method, data });
    const frame = await this.until((heard) => 'ok' in heard && heard.id === id);
    return frame as { ok: true; data: unknown } | { ok: false; error: ErrorBody };
  }

  /** Errors: AppError with the hall's code. */
  async request<Name extends RequestName>(name: Name, data: RequestInput<Name>): Promise<RequestOutput<Name>> {
    const answer = await this.ask(name, data);
    if (!answer.ok) {
      throw new AppError(answer.error.code, { params: answer.error.params });
    }
    return requests[name].output.parse(answer.data) as RequestOutput<Name>;
  }

  hello(data: { token: string; purpose: Purpose } & Partial<RequestInput<'session.hello'>>): Promise<RequestOutput<'session.hello'>> {
    return this.request('session.hello', { protocolVersion: PROTOCOL_VERSION, client: { name: 'test', version: '1' }, ...data });
  }

  /** The first frame, heard already or to come, for which this is true. */
  async until(matches: (frame: ServerFrame, index: number) => boolean): Promise<ServerFrame> {
    return this.#wait(() => this.frames.find(matches));
  }

  async notice<Name extends NoticeName>(name: Name, matches: (data: NoticeData<Name>) => boolean = () => true): Promise<NoticeData<Name>> {
    const frame = await this.until((heard) => 'notice' in heard && heard.notice === name && matches(heard.data as NoticeData<Name>));
    return 'notice' in frame ? (frame.data as NoticeData<Name>) : Promise.reject(new Error('no notice'));
  }

  async binaryFrame(index: number): Promise<Uint8Array> {
    return this.#wait(() => this.binary[index]);
  }

  #wait<Found>(look: () => Found | undefined): Promise<Found> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => done(() => reject(new Error('the client waited in vain'))), 5_000);
      const done = (settle: () => void) => {
        clearTimeout(timer);
        this.#waiting.delete(check);
        settle();
      };
      const check = () => {
        const found = look();
        if (found !== undefined) {
          done(() => resolve(found));
        }
      };
      this.#waiting.add(check);
      check();
    });
  }
}
