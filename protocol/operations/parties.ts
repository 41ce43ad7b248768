import { z } from 'zod';
import { event } from '../definition/event.ts';
import { request } from '../definition/request.ts';
import { commandId, courtCode, operationId, partyId } from '../nouns/ids.ts';

export const PARTY_KINDS = ['person', 'organisation'] as const;
export const GENDERS = ['female', 'male', 'unknown'] as const;

const facts = {
  operationId,
  kind: z.enum(PARTY_KINDS),
  /** 柯某, 陈某某: the only form of the name that leaves the personal store unasked. */
  maskedName: z.string(),
  gender: z.enum(GENDERS),
  minor: z.boolean(),
};

/** Somebody against whom an operation is directed (被执行人), as everybody may read it. */
export const party = z.object({ partyId, courtCode, ...facts, version: z.int() });
export type Party = z.infer<typeof party>;

/** What is kept beside the log, and opened with a purpose. */
export const partyPersonal = z.object({
  name: z.string().trim().min(1).max(64),
  idNumber: z.string().trim().max(32),
  phone: z.string().trim().max(24),
  address: z.string().trim().max(200),
});
export type PartyPersonal = z.infer<typeof partyPersonal>;

export const partyEvents = {
  'party.added': event({ data: z.object(facts) }),
  'party.changed': event({ data: z.object(facts) }),
  'party.archived': event({ data: z.object({}) }),
};

const personal = z.strictObject(partyPersonal.shape);
const said = { kind: z.enum(PARTY_KINDS), gender: z.enum(GENDERS), minor: z.boolean(), personal };
const output = z.object({ party });

export const partyRequests = {
  'party.add': request({
    needs: 'operations.plan',
    about: (input) => [{ operation: input.operationId }],
    input: z.strictObject({ commandId, operationId, ...said }),
    output,
  }),
  /** Errors: notFound, conflict. */
  'party.change': request({
    needs: 'operations.plan',
    about: (input) => [{ party: input.partyId }],
    input: z.strictObject({ commandId, partyId, expectedVersion: z.int().min(0), ...said }),
    output,
  }),
  /** Everything that is known of the person. The look and its purpose are logged before it is answered. Errors: notFound. */
  'party.open': request({
    needs: 'personal.open',
    about: (input) => [{ party: input.partyId }],
    input: z.strictObject({ commandId, partyId, purpose: z.string().trim().min(4).max(200) }),
    output: z.object({ personal: partyPersonal }),
  }),
};
