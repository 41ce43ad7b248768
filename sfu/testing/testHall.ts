import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pino } from 'pino';
import type { ClientOptions } from 'ws';
import type { Purpose } from '#protocol/capabilities.ts';
import type { RequestInput } from '#protocol/contract.ts';
import { AppError } from '#protocol/errors.ts';
import { courtCode, type CourtCode, type DeviceId, type UnitId, type UserId } from '#protocol/nouns/ids.ts';
import type { Role } from '#protocol/roles.ts';
import { startHall, type RunningHall, type StartOptions } from '../compose.ts';
import type { Planes } from '../composition/mediaRooms.ts';
import { parseConfig, type Config, type ConfigInput } from '../config/schema.ts';
import { mintOperatorToken } from '../identity/tokenAuthority.ts';
import { openSigningKey } from '../keys/signingKey.ts';
import type { Feeds } from '../ports/feeds.ts';
import type { Session } from '../ports/session.ts';
import { newCommandId } from './newCommandId.ts';
import { RawClient } from './rawClient.ts';

type Who = { readonly courtCode?: string; readonly name?: string };
/** An account that has changed its one-time password, and a sign-in of it. */
export type Person = { readonly userId: UserId; readonly username: string; readonly password: string; readonly token: string };
/** Who comes in, and how: for a desk a person with these roles (or one that is there already), else a machine or a unit. */
type Entering = Who & { readonly roles?: readonly Role[]; readonly token?: string; readonly hello?: Partial<RequestInput<'session.hello'>> };

/** Builds for tests: a whole hall in this process, on a free port, with media rooms that record instead of forwarding. */
export type TestHall = {
  readonly hall: RunningHall;
  readonly hallId: string;
  readonly storageDir: string;
  /** What the media rooms were given. */
  readonly feeds: Feeds;
  /** Names of the media requests that reached their handlers, with their sessions. */
  readonly mediaCalls: { name: string; session: Session }[];
  connect(options?: ClientOptions): Promise<RawClient>;
  /** The command line of the hall's machine, connected. */
  operator(): Promise<RawClient>;
  operatorToken(now?: number): Promise<string>;
  signIn(username: string, password: string): Promise<{ token: string }>;
  /** An account as `user.create` makes it, with its one-time password. */
  account(options?: Who & { readonly roles?: readonly Role[] }): Promise<{ userId: UserId; username: string; oneTimePassword: string }>;
  person(options?: Who & { readonly roles?: readonly Role[] }): Promise<Person>;
  unit(options?: Who): Promise<{ unitId: UnitId; token: string }>;
  machine(kind: 'console' | 'observer', options?: Who): Promise<{ deviceId: DeviceId; token: string }>;
  /** Makes who is needed, connects and says hello. */
  enter(purpose: Purpose, options?: Entering): Promise<RawClient>;
  /** Stops the hall; `keep` leaves the storage for a next one. */
  close(options?: { keep?: boolean }): Promise<void>;
};

/** Where everyone is who is not told otherwise. */
const BASIC_COURT = '闽0203';

export async function startTestHall(options: StartOptions & { config?: ConfigInput; storageDir?: string; databaseUrl?: string | null } = {}): Promise<TestHall> {
  const { config: input, storageDir = mkdtempSync(path.join(tmpdir(), 'hall-test-')), databaseUrl, ...startOptions } = options;
  const parsed = parseConfig({ listenHost: '127.0.0.1', publicHosts: ['127.0.0.1'], storageDir, fieldDir: path.join(storageDir, 'pages'), databaseUrl, streams: { rtmpPort: 0 }, ...input });
  // The loader refuses port 0 (any free port); a test wants exactly that.
  const config: Config = { ...parsed, port: 0 };
  const recorded = recordingPlanes();
  const hall = await startHall(config, { planes: recorded.planes, log: pino({ level: 'silent' }), ...startOptions });
  const clients: RawClient[] = [];
  const connect = async (clientOptions?: ClientOptions) => {
    const client = await RawClient.open(hall, clientOptions);
    clients.push(client);
    return client;
  };
  const guest = await connect();
  const { hallId } = await guest.request('session.welcome', {});
  guest.socket.terminate();
  const hands = helpingHands({ storageDir, hallId, connect });
  return {
    hall,
    hallId,
    storageDir,
    get feeds() {
      return recorded.feeds();
    },
    mediaCalls: recorded.calls,
    connect,
    ...hands,
    async enter(purpose, { hello, token, ...who } = {}) {
      const shown = token ?? (await tokenFor(hands, purpose, who));
      const client = await connect();
      await client.hello({ token: shown, purpose, ...hello });
      return client;
    },
    async close({ keep = false } = {}) {
      for (const client of clients) {
        client.socket.terminate();
      }
      await hall.close();
      if (!keep) {
        rmSync(storageDir, { recursive: true, force: true });
      }
    },
  };
}

