import { randomUUIDv7 } from 'node:crypto';
import { courtName } from '#domain/courts/courtName.ts';
import { addPartner, changePartner, closePartner, renewPartnerKeys } from '#domain/partners/decidePartner.ts';
import { found, type Decision } from '#domain/decision/decision.ts';
import type { HallState } from '#domain/hallState/hallState.ts';
import type { RequestOutput } from '#protocol/contract.ts';
import { AppError } from '#protocol/errors.ts';
import { partnerId as partnerIdSchema, type CommandId, type CourtCode, type PartnerId } from '#protocol/nouns/ids.ts';
import type { Partner, PartnerKeys, PartnerStatus } from '#protocol/tasks/partners.ts';
import { asUnavailable } from '../../ports/journal.ts';
import type { HallLog } from '../../ports/log.ts';
import type { HandlersOf, Session } from '../../ports/session.ts';
import type { Stores } from '../../ports/stores.ts';
import { EMPTY_KEYRING, withNewKeys, type Keyring, type PartnerKeyrings } from './partnerKeyring.ts';

/** So long the other side may take to put new keys in. */
const OLD_KEYS_MS = 7 * 86_400_000;

/** What goes out to a partner, as its card shows and steers it. */
export interface PartnerTraffic {
  statusOf(partnerId: PartnerId): PartnerStatus;
  /** Sends a delivery that says nothing. */
  test(partner: Partner): Promise<RequestOutput<'partner.test'>>;
  retry(partnerId: PartnerId): void;
}

type Options = {
  readonly log: HallLog;
  readonly keyrings: PartnerKeyrings;
  readonly traffic: PartnerTraffic;
  /** Of the court whose hall this is. */
  readonly courtCode: CourtCode;
  /** Real time: keys guard the hall. */
  readonly now: () => number;
};

/** The account of the centres that this hall exchanges tasks with. */
export function createPartners({ log, keyrings, traffic, courtCode, now }: Options): { readonly handlers: HandlersOf<'partner'> } {
  async function run<Answer>(name: `partner.${string}`, { commandId, ...input }: { readonly commandId: CommandId }, session: Session, { decide, also }: { readonly decide: (state: HallState) => Decision<Answer>; readonly also?: (stores: Stores) => Promise<void> }) {
    expectOwn(session);
    const { actor, tokenId: via } = session;
    return log.execute({ commandId, name, input, actor, via, decide, ...(also === undefined ? {} : { also }) });
  }

  /** Errors: otherCourtKeeps for people of another court than the hall's. */
  function expectOwn(session: Session): void {
    if (session.courtCode !== courtCode) throw new AppError('otherCourtKeeps', { params: { court: courtName(log.state.courts, courtCode) } });
  }

  /** Keys that were not kept, because the command was answered before, are told to nobody. */
  async function withKeys(partnerId: PartnerId, ring: Keyring, oldEndAt: number | null, work: (also: (stores: Stores) => Promise<void>) => Promise<{ readonly answer: { partner: Partner }; readonly repeated: boolean }>): Promise<{ partner: Partner; keys: PartnerKeys | null }> {
    const made = withNewKeys(ring, { partnerId, oldEndAt });
    const { answer: { partner }, repeated } = await work(({ partners }) => partners.putKeys(partnerId, keyrings.sealed(partnerId, made.ring)));
    return { partner, keys: repeated ? null : made.keys };
  }

  const handlers: HandlersOf<'partner'> = {
    'partner.add': (input, session) => {
      const partnerId = partnerIdSchema.parse(randomUUIDv7());
      const { commandId: _, ...facts } = input;
      return withKeys(partnerId, EMPTY_KEYRING, null, (also) => run('partner.add', input, session, { decide: (state) => addPartner(state, { ...facts, partnerId, courtCode }), also }));
    },
    'partner.change': async (input, session) => {
      const { commandId: _, ...change } = input;
      return (await run('partner.change', input, session, { decide: (state) => changePartner(state, change) })).answer;
    },
    'partner.renewKeys': async (input, session) => {
      const { partnerId, expectedVersion, keepOld } = input;
      const oldEndAt = keepOld ? now() + OLD_KEYS_MS : null;
      const ring = await keyrings.of(partnerId).catch(asUnavailable);
      return withKeys(partnerId, ring, oldEndAt, (also) => run('partner.renewKeys', input, session, { decide: (state) => renewPartnerKeys(state, { partnerId, expectedVersion, oldEndAt }), also }));
    },
    'partner.close': async (input, session) => {
      const { commandId: _, ...closing } = input;
      const also = async ({ partners }: Stores) => {
        await partners.eraseKeys(input.partnerId);
        await partners.forgetDeliveries(input.partnerId);
      };
      return (await run('partner.close', input, session, { decide: (state) => closePartner(state, closing), also })).answer;
    },
    'partner.test': ({ partnerId }, session) => {
      expectOwn(session);
      const partner = found(log.state.partners.get(partnerId), 'partner');
      if (partner.closed !== null) throw new AppError('partnerClosed', { params: { name: partner.name } });
      if (partner.webhookUrl === null) throw new AppError('badInput', { detail: 'it is not told of changes' });
      return traffic.test(partner);
    },
    'partner.retry': ({ partnerId }, session) => {
      expectOwn(session);
      traffic.retry(found(log.state.partners.get(partnerId), 'partner').partnerId);
      return {};
    },
    'partner.statuses': (_, session) => {
      expectOwn(session);
      return { statuses: [...log.state.partners.keys()].map((partnerId) => traffic.statusOf(partnerId)) };
    },
  };
  return { handlers };
}
