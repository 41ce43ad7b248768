import { createHash, randomBytes, randomUUIDv7 } from 'node:crypto';
import type { Logger } from 'pino';
import { beginViewing, endViewing, giveGrant, revokeGrant } from '#domain/grants/decideGrant.ts';
import { isOpen } from '#domain/grants/isOpen.ts';
import { idOf } from '#domain/hallState/idOf.ts';
import type { RequestData, RequestOutput } from '#protocol/contract.ts';
import { AppError } from '#protocol/errors.ts';
import type { ViewingEnd } from '#protocol/media/grants.ts';
import { grantId as grantIdSchema, type GrantId, type UnitId, type UserId } from '#protocol/nouns/ids.ts';
import type { HallClock } from '../ports/clock.ts';
import { EarliestDeadline } from '../ports/earliestDeadline.ts';
import type { AdmittedGrant, GrantedViewing, ViewingGrants } from '../ports/grants.ts';
import type { Appended, HallLog } from '../ports/log.ts';
import type { HandlersOf, Session } from '../ports/session.ts';
import type { Stores } from '../ports/stores.ts';

const HALL = { kind: 'hall' } as const;
/** Nothing else that the hall issues looks like it, so that a unit's token shown by mistake is told apart. */
const TOKEN = /^vg_[A-Za-z0-9_-]{43}$/;

type Options = {
  readonly log: HallLog;
  readonly stores: Pick<Stores, 'grants'>;
  readonly clock: Pick<HallClock, 'now' | 'at'>;
  /** `https://host:port` as the outside reaches the hall. */
  readonly publicUrl: () => string;
  readonly logger: Logger;
};

type OpenViewing = { readonly grantId: GrantId; readonly onEnd: () => void };

/** The grants, and the viewings by them that are open now. */
export class Grants implements ViewingGrants {
  readonly handlers: HandlersOf<'grant'>;
  readonly #options: Options;
  readonly #open = new Map<string, OpenViewing>();
  readonly #leaving = new Set<Promise<void>>();
  /** The end of the first grant that is viewed by. */
  readonly #deadline: EarliestDeadline;
  readonly #stopListening: () => void;
  #closed = false;

  private constructor(options: Options) {
    this.#options = options;
    this.handlers = {
      'grant.give': (input, session) => this.#give(input, session),
      'grant.revoke': async ({ commandId, grantId }, session) => {
        const { actor, tokenId: via } = session;
        const { name } = personOf(session);
        return (await options.log.execute({ commandId, name: 'grant.revoke', input: { grantId }, actor, via, decide: (state) => revokeGrant(state, { grantId }, name) })).answer;
      },
    };
    this.#deadline = new EarliestDeadline({ clock: options.clock, next: () => this.#nextEnd(), run: async () => this.#cutOff(() => true) });
    this.#stopListening = options.log.onAppended((appended) => this.#appended(appended));
  }

  static create(options: Options): Grants {
    const grants = new Grants(options);
    for (const grant of options.log.state.grants.values()) {
      for (const { viewingId } of grant.viewings) grants.#left({ grantId: grant.grantId, viewingId, why: 'closing' });
    }
    options.stores.grants.forgetBefore(options.clock.now()).catch((error: unknown) => options.logger.error({ err: error }, 'tokens of old grants not forgotten'));
    return grants;
  }

