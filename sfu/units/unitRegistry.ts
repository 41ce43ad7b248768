import type { Logger } from 'pino';
import type { CourtCode, TokenId, UnitId } from '#protocol/nouns/ids.ts';
import type { UnitPresence, UnitRecord } from '#protocol/nouns/units.ts';
import { idOf } from '#domain/hallState/idOf.ts';
import type { Connections, Secrets } from '../ports/identity.ts';
import type { Appended, HallLog } from '../ports/log.ts';
import type { News } from '../ports/news.ts';
import type { HandlersOf, Session } from '../ports/session.ts';
import type { SightingStore, Stores } from '../ports/stores.ts';
import type { Leave, Units } from '../ports/units.ts';
import { unitHandlers } from './unitHandlers.ts';

/** How often the times of the last sign of life are made durable, ms. */
const SAVE_EVERY_MS = 30_000;

type Options = {
  readonly log: HallLog;
  readonly stores: Pick<Stores, 'sightings'>;
  readonly secrets: Pick<Secrets, 'newCode' | 'newUnitToken'>;
  readonly connections: Pick<Connections, 'endTokens'>;
  readonly news: Pick<News, 'unitPresence'>;
  readonly now: () => number;
  readonly logger: Logger;
};

/** What is known of a unit beside the log. */
type Here = {
  readonly telemetryIndex: number;
  session: Session | null;
  /** How many rooms attend it without a session. */
  attended: number;
  lastSeenAt: number | null;
  savedSeenAt: number | null;
};

/** The log's units and who of them is here now. */
export class UnitRegistry implements Units {
  readonly #options: Options;
  readonly #sightings: SightingStore;
  readonly #here = new Map<UnitId, Here>();
  /** Tokens that end when the revocation of their unit, or the token that takes their place, is durable. */
  readonly #revoking = new Map<UnitId, readonly TokenId[]>();
  readonly #revocations = new Set<(unitId: UnitId) => void>();
  readonly #stopListening: () => void;
  readonly #timer: NodeJS.Timeout;
  readonly handlers: HandlersOf<'unit'>;

