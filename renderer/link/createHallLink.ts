import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Purpose } from '#protocol/capabilities.ts';
import type { NoticeData, NoticeName, RequestInput, RequestName, RequestOutput } from '#protocol/contract.ts';
import { CLOSE_CODES } from '#protocol/closeCodes.ts';
import { AppError, type ErrorCode } from '#protocol/errors.ts';
import { LIMITS } from '#protocol/limits.ts';
import type { SlotId } from '#protocol/nouns/ids.ts';
import { PROTOCOL_VERSION } from '#protocol/version.ts';
import { ClockSync } from './clockSync.ts';
import { endingOf } from './closeMeaning.ts';
import type { HallLink, LinkState, RequestOptions } from './hallLink.ts';
import { NoticeBoard } from './noticeBoard.ts';
import { PendingRequests } from './pendingRequests.ts';
import { readServerFrame } from './readServerFrame.ts';
import { retryDelayMs } from './retryDelay.ts';
import { attendSocket, browserSocket, socketAddressOf, type CreateSocket, type WebSocketLike } from './webSocketLike.ts';

const DEFAULT_TIMEOUT_MS = 10_000;
/** From the start of an attempt to the answer to hello, ms: the first time, and at most. On a lossy line of a second's distance it takes longer than the first. */
const ATTEMPT_TIMEOUT_MS = LIMITS.helloTimeoutMs;
const LONGEST_ATTEMPT_MS = 4 * ATTEMPT_TIMEOUT_MS;
/** A ping that took longer was sent again on its way. */
const SLOW_TRIP_MS = 1_000;
/** A session that lasted this long did not end by what its hello said: coming back at once cannot become a race. */
const SETTLED_MS = 1_000;

export type HallLinkOptions = {
  /** `https://host:port`. */
  url: string;
  token: string;
  purpose: Purpose;
  /** The wall place; only with purpose `wall`. */
  slotId?: SlotId | null;
  clientName: string;
  clientVersion: string;
  /** Makes the socket; the browser's own by default. In Node: `(url) => new WebSocket(url, { ca })` of `ws`. */
  createSocket?: CreateSocket;
  /** 0 to 1. */
  random?: () => number;
  clock?: { now(): number };
  /** For frames that cannot be read and listeners that fail: faults of a program, not of the network. */
  log?: (message: string, cause: unknown) => void;
};

/** Starts connecting at once and keeps at it until closed or refused. */
export function createHallLink(options: HallLinkOptions): HallLink {
  return ReconnectingLink.create(options);
}

class ReconnectingLink implements HallLink {
  readonly state: StoreApi<LinkState>;
  readonly #options: HallLinkOptions;
  readonly #wssUrl: string;
  readonly #clock: { now(): number };
  readonly #notices: NoticeBoard;
  readonly #binaryListeners = new Set<(bytes: Uint8Array) => void>();
  readonly #clockSync = new ClockSync();
  readonly #log: (message: string, cause: unknown) => void;
  #pending = new PendingRequests();
  #socket: WebSocketLike | null = null;
  #endSocket: (() => void) | null = null;
  #attempt = 0;
  #helloError: ErrorCode | null = null;
  #unansweredPings: number[] = [];
  #lastTripMs = 0;
  #timers = new Set<ReturnType<typeof setTimeout>>();
  #pingTimer: ReturnType<typeof setInterval> | undefined;

  private constructor(options: HallLinkOptions) {
    this.#options = options;
    this.#wssUrl = socketAddressOf(options.url);
    this.#clock = options.clock ?? { now: () => Date.now() };
    this.#log = options.log ?? (() => undefined);
    this.#notices = new NoticeBoard(this.#log);
    // The first to hear: whoever else listens finds the new time.
    this.#notices.on('clock.changed', (reading) => this.#clockChanged(reading));
    this.state = createStore<LinkState>(() => ({
      phase: 'connecting',
      sinceAt: this.#clock.now(),
      error: null,
      retryAt: null,
      session: null,
      clockOffsetMs: 0,
      clockRate: 1,
      roundTripMs: null,
    }));
  }

  static create(options: HallLinkOptions): ReconnectingLink {
    const link = new ReconnectingLink(options);
    link.#connect();
    return link;
  }

  now(): number {
    return this.#clockSync.hallTimeAt(this.#clock.now());
  }

