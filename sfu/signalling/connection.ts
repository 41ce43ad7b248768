import { randomUUIDv7 } from 'node:crypto';
import type { Logger } from 'pino';
import { WebSocket, type RawData } from 'ws';
import { CLOSE_CODES, type CloseReason } from '#protocol/closeCodes.ts';
import { isRequestName, type RequestOutput } from '#protocol/contract.ts';
import { requestFrame, type RequestFrame, type ServerFrame } from '#protocol/envelope.ts';
import { AppError, type ErrorCode } from '#protocol/errors.ts';
import type { LIMITS } from '#protocol/limits.ts';
import { sessionId as sessionIdSchema } from '#protocol/nouns/ids.ts';
import { TelemetryFrameError } from '#protocol/telemetry/frames.ts';
import type { TelemetryIntake } from '../ports/telemetry.ts';
import { errorFrame, isOwnFault } from './answers.ts';
import type { Dispatch } from './dispatch.ts';
import { FloodGate } from './gates/floodGate.ts';
import type { Greet, Welcome } from './greeting.ts';
import { GuestDesk, isGuestRequest, type GuestDispatch } from './guestDesk.ts';
import type { OpenConnections } from './openConnections.ts';
import { OpenSession } from './openSession.ts';
import type { SignallingMetrics } from './signallingMetrics.ts';

/** Bounds of a socket; tests tighten them. */
export type ConnectionLimits = { readonly [Name in keyof typeof LIMITS]: number } & {
  /** Frames that make no sense before the socket is closed. */
  readonly maxBadFrames: number;
  /** Largest text frame before the hello was accepted, bytes. */
  readonly maxGuestFrameBytes: number;
  /** Open connections of one token: one person's windows, one machine's displays. */
  readonly maxConnectionsPerToken: number;
  /** Bytes waiting in a socket before it is closed, and before telemetry is left out. */
  readonly maxBufferedBytes: number;
  readonly maxBufferedForTelemetryBytes: number;
};

export type ConnectionOptions = {
  readonly limits: ConnectionLimits;
  readonly greet: Greet;
  readonly dispatch: Dispatch;
  readonly guests: GuestDispatch;
  readonly connections: OpenConnections;
  readonly telemetry: TelemetryIntake;
  readonly metrics: SignallingMetrics;
  readonly log: Logger;
  readonly now: () => number;
  readonly isClosing: () => boolean;
  /** The part of the answer to hello that is the same for all, at this moment of the hall's clock; `now` is real time, which sockets live in. */
  readonly hall: () => Pick<RequestOutput<'session.hello'>, 'hallId' | 'hallName' | 'protocolVersion' | 'frameClock' | 'exercise' | 'serverAt' | 'rate'>;
  /** The session is open; runs before its hello is answered. */
  readonly onOpened: (connection: Connection, session: OpenSession) => void;
  readonly onEnded: (connection: Connection) => void;
};

/** A peer gets this long to answer a close before the socket is cut, ms. */
const CLOSE_GRACE_MS = 1_000;
/** Refused frames are read for their id only up to this size; a flood must cost little. */
const MAX_REFUSED_PARSE_BYTES = 4_096;
/** A frame counts as one request more for each of these: a large one takes as long to read as many small ones. */
const BYTES_OF_A_REQUEST = 16 * 1024;

/** After these errors of a hello the socket is closed. */
const FINAL_HELLO_ERRORS: Partial<Record<ErrorCode, CloseReason>> = {
  protocolTooOld: 'protocolMismatch',
  protocolTooNew: 'protocolMismatch',
  tokenInvalid: 'unauthorised',
  tokenExpired: 'unauthorised',
  tokenRevoked: 'unauthorised',
  forbidden: 'unauthorised',
};

/** One socket from its opening to its end: frames in, answers and notices out, and every reason to hang up. */
export class Connection {
  readonly remoteAddress: string;
  readonly #socket: WebSocket;
  readonly #options: ConnectionOptions;
  readonly #gate: FloodGate;
  readonly #guests: GuestDesk;
  readonly #ended = new AbortController();
  #helloTimer: NodeJS.Timeout;
  #phase: 'greeting' | 'opening' | 'open' | 'ended' = 'greeting';
  #session: OpenSession | null = null;
  /** When the person's sign-in runs out, ms since the epoch. */
  #expiresAt = Infinity;
  #badFrames = 0;
  #heardAt: number;

