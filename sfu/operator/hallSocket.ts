import { WebSocket } from 'ws';
import { requests, type RequestInput, type RequestName, type RequestOutput } from '#protocol/contract.ts';
import { serverFrame } from '#protocol/envelope.ts';
import { AppError } from '#protocol/errors.ts';
import { SIGNALLING_PATH } from '#protocol/signallingPath.ts';

const ANSWER_WITHIN_MS = 30_000;
const OPEN_WITHIN_MS = 5_000;
/** The certificate is good for this name wherever the hall listens. */
const CERTIFIED_NAME = 'localhost';

type Waiting = { readonly settle: (frame: Answer) => void; readonly fail: (error: AppError) => void };
type Answer = { readonly ok: true; readonly data?: unknown } | { readonly ok: false; readonly error: { readonly code: AppError['code']; readonly params: Record<string, string | number> } };

/** A socket to the hall that asks and is answered, and hears nothing else. It lives as long as one command. */
export class HallSocket {
  readonly #socket: WebSocket;
  readonly #waiting = new Map<number, Waiting>();
  #nextId = 1;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on('message', (bytes) => this.#receive(bytes as Buffer));
    socket.on('error', () => socket.terminate());
    socket.on('close', () => this.#failAll());
  }

  /** `url`: `https://host:port`. Errors: disconnected. */
  static open(options: { url: string; caPem: string }): Promise<HallSocket> {
    // Handed on to TLS, though the library's types do not name it.
    const tls = { servername: CERTIFIED_NAME };
    const settings = { ...tls, ca: options.caPem, handshakeTimeout: OPEN_WITHIN_MS };
    const socket = new WebSocket(new URL(SIGNALLING_PATH, options.url.replace(/^http/, 'ws')), settings);
    return new Promise((resolve, reject) => {
      socket.once('open', () => {
        socket.removeAllListeners('error');
        resolve(new HallSocket(socket));
      });
      socket.once('error', (cause) => reject(new AppError('disconnected', { cause })));
    });
  }

  /** Errors: what the hall answers, disconnected, timedOut. */
  request<Name extends RequestName>(name: Name, input: RequestInput<Name>): Promise<RequestOutput<Name>> {
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      if (this.#socket.readyState !== WebSocket.OPEN) {
        reject(new AppError('disconnected'));
        return;
      }
      const timer = setTimeout(() => done(() => reject(new AppError('timedOut'))), ANSWER_WITHIN_MS);
      const done = (end: () => void) => {
        clearTimeout(timer);
        this.#waiting.delete(id);
        end();
      };
      this.#waiting.set(id, {
        settle: (answer) =>
          done(() => {
            if (answer.ok) {
              resolve(requests[name].output.parse(answer.data) as RequestOutput<Name>);
            } else {
              reject(new AppError(answer.error.code, { params: answer.error.params }));
            }
          }),
        fail: (error) => done(() => reject(error)),
      });
      this.#socket.send(JSON.stringify({ id, method: name, data: input }));
    });
  }

  /** Idempotent. */
  close(): void {
    this.#socket.close();
  }

  #receive(bytes: Buffer): void {
    const frame = serverFrame.parse(JSON.parse(bytes.toString('utf8')));
    if ('ok' in frame && frame.id !== null) {
      this.#waiting.get(frame.id)?.settle(frame);
    }
  }

  #failAll(): void {
    for (const { fail } of this.#waiting.values()) {
      fail(new AppError('disconnected'));
    }
  }
}
