import { once } from 'node:events';
import { WebSocket } from 'ws';

type Jsep = { readonly type: string; readonly sdp: string };
type Message = {
  readonly janus: string;
  readonly transaction?: string;
  readonly data?: { readonly id: number };
  readonly jsep?: Jsep;
  readonly error?: { readonly reason: string };
  readonly plugindata?: { readonly data?: { readonly error?: string } };
};

const ANSWER_WITHIN_MS = 20_000;

/** A session with Janus over its WebSocket. */
export class JanusSession {
  readonly #socket: WebSocket;
  readonly #waiting = new Map<string, (message: Message) => void>();
  #nextTransaction = 1;
  #id = 0;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on('message', (data: Buffer) => {
      const message = JSON.parse(data.toString('utf8')) as Message;
      // "ack" says that the answer is still to come.
      if (message.transaction !== undefined && message.janus !== 'ack') {
        this.#waiting.get(message.transaction)?.(message);
      }
    });
  }

  /** Errors: nobody listens there, or it is no Janus. */
  static async create(url: string): Promise<JanusSession> {
    const socket = new WebSocket(url, 'janus-protocol');
    await once(socket, 'open');
    const session = new JanusSession(socket);
    session.#id = idOf(await session.#ask({ janus: 'create' }));
    return session;
  }

  /** Watches a mountpoint of the streaming plugin. `answer` gets its offer. Errors: what Janus says is wrong. */
  async watch(mountpoint: number, answer: (offer: string) => Promise<string>): Promise<void> {
    const handle = idOf(await this.#ask({ janus: 'attach', session_id: this.#id, plugin: 'janus.plugin.streaming' }));
    const to = { janus: 'message', session_id: this.#id, handle_id: handle };
    const { jsep } = await this.#ask({ ...to, body: { request: 'watch', id: mountpoint } });
    if (jsep === undefined) {
      throw new Error('Janus offers nothing to watch');
    }
    await this.#ask({ ...to, body: { request: 'start' }, jsep: { type: 'answer', sdp: await answer(jsep.sdp) } satisfies Jsep });
  }

  /** Idempotent. */
  close(): void {
    this.#socket.terminate();
  }

  async #ask(request: Readonly<Record<string, unknown>>): Promise<Message> {
    const transaction = String(this.#nextTransaction++);
    const message = await new Promise<Message>((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`Janus left "${String(request['janus'])}" unanswered`)), ANSWER_WITHIN_MS);
      this.#waiting.set(transaction, (answer) => {
        clearTimeout(late);
        resolve(answer);
      });
      this.#socket.send(JSON.stringify({ ...request, transaction }));
    }).finally(() => this.#waiting.delete(transaction));
    const wrong = message.error?.reason ?? message.plugindata?.data?.error;
    if (wrong !== undefined) {
      throw new Error(`Janus: ${wrong}`);
    }
    return message;
  }
}

function idOf({ data }: Message): number {
  if (data === undefined) {
    throw new Error('Janus answered without an id');
  }
  return data.id;
}