  constructor(socket: WebSocket, remoteAddress: string, options: ConnectionOptions) {
    const { limits, now } = options;
    this.remoteAddress = remoteAddress;
    this.#socket = socket;
    this.#options = options;
    this.#heardAt = now();
    this.#gate = new FloodGate({ perSecond: limits.requestsPerSecond, burst: limits.requestBurst, now: now() });
    this.#guests = new GuestDesk({
      dispatch: options.guests,
      maxRequests: limits.maxGuestRequests,
      guest: { remoteAddress, ended: this.#ended.signal },
    });
    this.#helloTimer = this.#awaitHello();
    socket.on('message', (data, isBinary) => this.#receive(data, isBinary));
    socket.on('pong', () => { this.#heardAt = now(); });
    socket.on('error', (error) => options.log.debug({ err: error, remoteAddress }, 'socket error'));
    socket.on('close', () => this.#finish('peer'));
  }

  get session(): OpenSession | null {
    return this.#session;
  }

  /** To be called every ping interval: asks a quiet peer for a sign of life, gives up on a silent one if it may, ends a sign-in that ran out. */
  checkAlive({ mayGiveUp }: { mayGiveUp: boolean }): void {
    const { pingIntervalMs } = this.#options.limits;
    const now = this.#options.now();
    const silentMs = now - this.#heardAt;
    if (mayGiveUp && silentMs >= 3 * pingIntervalMs) {
      this.end('silent');
    } else if (now >= this.#expiresAt) {
      this.end('unauthorised');
    } else if (silentMs >= pingIntervalMs && this.#socket.readyState === WebSocket.OPEN) {
      this.#socket.ping();
    }
  }

  /** Says why, then closes. Idempotent. */
  end(reason: CloseReason): void {
    if (this.#phase === 'ended') {
      return;
    }
    if (reason !== 'tooSlow') {
      this.#session?.notify('session.ended', { reason });
    }
    this.#socket.close(CLOSE_CODES[reason], reason);
    // `close` of a socket that does not read, or whose peer is gone, would wait for ever.
    const cut = setTimeout(() => this.#socket.terminate(), CLOSE_GRACE_MS);
    this.#socket.once('close', () => clearTimeout(cut));
    this.#finish(reason);
  }

  /** Serves nothing more from here on; what is answered in this turn, the request that led to this among it, still goes out. */
  endSoon(reason: CloseReason): void {
    this.#socket.removeAllListeners('message');
    setImmediate(() => this.end(reason));
  }

  /** False when the socket has too much waiting already. */
  sendTelemetry(bytes: Uint8Array): boolean {
    const { limits, metrics } = this.#options;
    if (this.#phase !== 'open' || this.#socket.readyState !== WebSocket.OPEN) {
      return false;
    }
    if (this.#socket.bufferedAmount > limits.maxBufferedForTelemetryBytes) {
      metrics.skippedTelemetry.inc();
      return false;
    }
    this.#socket.send(bytes);
    return true;
  }

  #finish(reason: CloseReason | 'peer'): void {
    if (this.#phase === 'ended') {
      return;
    }
    this.#phase = 'ended';
    clearTimeout(this.#helloTimer);
    this.#socket.removeAllListeners('message');
    this.#options.metrics.ends.inc({ reason });
    const log = this.#session?.log ?? this.#options.log;
    log[this.#session === null && reason === 'peer' ? 'debug' : 'info']({ reason, remoteAddress: this.remoteAddress }, 'connection ended');
    this.#ended.abort();
    this.#session?.end();
    this.#options.onEnded(this);
  }

  #awaitHello(): NodeJS.Timeout {
    return setTimeout(() => this.end('helloTimeout'), this.#options.limits.helloTimeoutMs);
  }

  #receive(data: RawData, isBinary: boolean): void {
    const bytes = bufferOf(data);
    this.#heardAt = this.#options.now();
    const verdict = this.#gate.take(this.#heardAt, 1 + Math.floor(bytes.length / BYTES_OF_A_REQUEST));
    if (verdict !== 'pass') {
      const id = isBinary || bytes.length > MAX_REFUSED_PARSE_BYTES ? null : (frameOf(bytes)?.id ?? null);
      this.#write(errorFrame(id, new AppError('tooManyRequests')));
      if (verdict === 'close') {
        this.end('flood');
      }
    } else if (isBinary) {
      this.#receiveTelemetry(bytes);
    } else {
      this.#receiveText(bytes);
    }
  }

  #receiveTelemetry(bytes: Buffer): void {
    if (this.#session === null || bytes.length > this.#options.limits.maxBinaryFrameBytes) {
      this.#countBadFrame(new AppError(this.#session === null ? 'helloRequired' : 'badFrame'));
      return;
    }
    try {
      this.#options.telemetry.receive(bytes, this.#session);
    } catch (error) {
      if (!(error instanceof TelemetryFrameError) && isOwnFault(error)) {
        this.#session.log.error({ err: error }, 'telemetry failed');
      }
      this.#countBadFrame(error instanceof TelemetryFrameError ? new AppError('badFrame', { cause: error }) : error);
    }
  }

  #receiveText(bytes: Buffer): void {
    const frame = this.#session === null && bytes.length > this.#options.limits.maxGuestFrameBytes ? null : frameOf(bytes);
    if (frame === null) {
      this.#countBadFrame(new AppError('badFrame'));
    } else if (this.#session !== null) {
      this.#serve(frame, this.#session);
    } else if (frame.method !== 'session.hello' && !isGuestRequest(frame)) {
      this.#write(errorFrame(frame.id, new AppError('helloRequired')));
    } else if (this.#phase === 'opening') {
      this.#write(errorFrame(frame.id, new AppError('alreadyOpen')));
    } else if (this.#guests.busy) {
      this.#write(errorFrame(frame.id, new AppError('tooManyRequests')));
    } else if (isGuestRequest(frame)) {
      void this.#serveGuest(frame);
    } else {
      void this.#open(frame);
    }
  }

  async #serveGuest(frame: Parameters<GuestDispatch>[0]): Promise<void> {
    const startedAt = performance.now();
    // Signing in elsewhere takes a person minutes; only idling counts. Who has asked enough cannot win time by asking more.
    const restart = !this.#guests.exhausted;
    if (restart) {
      clearTimeout(this.#helloTimer);
    }
    try {
      this.#answer(frame, startedAt, await this.#guests.serve(frame));
    } catch (error) {
      this.#fail(frame, startedAt, error);
    }
    if (restart && this.#phase === 'greeting') {
      this.#helloTimer = this.#awaitHello();
    }
  }

  async #open(frame: RequestFrame): Promise<void> {
    this.#phase = 'opening';
    const watch = this.#options.connections.watchHello();
    try {
      const welcome = await this.#options.greet(frame.data, this.remoteAddress);
      const reason = watch.endedBy(welcome.admission);
      if (reason !== null) {
        this.end(reason);
      } else if (this.#phase === 'opening') {
        this.#welcome(frame.id, welcome);
      }
    } catch (error) {
      this.#refuse(frame.id, error);
    } finally {
      watch.close();
    }
  }

  #refuse(id: number, error: unknown): void {
    if (isOwnFault(error)) {
      this.#options.log.error({ err: error }, 'hello failed');
    } else {
      this.#options.log.info({ err: error, remoteAddress: this.remoteAddress }, 'hello refused');
    }
    this.#write(errorFrame(id, error));
    const reason = error instanceof AppError ? FINAL_HELLO_ERRORS[error.code] : undefined;
    if (reason !== undefined) {
      this.end(reason);
    } else if (this.#phase === 'opening') {
      this.#phase = 'greeting';
    }
  }