type Hands = Pick<TestHall, 'operator' | 'operatorToken' | 'signIn' | 'account' | 'person' | 'unit' | 'machine'>;

async function tokenFor(hands: Hands, purpose: Purpose, who: Entering): Promise<string> {
  switch (purpose) {
    case 'unit': return (await hands.unit(who)).token;
    case 'desk': return (await hands.person(who)).token;
    case 'wall': return (await hands.machine('console', who)).token;
    case 'observer': return (await hands.machine('observer', who)).token;
    case 'operator': return hands.operatorToken();
  }
}

/** Everything that people do to let others in, through the hall's own door. */
function helpingHands({ storageDir, hallId, connect }: { storageDir: string; hallId: string; connect: () => Promise<RawClient> }): Hands {
  const client = { name: 'test', version: '1' };
  let number = 0;
  let commandLine: Promise<RawClient> | undefined;
  const courtOf = ({ courtCode: code }: Who): CourtCode => courtCode.parse(code ?? BASIC_COURT);
  const operatorToken = (now = Date.now()) => mintOperatorToken({ hallId, key: openSigningKey(storageDir, 'token'), name: 'root', now });
  const operator = () => (commandLine ??= (async () => {
    const line = await connect();
    await line.hello({ token: await operatorToken(), purpose: 'operator' });
    return line;
  })());
  const redeem = async (code: string): Promise<string> => {
    const guest = await connect();
    const { token } = await guest.request('session.redeemCode', { code, client });
    guest.socket.terminate();
    return token;
  };
  const signIn = async (username: string, password: string) => {
    const guest = await connect();
    const issued = await guest.request('session.signIn', { username, password, client });
    guest.socket.terminate();
    return issued;
  };
  const account: Hands['account'] = async ({ roles = ['dispatcher'] as const, name = '林警官', ...who } = {}) => {
    const username = `person-${(number += 1)}`;
    const { user, oneTimePassword } = await (await operator()).request('user.create', { commandId: newCommandId(), username, name, courtCode: courtOf(who), roles: [...roles], phone: null });
    return { userId: user.userId, username, oneTimePassword };
  };
  return {
    operatorToken,
    operator,
    signIn,
    account,
    async person(who) {
      const { userId, username, oneTimePassword } = await account(who);
      const { token } = await signIn(username, oneTimePassword);
      const first = await connect();
      await first.hello({ token, purpose: 'desk' });
      const password = `Jian-Ba-Min-${number}`;
      await first.request('session.changePassword', { present: oneTimePassword, next: password });
      await first.closed;
      return { userId, username, password, token };
    },
    async unit({ name = '思明01', ...who } = {}) {
      const { unit, enrolment } = await (await operator()).request('unit.enrol', { commandId: newCommandId(), courtCode: courtOf(who), name, teamName: '执行一队', kind: 'phone' });
      return { unitId: unit.unitId, token: await redeem(enrolment.code) };
    },
    async machine(kind, { name = `指挥席 ${(number += 1)}`, ...who } = {}) {
      const { device, enrolment } = await (await operator()).request('device.enrol', { commandId: newCommandId(), courtCode: courtOf(who), name, kind });
      return { deviceId: device.deviceId, token: await redeem(enrolment.code) };
    },
  };
}

/** Media rooms that note who asked for what, and forward nothing. */
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
          'media.limitTransport': record('media.limitTransport'),
          'media.produce': record('media.produce'),
          'media.closeProducer': record('media.closeProducer'),
          'media.consume': record('media.consume'),
          'media.setConsumers': record('media.setConsumers'),
          'media.closeConsumers': record('media.closeConsumers'),
        },
        injectTrack: () => Promise.reject(new AppError('ingestRefused')),
        tapVideo: () => Promise.reject(new AppError('feedNotLive')),
        standard: {
          abilities: () => ({ codecs: [], extensions: [] }),
          publish: () => Promise.reject(new AppError('mediaUnavailable')),
          viewable: () => [],
          view: () => Promise.reject(new AppError('feedNotLive')),
        },
        produceVoice: () => Promise.reject(new AppError('mediaUnavailable')),
        produceForRoom: () => Promise.reject(new AppError('mediaUnavailable')),
        feedSource: (_, kind) => ({ kind, view: () => Promise.reject(new AppError('feedNotLive')) }),
        status: () => ({ workers: 1, alive: 1 }),
        processes: () => ({ atWork: [], standby: null }),
        close: () => Promise.resolve(),
      };
    },
    async createIngest() {
      return {
        handlers: { 'ingest.open': record('ingest.open'), 'ingest.close': record('ingest.close') },
        intake: { listen: () => Promise.reject(new AppError('ingestRefused')), accept: () => Promise.reject(new AppError('ingestRefused')) },
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
