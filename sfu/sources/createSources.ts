import { randomBytes, randomUUIDv7 } from 'node:crypto';
import type { Logger } from 'pino';
import type { RequestOutput } from '#protocol/contract.ts';
import { sourceId as sourceIdSchema, type CommandId, type SourceId, type UnitId } from '#protocol/nouns/ids.ts';
import type { SourceRecord, SourceStatus } from '#protocol/media/sources.ts';
import { maySee } from '#domain/access/viewer.ts';
import { found, type Decision } from '#domain/decision/decision.ts';
import { idOf } from '#domain/hallState/idOf.ts';
import type { HallState } from '#domain/hallState/hallState.ts';
import { addSource, changeKey, changeSource, isPushed, removeSource, switchSource, type PortRange } from '#domain/sources/decideSource.ts';
import type { GbDirectory } from '../ports/gbDirectory.ts';
import type { Appended, HallLog } from '../ports/log.ts';
import type { HandlersOf, Session } from '../ports/session.ts';
import type { SourceReading, Sources } from '../ports/sources.ts';
import type { Stores } from '../ports/stores.ts';
import { pushAddress, type PushPlaces } from './pushAddress.ts';
import type { SecretSeal } from '../ports/secretSeal.ts';
import { StatusBook } from './statusBook.ts';

/** 128 bits, base64url: 22 characters, long enough for SRT too. */
const KEY_BYTES = 16;
const UNIT_REVOKED = '终端已注销';

type Options = {
  readonly log: HallLog;
  readonly stores: Pick<Stores, 'sourceSecrets'>;
  readonly seal: SecretSeal;
  readonly sessions: () => Iterable<Session>;
  readonly places: PushPlaces;
  readonly srtPorts: PortRange;
  readonly directory: GbDirectory;
  readonly now: () => number;
  readonly logger: Logger;
};

export interface SourceBook extends Sources {
  readonly handlers: HandlersOf<'source'>;
  /** Idempotent. */
  close(): void;
}