  request<Name extends RequestName>(
    name: Name,
    input: RequestInput<Name>,
    options: RequestOptions = {},
  ): Promise<RequestOutput<Name>> {
    if (this.state.getState().phase !== 'online') {
      return Promise.reject(new AppError('disconnected', { detail: `${name} was asked while the link was not online` }));
    }
    return this.#send(name, input, options);
  }

  on<Name extends NoticeName>(name: Name, listener: (data: NoticeData<Name>) => void): () => void {
    return this.#notices.on(name, listener);
  }

  onBinary(listener: (bytes: Uint8Array) => void): () => void {
    const registered = (bytes: Uint8Array) => listener(bytes);
    this.#binaryListeners.add(registered);
    return () => this.#binaryListeners.delete(registered);
  }

  sendBinary(bytes: Uint8Array<ArrayBuffer>): boolean {
    if (this.state.getState().phase !== 'online' || !this.#socket) {
      return false;
    }
    try {
      this.#socket.send(bytes);
      return true;
    } catch {
      // The socket closes this very moment; its close event follows.
      return false;
    }
  }

  reconnect(): void {
    if (this.state.getState().phase === 'closed') {
      return;
    }
    this.#dropSocket('disconnected');
    this.#attempt = 0;
    this.#enter({ phase: 'connecting', error: null, retryAt: null, session: null });
    this.#connect();
  }

  close(): void {
    if (this.state.getState().phase === 'closed') {
      return;
    }
    this.#dropSocket('disconnected');
    this.#enter({ phase: 'closed', error: null, retryAt: null, session: null });
  }

