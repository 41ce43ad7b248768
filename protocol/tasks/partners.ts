import { z } from 'zod';
import { event } from '../definition/event.ts';
import { notice } from '../definition/notice.ts';
import { request } from '../definition/request.ts';
import { commandId, courtCode, partnerId } from '../nouns/ids.ts';

/** No name or password in it, and no place within a page: those would lie in the log. */
const webhookUrl = z.string().trim().max(512).regex(/^https:\/\/[^\s/?#@]+(\/[^\s#]*)?$/i);
const courtName = z.string().trim().min(2).max(64);

const facts = {
  /** Of the centre: 浙江省高级人民法院执行指挥中心. */
  name: z.string().trim().min(2).max(64),
  province: z.string().trim().min(2).max(16),
  /** The courts it speaks for, by their names. */
  courts: z.array(courtName).min(1).max(300).refine((names) => new Set(names).size === names.length, 'twice'),
  /** Where it wants to be told of changes; null: it asks for itself. */
  webhookUrl: webhookUrl.nullable(),
  /** The authority that its server's certificate has to come from, PEM; null: any public one. */
  authorityPem: z.string().trim().max(8_192).regex(/^-----BEGIN CERTIFICATE-----[\sA-Za-z0-9+/=-]+-----END CERTIFICATE-----$/).nullable(),
};

/** Another province's centre that exchanges tasks with this hall (协作方), as the log knows it. Its keys are kept beside the log. */
export const partner = z.object({
  partnerId,
  /** The court that keeps the account of it. */
  courtCode,
  ...facts,
  keysRenewedAt: z.int(),
  closed: z.object({ at: z.int(), reason: z.string() }).nullable(),
  version: z.int(),
});
export type Partner = z.infer<typeof partner>;

export const partnerEvents = {
  /** Subject `partner/<id>`, as for all. No event holds a key. */
  'partner.added': event({ data: z.object(facts) }),
  'partner.changed': event({ data: z.object(facts) }),
  /** `oldEndAt`: until when the former keys are taken, too; null: they ended at once. */
  'partner.keysRenewed': event({ data: z.object({ oldEndAt: z.int().nullable() }) }),
  /** Nothing goes to it or comes from it any more. */
  'partner.closed': event({ data: z.object({ reason: z.string() }) }),
};

/** Told once, when they are made. `token` opens our interface; with `sendingSecret` we sign what we deliver, with `receivingSecret` they do. */
const partnerKeys = z.object({ token: z.string(), sendingSecret: z.string(), receivingSecret: z.string() });
export type PartnerKeys = z.infer<typeof partnerKeys>;

/** Why a delivery was not taken: no connection, a certificate that is not believed, no answer in time, an answer that is no yes (`status`), no key to sign with. */
export const DELIVERY_FAULTS = ['unreachable', 'untrusted', 'timedOut', 'refused', 'noKey'] as const;
const deliveryFault = { fault: z.enum(DELIVERY_FAULTS), /** Of HTTP. */ status: z.int().nullable() };

/** How the traffic with a partner is; never in the log. */
export const partnerStatus = z.object({
  partnerId,
  /** Changes that it has not been told of yet. */
  backlog: z.int(),
  /** Since when the oldest of them waits. */
  waitingSince: z.int().nullable(),
  nextAttemptAt: z.int().nullable(),
  deliveredAt: z.int().nullable(),
  /** Null: the last attempt was taken. */
  fault: z.object({ at: z.int(), ...deliveryFault }).nullable(),
  /** When it called us last. */
  heardAt: z.int().nullable(),
});
export type PartnerStatus = z.infer<typeof partnerStatus>;

const versioned = { commandId, partnerId, expectedVersion: z.int().min(0) };
/** Keys are null where the command was answered before: they are told once, and may be renewed. */
const withKeys = z.object({ partner, keys: partnerKeys.nullable() });

/** For the court whose hall this is; others get otherCourtKeeps. Errors of all that name a partner: notFound, conflict. */
export const partnerRequests = {
  /** Errors: conflict (another one has the name, or speaks for one of the courts). */
  'partner.add': request({ needs: 'devices.manage', input: z.strictObject({ commandId, ...facts }), output: withKeys }),
  /** Errors: as for partner.add; partnerClosed. */
  'partner.change': request({ needs: 'devices.manage', input: z.strictObject({ ...versioned, ...facts }), output: z.object({ partner }) }),
  /** `keepOld`: the former keys are taken for a week more. Errors: partnerClosed. */
  'partner.renewKeys': request({ needs: 'devices.manage', input: z.strictObject({ ...versioned, keepOld: z.boolean() }), output: withKeys }),
  'partner.close': request({ needs: 'devices.manage', input: z.strictObject({ ...versioned, reason: z.string().trim().min(2).max(200) }), output: z.object({ partner }) }),
  /** Sends a delivery that says nothing, and tells how it went. Errors: partnerClosed, badInput (it is not told of changes). */
  'partner.test': request({ needs: 'devices.manage', input: z.strictObject({ partnerId }), output: z.object({ fault: z.object(deliveryFault).nullable(), tookMs: z.number() }) }),
  /** Tries at once what waits for its next attempt. */
  'partner.retry': request({ needs: 'devices.manage', input: z.strictObject({ partnerId }), output: z.object({}) }),
  /** Changes come as `partner.statusChanged`. */
  'partner.statuses': request({ needs: 'devices.manage', input: z.strictObject({}), output: z.object({ statuses: z.array(partnerStatus) }) }),
};

export const partnerNotices = {
  /** To those who may manage it. */
  'partner.statusChanged': notice({ data: partnerStatus }),
};
