import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pino } from 'pino';
import { WebSocket, type ClientOptions } from 'ws';
import type { Purpose } from '#protocol/capabilities.ts';
import { requests, type NoticeData, type NoticeName, type RequestInput, type RequestName, type RequestOutput } from '#protocol/contract.ts';
import { serverFrame, type ErrorBody, type ServerFrame } from '#protocol/envelope.ts';
import { AppError } from '#protocol/errors.ts';
import { PROTOCOL_VERSION } from '#protocol/version.ts';
import { startHall, type Planes, type RunningHall, type StartOptions } from './compose.ts';
import { parseConfig, type Config, type ConfigInput } from './config/schema.ts';
import { createEnrolment, type Enrolment } from './identity/enrolment.ts';
import { openSigningKey } from './identity/signingKey.ts';
import { createTokenAuthority } from './identity/tokenAuthority.ts';
import { openStorage, type Storage } from './persistence/storage.ts';
import type { Feeds } from './ports/feeds.ts';
import type { Session } from './ports/session.ts';

/** Builds for tests: a whole hall in this process, on a free port, with media rooms that record instead of forwarding. */
export type TestHall = {
  readonly hall: RunningHall;
  readonly storageDir: string;
  /** The storage of the hall opened a second time, as the enrolment command does. */
  readonly storage: Storage;
  readonly enrolment: Enrolment;
  /** What the media rooms were given. */
  readonly feeds: Feeds;
  /** Names of the media requests that reached their handlers, with their sessions. */
  readonly mediaCalls: { name: string; session: Session }[];
  connect(options?: ClientOptions): Promise<RawClient>;
  /** Enrols, connects and says hello. */
  enter(purpose: Purpose, more?: Partial<RequestInput<'session.hello'>>): Promise<RawClient>;
  /** Stops the hall; `keep` leaves the storage for a next one. */
  close(options?: { keep?: boolean }): Promise<void>;
};

export async function startTestHall(options: StartOptions & { config?: ConfigInput; storageDir?: string } = {}): Promise<TestHall> {
  const { config: input, storageDir = mkdtempSync(path.join(tmpdir(), 'hall-test-')), ...startOptions } = options;
  const parsed = parseConfig({ listenHost: '127.0.0.1', publicHosts: ['127.0.0.1'], storageDir, fieldDir: path.join(storageDir, 'pages'), ...input });
  // The loader refuses port 0 (any free port); a test wants exactly that.
  const config: Config = { ...parsed, port: 0 };
  const recorded = recordingPlanes();
  const hall = await startHall(config, { planes: recorded.planes, log: pino({ level: 'silent' }), ...startOptions });
  const storage = await openStorage(storageDir);
  const authority = createTokenAuthority({ hallId: storage.hallId, key: openSigningKey(storageDir), tokens: storage.tokens, now: Date.now });
  const enrolment = createEnrolment({ authority, units: storage.units, tokens: storage.tokens, lifetimeMs: 3_600_000, now: Date.now });
  const clients: RawClient[] = [];
  const connect = async (clientOptions?: ClientOptions) => {
    const client = await RawClient.open(hall, clientOptions);
    clients.push(client);
    return client;
  };
  return {
    hall,
    storageDir,
    storage,
    enrolment,
    feeds: recorded.feeds(),
    mediaCalls: recorded.calls,
    connect,
    async enter(purpose, more) {
      const { token } = await enrolFor(enrolment, purpose);
      const client = await connect();
      await client.hello({ token, purpose, ...more });
      return client;
    },
    async close({ keep = false } = {}) {
      for (const client of clients) {
        client.socket.terminate();
      }
      await hall.close();
      await storage.close();
      if (!keep) {
        rmSync(storageDir, { recursive: true, force: true });
      }
    },
  };
}

export function enrolFor(enrolment: Enrolment, purpose: Purpose) {
  if (purpose === 'unit') {
    return enrolment.enrolUnit({ name: '思明01', teamName: '执行一队', courtCode: '闽0203', courtName: '厦门市思明区人民法院', kind: 'phone' });
  }
  return enrolment.enrolDevice({ role: purpose === 'observer' ? 'observer' : 'console', name: '测试' });
}

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
  static open(hall: RunningHall, options: ClientOptions = {}): Promise<RawClient> {
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
  async until(matches: (frame: ServerFrame) => boolean): Promise<ServerFrame> {
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

function recordingPlanes(): { planes: Planes; feeds: () => Feeds; calls: TestHall['mediaCalls'] } {
  const calls: TestHall['mediaCalls'] = [];
  let given: Feeds | undefined;
  const record = (name: string) => (_: unknown, session: Session): never => {
    calls.push({ name, session });
    throw new AppError('mediaUnavailable');
  };
  const planes: Planes = {
    async createMediaPlane({ feeds }) {
      given = feeds;
      return {
        handlers: {
          'media.capabilities': record('media.capabilities'),
          'media.createTransport': record('media.createTransport'),
          'media.connectTransport': record('media.connectTransport'),
          'media.restartIce': record('media.restartIce'),
          'media.closeTransport': record('media.closeTransport'),
          'media.produce': record('media.produce'),
          'media.closeProducer': record('media.closeProducer'),
          'media.consume': record('media.consume'),
          'media.setConsumers': record('media.setConsumers'),
          'media.closeConsumers': record('media.closeConsumers'),
        },
        injectTrack: () => Promise.reject(new AppError('ingestRefused')),
        status: () => ({ workers: 1, alive: 1 }),
        processes: () => ({ atWork: [], standby: null }),
        close: () => Promise.resolve(),
      };
    },
    async createIngest() {
      return {
        handlers: { 'ingest.open': record('ingest.open'), 'ingest.close': record('ingest.close') },
        close: () => Promise.resolve(),
      };
    },
  };
  return {
    planes,
    calls,
    feeds: () => {
      if (given === undefined) {
        throw new Error('the hall has not started');
      }
      return given;
    },
  };
}
