import { z } from 'zod';
import { event } from '../definition/event.ts';
import { request } from '../definition/request.ts';
import { enrolmentCode } from './devices.ts';
import { commandId, courtCode, unitId } from './ids.ts';

export const UNIT_KINDS = ['phone', 'recorder', 'camera', 'vehicle'] as const;

const facts = {
  name: z.string().trim().min(1).max(64),
  teamName: z.string().trim().min(1).max(64),
  kind: z.enum(UNIT_KINDS),
};

/** What the log knows of a field unit. */
export const unitRecord = z.object({
  unitId,
  courtCode,
  name: z.string(),
  teamName: z.string(),
  kind: z.enum(UNIT_KINDS),
  state: z.enum(['enrolled', 'revoked']),
  enrolledAt: z.int(),
  version: z.int(),
});
export type UnitRecord = z.infer<typeof unitRecord>;

/** What a person enters in a standard encoder, told once. */
export const unitToken = z.object({
  token: z.string(),
  /** Ms since the epoch. */
  expiresAt: z.int(),
  /** `https://…/whip`; the name of the picture may follow as one more part of the path. */
  whipUrl: z.string(),
});
export type UnitToken = z.infer<typeof unitToken>;

/** Whether a unit is here; alive or gone, never in the log. */
export const unitPresence = z.object({
  unitId,
  /** Small number that stands for the unit in binary telemetry frames while this hall runs. */
  telemetryIndex: z.int().min(0).max(0xffff_ffff),
  online: z.boolean(),
  /** When the hall last heard from the unit, ms since the epoch; null if never since it was enrolled. */
  lastSeenAt: z.number().nullable(),
});
export type UnitPresence = z.infer<typeof unitPresence>;

/** A unit as people see it. */
export type Unit = Omit<UnitRecord, 'state' | 'enrolledAt' | 'version'> & UnitPresence & { readonly courtName: string };

export const unitEvents = {
  'unit.enrolled': event({ data: z.object({ name: z.string(), teamName: z.string(), kind: z.enum(UNIT_KINDS) }) }),
  'unit.changed': event({ data: z.object({ name: z.string(), teamName: z.string(), kind: z.enum(UNIT_KINDS) }) }),
  'unit.codeIssued': event({ data: z.object({ expiresAt: z.int() }) }),
  /** The token of an encoder, made for a person who enters it there; valid until then. */
  'unit.tokenIssued': event({ data: z.object({ expiresAt: z.int() }) }),
  /** A device exchanged the unit's code for its token. */
  'unit.joined': event({ data: z.object({ clientName: z.string(), remoteAddress: z.string() }) }),
  'unit.revoked': event({ data: z.object({ reason: z.string() }) }),
};

const aboutUnit = (input: { unitId: string }) => [{ unit: input.unitId }];

export const unitRequests = {
  /** Takes a unit in and answers the code that its device exchanges for a token. */
  'unit.enrol': request({
    needs: 'units.manage',
    about: (input) => [{ court: input.courtCode }],
    input: z.strictObject({ commandId, courtCode, ...facts }),
    output: z.object({ unit: unitRecord, enrolment: enrolmentCode }),
  }),
  /** Errors: notFound, conflict, revoked. */
  'unit.change': request({
    needs: 'units.manage',
    about: aboutUnit,
    input: z.strictObject({ commandId, unitId, expectedVersion: z.int().min(0), ...facts }),
    output: z.object({ unit: unitRecord }),
  }),
  /** A new code, for a device that is lost or replaced; the old token goes on until the code is used. Errors: notFound, revoked. */
  'unit.issueCode': request({
    needs: 'units.manage',
    about: aboutUnit,
    input: z.strictObject({ commandId, unitId }),
    output: z.object({ enrolment: enrolmentCode }),
  }),
  /**
   * A token to be typed into an encoder, which has no page to exchange a code at; what the unit held before ends, also its code. Not for phones.
   * Asked again, the command gives another one. Errors: notFound, revoked, notForPhones.
   */
  'unit.issueToken': request({
    needs: 'units.manage',
    about: aboutUnit,
    input: z.strictObject({ commandId, unitId }),
    output: unitToken,
  }),
  /** For good: its tokens end and its device is cut off at once. Errors: notFound, conflict. */
  'unit.revoke': request({
    needs: 'units.manage',
    about: aboutUnit,
    input: z.strictObject({ commandId, unitId, expectedVersion: z.int().min(0), reason: z.string().trim().min(2).max(200) }),
    output: z.object({ unit: unitRecord }),
  }),
};