  async admit(token: string): Promise<AdmittedGrant> {
    const grantId = TOKEN.test(token) ? await this.#options.stores.grants.find(hashOf(token)) : undefined;
    if (grantId === undefined) throw new AppError('tokenInvalid');
    const grant = this.#options.log.state.grants.get(grantId);
    if (grant === undefined || grant.revoked !== null) throw new AppError('tokenRevoked');
    if (!isOpen(grant, this.#options.clock.now())) throw new AppError('tokenExpired');
    return { grantId, feedId: grant.feedId };
  }

  async begin({ grantId }: AdmittedGrant, { remoteAddress, clientName, onEnd }: Parameters<ViewingGrants['begin']>[1]): Promise<GrantedViewing> {
    if (this.#closed) throw new AppError('closing');
    const viewingId = randomUUIDv7();
    // From before it is decided: what ends the grant meanwhile must find it.
    this.#open.set(viewingId, { grantId, onEnd });
    try {
      const viewing = { grantId, viewingId, remoteAddress, clientName };
      await this.#options.log.execute({ commandId: null, name: 'grant.view', input: viewing, actor: HALL, via: null, decide: (state, at) => beginViewing(state, viewing, at) });
    } catch (error) {
      this.#open.delete(viewingId);
      throw error;
    }
    return { viewingId, end: (why) => this.#end(viewingId, why) };
  }

  /** Idempotent. Resolves when the ends of the viewings are in the log. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#stopListening();
    this.#deadline.close();
    for (const viewingId of this.#open.keys()) this.#endAndTell(viewingId, 'closing');
    await Promise.all(this.#leaving);
  }

  async #give({ commandId, ...input }: RequestData<'grant.give'>, session: Session): Promise<RequestOutput<'grant.give'>> {
    const { log, stores, publicUrl } = this.#options;
    const giver = personOf(session);
    const grantId = grantIdSchema.parse(randomUUIDv7());
    const token = `vg_${randomBytes(32).toString('base64url')}`;
    const { answer, repeated } = await log.execute({
      commandId,
      name: 'grant.give',
      input,
      actor: session.actor,
      via: session.tokenId,
      decide: (state, at) => giveGrant(state, { ...input, grantId }, giver, at),
      also: (bound) => bound.grants.put({ grantId, tokenHash: hashOf(token), endsAt: input.endsAt }),
    });
    const { grant } = answer;
    // Whoever asks again never saw the first answer; its token is replaced, since nobody knows it any more.
    if (repeated) await stores.grants.put({ grantId: grant.grantId, tokenHash: hashOf(token), endsAt: grant.endsAt });
    return { grant, url: `${publicUrl()}/whep/${grant.feedId}`, token };
  }

  #appended({ entries }: Appended): void {
    this.#deadline.look();
    for (const { name, subject } of entries) {
      if (name === 'grant.revoked') {
        this.#cutOff((grantId) => grantId === idOf(subject));
      } else if (name === 'unit.revoked') {
        const unitId = idOf(subject) as UnitId;
        this.#cutOff((grantId) => this.#options.log.state.grants.get(grantId)?.unitId === unitId);
      }
    }
  }

  #nextEnd(): number | null {
    const { grants } = this.#options.log.state;
    const ends = [...this.#open.values()].flatMap(({ grantId }) => grants.get(grantId)?.endsAt ?? []);
    return ends.length === 0 ? null : Math.min(...ends);
  }

  /** Ends the viewings by those of these grants that do not hold any more. */
  #cutOff(isMeant: (grantId: GrantId) => boolean): void {
    const { log, clock } = this.#options;
    for (const [viewingId, { grantId }] of this.#open) {
      const grant = log.state.grants.get(grantId);
      if (grant === undefined || !isMeant(grantId)) continue;
      if (grant.revoked !== null || log.state.units.get(grant.unitId)?.state !== 'enrolled') this.#endAndTell(viewingId, 'revoked');
      else if (!isOpen(grant, clock.now())) this.#endAndTell(viewingId, 'expired');
    }
  }

  #endAndTell(viewingId: string, why: ViewingEnd): void {
    const viewing = this.#open.get(viewingId);
    this.#end(viewingId, why);
    viewing?.onEnd();
  }

  #end(viewingId: string, why: ViewingEnd): void {
    const viewing = this.#open.get(viewingId);
    if (viewing === undefined) return;
    this.#open.delete(viewingId);
    this.#left({ grantId: viewing.grantId, viewingId, why });
  }

  #left(viewing: { readonly grantId: GrantId; readonly viewingId: string; readonly why: ViewingEnd }): void {
    const { log, logger } = this.#options;
    const noted = log
      .execute({ commandId: null, name: 'grant.leave', input: viewing, actor: HALL, via: null, decide: (state, at) => endViewing(state, viewing, at) })
      // The next start closes it.
      .then(() => undefined, (error: unknown) => logger.warn({ err: error, grantId: viewing.grantId }, 'the end of a viewing could not be recorded'))
      .finally(() => this.#leaving.delete(noted));
    this.#leaving.add(noted);
  }
}

/** Errors: forbidden for whoever is no person. */
function personOf({ actor, userId }: Session): { readonly userId: UserId; readonly name: string } {
  if (userId === null || actor.kind !== 'person') throw new AppError('forbidden');
  return { userId, name: actor.name };
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
