import { z } from 'zod';
import { event } from '../definition/event.ts';
import { request } from '../definition/request.ts';
import { commandId, courtCode, deviceId } from './ids.ts';

export const DEVICE_KINDS = ['console', 'observer'] as const;

/** A machine of the hall: a console with its wall windows, or an observer of its figures. */
export const device = z.object({
  deviceId,
  courtCode,
  name: z.string(),
  kind: z.enum(DEVICE_KINDS),
  state: z.enum(['enrolled', 'revoked']),
  enrolledAt: z.int(),
  version: z.int(),
});
export type Device = z.infer<typeof device>;

export const deviceEvents = {
  'device.enrolled': event({ data: z.object({ name: z.string(), kind: z.enum(DEVICE_KINDS) }) }),
  'device.codeIssued': event({ data: z.object({ expiresAt: z.int() }) }),
  /** The machine exchanged its code for a token. */
  'device.joined': event({ data: z.object({ clientName: z.string(), remoteAddress: z.string() }) }),
  'device.revoked': event({ data: z.object({ reason: z.string() }) }),
};

/** A code that a unit or a device exchanges for its token, once. */
export const enrolmentCode = z.object({
  /** As people read it aloud: `4F7K-29QX`. */
  code: z.string(),
  expiresAt: z.int(),
  /** For the QR code of a unit; null for a device, which is told the code by hand. */
  link: z.string().nullable(),
});
export type EnrolmentCode = z.infer<typeof enrolmentCode>;

export const deviceRequests = {
  'device.enrol': request({
    needs: 'devices.manage',
    about: (input) => [{ court: input.courtCode }],
    input: z.strictObject({ commandId, courtCode, name: z.string().trim().min(1).max(64), kind: z.enum(DEVICE_KINDS) }),
    output: z.object({ device, enrolment: enrolmentCode }),
  }),
  /** A new code for a device that lost its token; the old token goes on until the code is used. Errors: notFound, revoked. */
  'device.issueCode': request({
    needs: 'devices.manage',
    about: (input) => [{ device: input.deviceId }],
    input: z.strictObject({ commandId, deviceId }),
    output: z.object({ enrolment: enrolmentCode }),
  }),
  /** For good: its token ends, its windows are cut off at once. Errors: notFound, conflict. */
  'device.revoke': request({
    needs: 'devices.manage',
    about: (input) => [{ device: input.deviceId }],
    input: z.strictObject({ commandId, deviceId, expectedVersion: z.int().min(0), reason: z.string().trim().min(2).max(200) }),
    output: z.object({ device }),
  }),
};
