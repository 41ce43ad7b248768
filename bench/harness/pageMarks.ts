import { WebSocket } from 'ws';

/** Moments of one page, ms since the epoch; absent until they came. */
export type PageMarks = {
  readonly url: string;
  readonly firstPaintAt?: number;
  readonly marks: Readonly<Record<string, number>>;
};

type Answer = {
  readonly id?: number;
  readonly method?: string;
  readonly sessionId?: string;
  readonly params?: { readonly sessionId?: string; readonly targetInfo?: { readonly type: string } };
  readonly result?: { readonly result?: { readonly value?: string } };
};

/**
 * Runs in the page, whether it comes before or after the page's own code. Notes when an element first matched each selector;
 * what was already there is noted as of now, so a mark can be late by the time it takes to reach the page, never early.
 */
function observe(selectors: Record<string, string>): void {
  const scope = globalThis as { benchMarks?: Record<string, number> };
  if (scope.benchMarks !== undefined) {
    return;
  }
  const marks: Record<string, number> = {};
  scope.benchMarks = marks;
  const look = () => {
    for (const [name, selector] of Object.entries(selectors)) {
      if (marks[name] === undefined && document.querySelector(selector) !== null) {
        marks[name] = Date.now();
      }
    }
  };
  new MutationObserver(look).observe(document, { subtree: true, childList: true, attributes: true });
  look();
}

/** The next change of the page is noted as the first; what is there then is there. */
function forget(): void {
  const { benchMarks = {} } = globalThis as { benchMarks?: Record<string, number> };
  for (const name of Object.keys(benchMarks)) {
    delete benchMarks[name];
  }
}

function read(): string {
  const scope = globalThis as { benchMarks?: Record<string, number> };
  const paint = performance.getEntriesByName('first-contentful-paint')[0];
  return JSON.stringify({
    url: location.href,
    ...(paint === undefined ? {} : { firstPaintAt: performance.timeOrigin + paint.startTime }),
    marks: scope.benchMarks ?? {},
  });
}

/** Watches all pages of an Electron through its debugging port: the product needs no word of being measured. */
export class MarkReader {
  readonly #socket: WebSocket;
  readonly #script: string;
  readonly #sessions = new Set<string>();
  readonly #waiting = new Map<number, (answer: Answer) => void>();
  #newest = 0;

  private constructor(socket: WebSocket, selectors: Readonly<Record<string, string>>) {
    this.#socket = socket;
    this.#script = `(${observe.toString()})(${JSON.stringify(selectors)})`;
    socket.on('message', (data: Buffer) => this.#hear(JSON.parse(data.toString()) as Answer));
    socket.on('error', () => undefined); // the close that follows ends all waiting
    socket.on('close', () => this.#giveUp());
  }

  /** `endpoint` as Chromium prints it: `ws://127.0.0.1:…`. */
  static async create(options: { endpoint: string; selectors: Readonly<Record<string, string>> }): Promise<MarkReader> {
    const socket = new WebSocket(options.endpoint);
    const reader = new MarkReader(socket, options.selectors);
    await new Promise<void>((resolve, reject) => {
      socket.once('open', () => resolve());
      socket.once('error', reject);
    });
    reader.#send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: false, flatten: true });
    return reader;
  }

  /** What the pages have noted until now. */
  async read(): Promise<PageMarks[]> {
    const answers = await Promise.all([...this.#sessions].map((sessionId) => this.#ask('Runtime.evaluate', { expression: `(${read.toString()})()` }, sessionId)));
    return answers.flatMap((answer) => {
      const text = answer.result?.result?.value;
      return text === undefined ? [] : [JSON.parse(text) as PageMarks];
    });
  }

  /** Notes everything anew from now on. */
  async forget(): Promise<void> {
    await Promise.all([...this.#sessions].map((sessionId) => this.#ask('Runtime.evaluate', { expression: `(${forget.toString()})()` }, sessionId)));
  }

  /** Idempotent. */
  close(): void {
    this.#socket.close();
  }

  #hear(answer: Answer): void {
    if (answer.id !== undefined) {
      this.#waiting.get(answer.id)?.(answer);
      this.#waiting.delete(answer.id);
      return;
    }
    const sessionId = answer.params?.sessionId;
    if (answer.method === 'Target.attachedToTarget' && sessionId !== undefined && answer.params?.targetInfo?.type === 'page') {
      this.#sessions.add(sessionId);
      this.#send('Page.enable', {}, sessionId);
      // For the page that is being loaded, and for the one it may still navigate to.
      this.#send('Page.addScriptToEvaluateOnNewDocument', { source: this.#script }, sessionId);
      this.#send('Runtime.evaluate', { expression: this.#script }, sessionId);
    } else if (answer.method === 'Target.detachedFromTarget' && sessionId !== undefined) {
      this.#sessions.delete(sessionId);
    }
  }

  #ask(method: string, params: object, sessionId: string): Promise<Answer> {
    if (this.#socket.readyState !== WebSocket.OPEN) {
      return Promise.resolve({});
    }
    return new Promise((resolve) => {
      this.#waiting.set(this.#send(method, params, sessionId), resolve);
    });
  }

  #send(method: string, params: object, sessionId?: string): number {
    const id = (this.#newest += 1);
    this.#socket.send(JSON.stringify({ id, method, params, ...(sessionId === undefined ? {} : { sessionId }) }));
    return id;
  }

  #giveUp(): void {
    for (const resolve of this.#waiting.values()) {
      resolve({});
    }
    this.#waiting.clear();
    this.#sessions.clear();
  }
}