  #welcome(id: number, welcome: Welcome): void {
    if (this.#options.isClosing()) {
      throw new AppError('closing');
    }
    const { tokenId } = welcome.admission;
    if (tokenId !== null && this.#options.connections.countOf(tokenId) >= this.#options.limits.maxConnectionsPerToken) {
      throw new AppError('tooManyRequests');
    }
    const sessionId = sessionIdSchema.parse(randomUUIDv7());
    const { admission, purpose, slotId, clientName } = welcome;
    const { courtCode, courtName, unitId, unit, person, capabilities } = admission;
    const socket = this.#socket;
    const session = new OpenSession({
      sessionId,
      welcome,
      remoteAddress: this.remoteAddress,
      log: this.#options.log.child({ sessionId, purpose, courtCode, ...(unitId && { unitId }), ...(slotId && { slotId }) }),
      line: {
        send: (text) => this.#send(text),
        get bufferedBytes() {
          return socket.bufferedAmount;
        },
      },
    });
    clearTimeout(this.#helloTimer);
    this.#phase = 'open';
    this.#session = session;
    this.#expiresAt = person?.expiresAt ?? Infinity;
    this.#options.onOpened(this, session);
    const data: RequestOutput<'session.hello'> = {
      ...this.#options.hall(),
      sessionId,
      capabilities: [...capabilities],
      court: { courtCode, name: courtName },
      person,
      unit,
    };
    this.#write({ id, ok: true, data });
    session.log.info({ clientName, remoteAddress: this.remoteAddress }, 'session opened');
  }