  #connect(): void {
    this.#helloError = null;
    let socket: WebSocketLike;
    try {
      socket = (this.#options.createSocket ?? browserSocket)(this.#wssUrl);
    } catch (cause) {
      this.#log('the socket could not be made', cause);
      this.#lose({ closeCode: null });
      return;
    }
    this.#socket = socket;
    this.#endSocket = attendSocket(socket, {
      open: () => void this.#hello(socket),
      message: ({ data }) => this.#receive(data),
      close: ({ code }) => this.#lose({ closeCode: code }),
    });
    this.#after(Math.min(LONGEST_ATTEMPT_MS, ATTEMPT_TIMEOUT_MS * 2 ** this.#attempt), () => {
      if (this.#socket === socket && this.state.getState().phase !== 'online') {
        this.#lose({ closeCode: null });
      }
    });
  }

  async #hello(socket: WebSocketLike): Promise<void> {
    const { token, purpose, slotId, clientName, clientVersion } = this.#options;
    const sentAt = this.#clock.now();
    try {
      const session = await this.#send('session.hello', {
        protocolVersion: PROTOCOL_VERSION,
        token,
        purpose,
        ...(slotId ? { slotId } : {}),
        client: { name: clientName.slice(0, 64) || 'client', version: clientVersion.slice(0, 32) },
      });
      if (this.#socket !== socket) {
        return;
      }
      this.#attempt = 0;
      this.#clockSync.reset();
      const reading = this.#clockSync.add({ sentAt, receivedAt: this.#clock.now(), serverAt: session.serverAt, rate: session.rate });
      this.#startPinging();
      this.#enter({ phase: 'online', error: null, retryAt: null, session, ...reading });
      void this.#ping();
    } catch (error) {
      if (this.#socket !== socket) {
        return;
      }
      this.#helloError = error instanceof AppError ? error.code : 'internal';
      this.#lose({ closeCode: null });
    }
  }

  #send<Name extends RequestName>(
    name: Name,
    data: RequestInput<Name>,
    options: RequestOptions = {},
  ): Promise<RequestOutput<Name>> {
    const socket = this.#socket;
    return this.#pending.start({
      name,
      timeoutMs: options.timeoutMs ?? DEFAULT_TIMEOUT_MS,
      signal: options.signal,
      onAnswered: options.onAnswered,
      send: (id) => {
        if (!socket) {
          throw new Error('there is no socket');
        }
        socket.send(JSON.stringify({ id, method: name, data }));
      },
    });
  }

  #receive(data: unknown): void {
    if (data instanceof ArrayBuffer) {
      for (const listener of this.#binaryListeners) {
        this.#guard('a listener of binary frames failed', () => listener(new Uint8Array(data)));
      }
      return;
    }
    const frame = readServerFrame(data);
    if (frame === null) {
      this.#log('a frame of the hall cannot be read', String(data).slice(0, 200));
    } else if ('notice' in frame) {
      this.#notices.post(frame.notice, frame.data);
    } else {
      this.#pending.answer(frame);
    }
  }

  #startPinging(): void {
    this.#unansweredPings = [];
    this.#lastTripMs = 0;
    this.#pingTimer = setInterval(() => {
      const oldest = this.#unansweredPings[0];
      // A half-open socket never closes by itself: silence is the only sign. On a way where answers are late anyhow it says less.
      const intervals = this.#lastTripMs > SLOW_TRIP_MS ? 3 : 2;
      if (oldest !== undefined && this.#clock.now() - oldest >= intervals * LIMITS.pingIntervalMs - LIMITS.pingIntervalMs / 10) {
        this.#lose({ closeCode: null });
      } else {
        void this.#ping();
      }
    }, LIMITS.pingIntervalMs);
  }

  async #ping(): Promise<void> {
    const socket = this.#socket;
    const sentAt = this.#clock.now();
    this.#unansweredPings.push(sentAt);
    try {
      const { serverAt, rate } = await this.#send('session.ping', {}, { timeoutMs: 3 * LIMITS.pingIntervalMs });
      if (this.#socket === socket && this.state.getState().phase === 'online') {
        this.#lastTripMs = this.#clock.now() - sentAt;
        this.state.setState(this.#clockSync.add({ sentAt, receivedAt: this.#clock.now(), serverAt, rate }));
      }
    } catch (error) {
      // A refusal is an answer too; a ping without any is found by the timer.
      if (!(error instanceof AppError) || error.code === 'timedOut' || error.code === 'disconnected') {
        return;
      }
    }
    this.#unansweredPings = this.#unansweredPings.filter((at) => at !== sentAt);
  }

  #clockChanged({ at, rate }: NoticeData<'clock.changed'>): void {
    this.state.setState(this.#clockSync.changed({ receivedAt: this.#clock.now(), serverAt: at, rate }));
    void this.#ping();
  }

  #lose(options: { closeCode: number | null }): void {
    const { final, error } = endingOf({ closeCode: options.closeCode, helloError: this.#helloError });
    if (final) {
      this.#dropSocket(error);
      this.#enter({ phase: 'refused', error, retryAt: null, session: null });
      return;
    }
    if (options.closeCode === CLOSE_CODES.rightsChanged && this.#clock.now() - this.state.getState().sinceAt >= SETTLED_MS) {
      // Nothing is wrong with the way to the hall: what the person may do is only told anew by a new hello.
      this.reconnect();
      return;
    }
    const delayMs = retryDelayMs({ attempt: this.#attempt, random: this.#options.random ?? Math.random });
    this.#attempt += 1;
    this.#dropSocket('disconnected');
    // Before the state is told: a listener that closes the link or tries at once takes this timer away with it.
    this.#after(delayMs, () => this.#connect());
    this.#enter({ phase: 'offline', error, retryAt: this.#clock.now() + delayMs, session: null });
  }

  /** Requests under way fail in a later microtask: whoever waits for them finds the new state already set. */
  #dropSocket(code: ErrorCode): void {
    clearInterval(this.#pingTimer);
    for (const timer of this.#timers) {
      clearTimeout(timer);
    }
    this.#timers.clear();
    const pending = this.#pending;
    const endSocket = this.#endSocket;
    this.#socket = null;
    this.#endSocket = null;
    this.#pending = new PendingRequests();
    endSocket?.();
    pending.failAll(new AppError(code));
  }

  #enter(change: Partial<LinkState> & Pick<LinkState, 'phase'>): void {
    const before = this.state.getState();
    this.#guard('a listener of the link state failed', () =>
      this.state.setState({
        ...change,
        // Failed attempts do not start the absence anew.
        sinceAt: before.phase === change.phase ? before.sinceAt : this.#clock.now(),
      }),
    );
  }

  #after(delayMs: number, run: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      run();
    }, delayMs);
    this.#timers.add(timer);
  }

  #guard(message: string, run: () => void): void {
    try {
      run();
    } catch (cause) {
      this.#log(message, cause);
    }
  }
}