/** The book of sources: what the log knows, their secrets beside it, and how they are now. */
export function createSources(options: Options): SourceBook {
  const { log, stores, seal, places, srtPorts, directory, logger } = options;
  const statuses = new StatusBook(options.now);
  const changes = new Set<(sourceId: SourceId) => void>();
  const retries = new Set<(sourceId: SourceId) => void>();

  const newKey = (): string => randomBytes(KEY_BYTES).toString('base64url');
  const secretOf = async (sourceId: SourceId): Promise<string | null> => {
    const sealed = await stores.sourceSecrets.find(sourceId);
    return sealed === undefined ? null : seal.open(sealed, sourceId);
  };

  async function run<Answer>(name: `source.${string}`, data: { readonly commandId: CommandId; readonly secret?: string | null }, session: Session, decide: (state: HallState) => Decision<Answer>, keep?: { readonly sourceId: SourceId; readonly secret: string | null }): Promise<Answer> {
    const { commandId, ...input } = data;
    const { actor, tokenId: via } = session;
    const { answer } = await log.execute({
      commandId, name, input, actor, via, decide,
      ...(keep === undefined ? {} : {
        also: (bound: Stores) => (keep.secret === null ? bound.sourceSecrets.erase(keep.sourceId) : bound.sourceSecrets.put(keep.sourceId, seal.seal(keep.secret, keep.sourceId))),
      }),
    });
    return answer;
  }

  /** The key is not part of the answer that is kept for a retry: it is read from where it is kept. */
  const withPushUrl = async (source: SourceRecord): Promise<{ source: SourceRecord; pushUrl: string | null }> => ({
    source,
    pushUrl: isPushed(source.address) ? pushAddress(source, await secretOf(source.sourceId), places) : null,
  });

  const tell = (source: SourceRecord, status: SourceStatus): void => {
    for (const session of options.sessions()) {
      if (session.capabilities.has('units.manage') && maySee(session, 'source', source.courtCode)) session.notify('source.statusChanged', status);
    }
  };

  /** Sources of a unit that was revoked end, in the log too. */
  const removeOf = (unitId: UnitId): void => {
    for (const { sourceId } of log.state.sources.filter((source) => source.unitId === unitId).values()) {
      log.execute({
        commandId: null, name: 'source.remove', input: { sourceId }, actor: { kind: 'hall' }, via: null,
        decide: (state) => {
          const source = state.sources.get(sourceId);
          return source === undefined ? { events: [], answer: () => ({}) } : removeSource(state, { sourceId, expectedVersion: source.version, reason: UNIT_REVOKED });
        },
        also: (bound) => bound.sourceSecrets.erase(sourceId),
      }).catch((error: unknown) => logger.error({ err: error, sourceId }, 'the source of a revoked unit could not be removed'));
    }
  };

  const appended = ({ entries, state }: Appended): void => {
    for (const { name, subject } of entries) {
      if (name.startsWith('source.')) {
        const sourceId = idOf(subject) as SourceId;
        if (!state.sources.has(sourceId)) statuses.forget(sourceId);
        for (const listener of changes) listener(sourceId);
      } else if (name === 'unit.revoked') {
        const unitId = idOf(subject) as UnitId;
        for (const { sourceId } of state.sources.filter((source) => source.unitId === unitId).values()) for (const listener of changes) listener(sourceId);
        // Not in this turn: the log is telling its listeners.
        queueMicrotask(() => removeOf(unitId));
      }
    }
  };
  const undo = log.onAppended(appended);
  for (const unitId of new Set(log.state.sources.valueSeq().map((source) => source.unitId))) {
    if (log.state.units.get(unitId)?.state !== 'enrolled') removeOf(unitId);
  }

  const handlers: HandlersOf<'source'> = {
    'source.add': async (data, session) => {
      const sourceId = sourceIdSchema.parse(randomUUIDv7());
      const secret = isPushed(data.address) ? newKey() : data.secret;
      const { source } = await run('source.add', data, session, (state) => addSource(state, { ...data, sourceId, srtPorts }), { sourceId, secret });
      return withPushUrl(source);
    },
    'source.change': (data, session) => {
      const { sourceId, address, secret } = data;
      const own = isPushed(address) ? null : secret;
      return run('source.change', data, session, (state) => changeSource(state, { ...data, secretChanged: own !== null }), own === null ? undefined : { sourceId, secret: own });
    },
    'source.newKey': async (data, session) => {
      const { source } = await run('source.newKey', data, session, (state) => changeKey(state, data), { sourceId: data.sourceId, secret: newKey() });
      return withPushUrl(source);
    },
    'source.switch': (data, session) => run('source.switch', data, session, (state) => switchSource(state, data)),
    'source.remove': (data, session) => run('source.remove', data, session, (state) => removeSource(state, data), { sourceId: data.sourceId, secret: null }),
    'source.retry': ({ sourceId }) => {
      found(log.state.sources.get(sourceId), 'source');
      for (const listener of retries) listener(sourceId);
      return {};
    },
    'source.statuses': (_, session) => ({
      statuses: [...log.state.sources.values()].filter(({ courtCode }) => maySee(session, 'source', courtCode)).map((source) => statuses.of(source)),
    }),
    'source.gbChannels': (): RequestOutput<'source.gbChannels'> => {
      const named = new Set([...log.state.sources.values()].flatMap(({ address }) => (address.protocol === 'gb28181' ? [`${address.deviceId}/${address.channelId}`] : [])));
      return { channels: directory.channels().filter(({ deviceId, channelId }) => !named.has(`${deviceId}/${channelId}`)), server: directory.server() };
    },
  };

  return {
    handlers,
    list: (protocols) => [...log.state.sources.values()].filter(({ unitId, address }) => protocols.includes(address.protocol) && log.state.units.get(unitId)?.state === 'enrolled'),
    secretOf,
    onChange: (listener) => listening(changes, listener),
    onRetry: (listener) => listening(retries, listener),
    setStatus: (sourceId: SourceId, reading: SourceReading) => {
      const source = log.state.sources.get(sourceId);
      const status = source === undefined ? undefined : statuses.set(source, reading);
      if (source !== undefined && status !== undefined) tell(source, status);
    },
    close: () => {
      undo();
      changes.clear();
      retries.clear();
    },
  };
}

function listening<Listener>(listeners: Set<Listener>, listener: Listener): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}