  private constructor(options: Options) {
    this.#options = options;
    this.#sightings = options.stores.sightings;
    this.handlers = unitHandlers({ ...options, onRevoking: (unitId, tokenIds) => void this.#revoking.set(unitId, tokenIds) });
    this.#stopListening = options.log.onAppended((appended) => this.#appended(appended));
    this.#timer = setInterval(() => void this.#save(), SAVE_EVERY_MS);
  }

  static async create(options: Options): Promise<UnitRegistry> {
    const seenAt = new Map((await options.stores.sightings.list()).map(({ unitId, lastSeenAt }) => [unitId, lastSeenAt]));
    const registry = new UnitRegistry(options);
    for (const unitId of options.log.state.units.keys()) {
      registry.#add(unitId, seenAt.get(unitId) ?? null);
    }
    return registry;
  }

  get(unitId: UnitId): (UnitRecord & { readonly telemetryIndex: number }) | undefined {
    const unit = this.#options.log.state.units.get(unitId);
    const here = this.#here.get(unitId);
    return unit === undefined || here === undefined || unit.state === 'revoked' ? undefined : { ...unit, telemetryIndex: here.telemetryIndex };
  }

  courtOf(unitId: UnitId): CourtCode | undefined {
    return this.#options.log.state.units.get(unitId)?.courtCode;
  }

  sessionOf(unitId: UnitId): Session | undefined {
    return this.#here.get(unitId)?.session ?? undefined;
  }

  lastSeenAt(unitId: UnitId): number | null {
    return this.#here.get(unitId)?.lastSeenAt ?? null;
  }

  heard(unitId: UnitId): void {
    const here = this.#here.get(unitId);
    if (here !== undefined) {
      here.lastSeenAt = this.#options.now();
    }
  }

  attend(unitId: UnitId): Leave | undefined {
    const here = this.#here.get(unitId);
    if (here === undefined || this.get(unitId) === undefined) {
      return undefined;
    }
    let attending = true;
    this.#attended(unitId, here, 1);
    return (silentForMs = 0) => {
      if (attending) this.#attended(unitId, here, -1, silentForMs);
      attending = false;
    };
  }

  onRevoked(listener: (unitId: UnitId) => void): () => void {
    this.#revocations.add(listener);
    return () => void this.#revocations.delete(listener);
  }

  /** Those that were not revoked, as followers start from them. */
  presences(): (UnitPresence & { readonly courtCode: CourtCode })[] {
    return Array.from(this.#here, ([unitId, here]) => {
      const unit = this.get(unitId);
      return unit && { ...presenceOf(unitId, here), courtCode: unit.courtCode };
    }).filter((presence) => presence !== undefined);
  }

  /** The unit is here from now until its session ends. A later session takes the place of an earlier one. */
  arrived(session: Session): void {
    const { unitId, tokenId } = session;
    if (unitId === null || session.ended.aborted) {
      return;
    }
    const here = this.#here.get(unitId);
    if (here === undefined || this.get(unitId) === undefined) {
      // It was revoked while it said hello.
      this.#options.connections.endTokens(tokenId === null ? [] : [tokenId], 'unauthorised');
      return;
    }
    here.session = session;
    here.lastSeenAt = this.#options.now();
    session.ended.addEventListener('abort', () => this.#left(unitId, session), { once: true });
    this.#tell(unitId, here);
  }

  /** Idempotent. Resolves when the last signs of life are durable. */
  async close(): Promise<void> {
    clearInterval(this.#timer);
    this.#stopListening();
    await this.#save();
  }

  #appended({ entries }: Appended): void {
    for (const { name, subject } of entries) {
      const unitId = idOf(subject) as UnitId;
      if (name === 'unit.enrolled' && !this.#here.has(unitId)) {
        this.#tell(unitId, this.#add(unitId, null));
      } else if (name === 'unit.tokenIssued') {
        this.#endTokens(unitId, []);
      } else if (name === 'unit.revoked') {
        this.#cutOff(unitId);
      }
    }
  }

  #cutOff(unitId: UnitId): void {
    const present = this.sessionOf(unitId)?.tokenId ?? null;
    this.#endTokens(unitId, present === null ? [] : [present]);
    for (const listener of this.#revocations) listener(unitId);
  }

  #endTokens(unitId: UnitId, more: readonly TokenId[]): void {
    this.#options.connections.endTokens([...(this.#revoking.get(unitId) ?? []), ...more], 'unauthorised');
    this.#revoking.delete(unitId);
  }

  #left(unitId: UnitId, session: Session): void {
    const here = this.#here.get(unitId);
    if (here?.session === session) {
      here.session = null;
      here.lastSeenAt = this.#options.now();
      this.#tell(unitId, here);
    }
  }

  #attended(unitId: UnitId, here: Here, by: 1 | -1, silentForMs = 0): void {
    here.attended += by;
    here.lastSeenAt = Math.max(here.lastSeenAt ?? 0, this.#options.now() - silentForMs);
    this.#tell(unitId, here);
  }

  #add(unitId: UnitId, lastSeenAt: number | null): Here {
    const here: Here = { telemetryIndex: this.#here.size + 1, session: null, attended: 0, lastSeenAt, savedSeenAt: lastSeenAt };
    this.#here.set(unitId, here);
    return here;
  }

  #tell(unitId: UnitId, here: Here): void {
    const courtCode = this.courtOf(unitId);
    if (courtCode !== undefined) {
      this.#options.news.unitPresence(courtCode, presenceOf(unitId, here));
    }
  }

  async #save(): Promise<void> {
    const seen = Array.from(this.#here, ([unitId, here]) => ({ unitId, here, lastSeenAt: here.lastSeenAt, before: here.savedSeenAt }))
      .flatMap(({ lastSeenAt, ...of }) => (lastSeenAt === null || lastSeenAt === of.before ? [] : [{ ...of, lastSeenAt }]));
    if (seen.length === 0) {
      return;
    }
    for (const { here, lastSeenAt } of seen) {
      here.savedSeenAt = lastSeenAt;
    }
    try {
      await this.#sightings.put(seen.map(({ unitId, lastSeenAt }) => ({ unitId, lastSeenAt })));
    } catch (error) {
      for (const { here, before } of seen) {
        here.savedSeenAt = before;
      }
      this.#options.logger.error({ err: error }, 'last signs of life not saved');
    }
  }
}

function presenceOf(unitId: UnitId, { telemetryIndex, session, attended, lastSeenAt }: Here): UnitPresence {
  return { unitId, telemetryIndex, online: session !== null || attended > 0, lastSeenAt };
}