  #serve(frame: RequestFrame, session: OpenSession): void {
    const startedAt = performance.now();
    try {
      const answer = this.#options.dispatch(frame, session);
      if (answer instanceof Promise) {
        answer.then(
          (data: unknown) => this.#answer(frame, startedAt, data),
          (error: unknown) => this.#fail(frame, startedAt, error),
        );
      } else {
        this.#answer(frame, startedAt, answer);
      }
    } catch (error) {
      this.#fail(frame, startedAt, error);
    }
  }

  #answer(frame: RequestFrame, startedAt: number, data: unknown): void {
    this.#count(frame, startedAt, 'ok');
    this.#write({ id: frame.id, ok: true, data });
  }

  #fail(frame: RequestFrame, startedAt: number, error: unknown): void {
    const answer = errorFrame(frame.id, error);
    this.#count(frame, startedAt, error instanceof AppError ? error.code : 'internal');
    const log = this.#session?.log ?? this.#options.log;
    if (isOwnFault(error)) {
      log.error({ err: error, method: frame.method }, 'request failed');
    } else {
      log.debug({ err: error, method: frame.method }, 'request refused');
    }
    this.#write(answer);
  }

  #count({ method }: RequestFrame, startedAt: number, result: string): void {
    // Names of the contract only: a client must not be able to make up label values.
    const known = isRequestName(method) ? method : 'unknown';
    this.#options.metrics.requests.inc({ method: known, result });
    this.#options.metrics.requestSeconds.observe({ method: known }, (performance.now() - startedAt) / 1_000);
  }

  #countBadFrame(error: unknown): void {
    this.#badFrames += 1;
    this.#options.metrics.badFrames.inc();
    this.#write(errorFrame(null, error));
    if (this.#badFrames >= this.#options.limits.maxBadFrames) {
      this.end('badFrame');
    }
  }

  #write(frame: ServerFrame): void {
    this.#send(JSON.stringify(frame));
  }

  #send(text: string): void {
    if (this.#phase === 'ended' || this.#socket.readyState !== WebSocket.OPEN) {
      return;
    }
    // Looked at before: one large answer is no fault of a socket that reads.
    if (this.#socket.bufferedAmount > this.#options.limits.maxBufferedBytes) {
      this.end('tooSlow');
      return;
    }
    this.#socket.send(text);
  }
}

function frameOf(bytes: Buffer): RequestFrame | null {
  try {
    const parsed = requestFrame.safeParse(JSON.parse(bytes.toString('utf8')));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

function bufferOf(data: RawData): Buffer {
  if (Array.isArray(data)) {
    return Buffer.concat(data);
  }
  return Buffer.isBuffer(data) ? data : Buffer.from(data);
}
