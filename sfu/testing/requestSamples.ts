import type { Handlers } from '../ports/session.ts';
import type { RequestInput } from '#protocol/contract.ts';
import type { FeedId, UserId } from '#protocol/nouns/ids.ts';
import { newCommandId } from './newCommandId.ts';

/** One court's things, for requests to be about. */
export type CourtThings = {
  readonly courtCode: string;
  readonly unitId: string;
  readonly feedId: FeedId;
  readonly userId: UserId;
  readonly username: string;
  readonly deviceId: string;
  readonly tokenId: string;
};

/** A version that nothing has: what gets past the permission check is refused as a conflict, and so changes nothing. */
const NEVER = 999_999;
const uuid = () => crypto.randomUUID();
const registration = { name: '测试人民法院', level: 'basic', position: { longitudeDeg: 118, latitudeDeg: 25 }, validFrom: null, validTo: null, source: '测试' } as const;
const unitFacts = { name: '单兵', teamName: '执行一队', kind: 'phone' } as const;
const rtpParameters = { codecs: [{ mimeType: 'video/VP8', payloadType: 96, clockRate: 90_000 }], encodings: [{ ssrc: 1 }] };

type Samples = { readonly [Name in keyof Handlers]: (things: CourtThings) => RequestInput<Name> };

/** A well-formed input for each request, about the things of one court. Forgetting a request is a compile error. */
export const REQUEST_SAMPLES: Samples = {
  'session.ping': () => ({}),
  'session.signOut': () => ({}),
  'session.changePassword': () => ({ present: 'x', next: 'too-weak' }),
  'hall.follow': () => ({ from: null }),
  'court.register': ({ courtCode }) => ({ commandId: newCommandId(), courtCode, ...registration }),
  'court.change': ({ courtCode }) => ({ commandId: newCommandId(), courtCode, expectedVersion: NEVER, ...registration }),
  'user.create': ({ courtCode, username }) => ({ commandId: newCommandId(), courtCode, username, name: '林', roles: ['clerk'], phone: null }),
  'user.change': ({ userId }) => ({ commandId: newCommandId(), userId, expectedVersion: NEVER, name: '林', roles: ['clerk'] }),
  'user.setPhone': ({ userId }) => ({ commandId: newCommandId(), userId, expectedVersion: NEVER, phone: null }),
  'user.close': ({ userId }) => ({ commandId: newCommandId(), userId, expectedVersion: NEVER, reason: '测试' }),
  'user.reopen': ({ userId }) => ({ commandId: newCommandId(), userId, expectedVersion: NEVER, reason: '测试' }),
  'user.resetPassword': ({ userId }) => ({ commandId: newCommandId(), userId }),
  'user.unlock': ({ userId }) => ({ commandId: newCommandId(), userId }),
  'user.sessions': () => ({}),
  'user.endSession': ({ tokenId }) => ({ commandId: newCommandId(), tokenId, reason: '测试' }),
  'user.openPhone': ({ userId }) => ({ commandId: newCommandId(), userId, purpose: '检查权限' }),
  'unit.enrol': ({ courtCode }) => ({ commandId: newCommandId(), courtCode, ...unitFacts }),
  'unit.change': ({ unitId }) => ({ commandId: newCommandId(), unitId, expectedVersion: NEVER, ...unitFacts }),
  'unit.issueCode': ({ unitId }) => ({ commandId: newCommandId(), unitId }),
  'unit.revoke': ({ unitId }) => ({ commandId: newCommandId(), unitId, expectedVersion: NEVER, reason: '测试' }),
  'device.enrol': ({ courtCode }) => ({ commandId: newCommandId(), courtCode, name: '席位', kind: 'console' }),
  'device.issueCode': ({ deviceId }) => ({ commandId: newCommandId(), deviceId }),
  'device.revoke': ({ deviceId }) => ({ commandId: newCommandId(), deviceId, expectedVersion: NEVER, reason: '测试' }),
  'duty.start': () => ({ commandId: newCommandId(), post: 'officer', expectedVersion: NEVER }),
  'duty.offer': ({ userId }) => ({ commandId: newCommandId(), post: 'officer', expectedVersion: NEVER, toUserId: userId, done: '', undone: '' }),
  'duty.withdraw': () => ({ commandId: newCommandId(), post: 'officer', expectedVersion: NEVER }),
  'duty.accept': () => ({ commandId: newCommandId(), post: 'officer', expectedVersion: NEVER }),
  'duty.end': () => ({ commandId: newCommandId(), post: 'officer', expectedVersion: NEVER, note: '测试' }),
  'duty.relieve': ({ courtCode }) => ({ commandId: newCommandId(), courtCode, post: 'officer', expectedVersion: NEVER, reason: '测试' }),
  'duty.log': ({ courtCode }) => ({ courtCode, limit: 10 }),
  'audit.query': () => ({ filter: {}, limit: 10 }),
  'audit.actors': () => ({}),
  'audit.export': () => ({ filter: { names: ['court.'] }, format: 'json', purpose: '检查权限' }),
  'audit.readExport': () => ({ exportId: uuid(), offset: 0 }),
  'wall.setSlot': ({ feedId }) => ({ commandId: newCommandId(), slotId: 'wall-1', expectedVersion: NEVER, mode: 'manual', columns: 1, rows: 1, tiles: [{ feedId }] }),
  'media.capabilities': () => ({}),
  'media.createTransport': () => ({ direction: 'send' }),
  'media.connectTransport': () => ({ transportId: uuid(), dtlsParameters: { role: 'auto', fingerprints: [{ algorithm: 'sha-256', value: Array.from({ length: 32 }, () => 'AA').join(':') }] } }),
  'media.restartIce': () => ({ transportId: uuid() }),
  'media.closeTransport': () => ({ transportId: uuid() }),
  'media.produce': () => ({ transportId: uuid(), kind: 'video', label: 'camera', rtpParameters }),
  'media.closeProducer': () => ({ producerId: uuid() }),
  'media.consume': ({ feedId }) => ({ transportId: uuid(), items: [{ feedId, kind: 'video' }] }),
  'media.setConsumers': () => ({ changes: [{ consumerId: uuid(), paused: true }] }),
  'media.closeConsumers': () => ({ consumerIds: [uuid()] }),
  'ingest.open': () => ({ label: 'camera', tracks: [{ mimeType: 'audio/opus', ssrc: 1, payloadType: 100 }] }),
  'ingest.close': () => ({ ingestId: uuid() }),
  'telemetry.follow': () => ({ enabled: false }),
  'diagnostics.report': () => ({ tiles: [] }),
  'diagnostics.list': () => ({}),
};
