import type { Handlers } from '../ports/session.ts';
import type { RequestInput } from '#protocol/contract.ts';
import type { FeedId, UserId } from '#protocol/nouns/ids.ts';
import { CONSULTATION_SAMPLES } from './consultationSamples.ts';
import { newCommandId } from './newCommandId.ts';
import { PARTNER_SAMPLES } from './partnerSamples.ts';
import { TASK_SAMPLES } from './taskSamples.ts';
import { WALL_SAMPLES } from './wallSamples.ts';
import { OPERATION_SAMPLES, type OperationThings } from './operationSamples.ts';

/** One court's things, for requests to be about. */
export type CourtThings = OperationThings & {
  readonly courtCode: string;
  readonly unitId: string;
  readonly feedId: FeedId;
  readonly userId: UserId;
  readonly username: string;
  readonly deviceId: string;
  readonly assistId: string;
  readonly instructionId: string;
  readonly tokenId: string;
  readonly alarmId: string;
  readonly orderId: string;
  readonly callId: string;
  readonly fenceId: string;
  readonly grantId: string;
  readonly sourceId: string;
};

/** A version that nothing has: what gets past the permission check is refused as a conflict, and so changes nothing. */
const NEVER = 999_999;
const uuid = () => crypto.randomUUID();
const registration = { name: '测试人民法院', level: 'basic', position: { longitudeDeg: 118, latitudeDeg: 25 }, validFrom: null, validTo: null, source: '测试' } as const;
const fenceFacts = { name: '看守点', kind: 'enter', severity: 'notice', ring: [[118, 25], [118.01, 25], [118.01, 25.01]], afterMs: 0, operationId: null, activeFrom: null, activeTo: null } satisfies Partial<RequestInput<'fence.draw'>>;
const unitFacts = { name: '单兵', teamName: '执行一队', kind: 'phone' } as const;
/** Of a channel that the first source of the hall has already: one more is refused, and so changes nothing. */
export const SOURCE_FACTS = { label: '主摄像头', address: { protocol: 'gb28181', deviceId: '35020000001320000001', channelId: '35020000001320000002', transport: 'udp' } } as const;
/** Refused where there is no exercise. */
const emptyScenario = (court: string) => ({
  id: 'test', title: '测试', titleEn: 'Test', synopsis: '测试', source: '测试', startsAt: '2026-11-22T09:00', lasts: '00:10:00',
  courts: [court], people: [], units: [], prelude: [], moments: {}, timeline: [], expectations: [], checks: [], figures: [],
});
const rtpParameters = { codecs: [{ mimeType: 'video/VP8', payloadType: 96, clockRate: 90_000 }], encodings: [{ ssrc: 1 }] };

type Samples = { readonly [Name in keyof Handlers]: (things: CourtThings) => RequestInput<Name> };

/** A well-formed input for each request, about the things of one court. Forgetting a request is a compile error. */
export const REQUEST_SAMPLES: Samples = {
  'session.ping': () => ({}),
  'session.signOut': () => ({}),
  'session.changePassword': () => ({ present: 'x', next: 'too-weak' }),
  'clock.read': () => ({}),
  'clock.steer': () => ({ rate: 1 }),
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
  'unit.issueToken': ({ unitId }) => ({ commandId: newCommandId(), unitId }),
  'unit.revoke': ({ unitId }) => ({ commandId: newCommandId(), unitId, expectedVersion: NEVER, reason: '测试' }),
  'device.enrol': ({ courtCode }) => ({ commandId: newCommandId(), courtCode, name: '席位', kind: 'console' }),
  'device.issueCode': ({ deviceId }) => ({ commandId: newCommandId(), deviceId }),
  'device.revoke': ({ deviceId }) => ({ commandId: newCommandId(), deviceId, expectedVersion: NEVER, reason: '测试' }),
  'duty.start': () => ({ commandId: newCommandId(), post: 'officer', expectedVersion: NEVER }),
  // For a time that is over.
  'deputy.appoint': ({ userId }) => ({ commandId: newCommandId(), deputyId: userId, flowIds: null, fromAt: 0, untilAt: 1, reason: '测试' }),
  'duty.offer': ({ userId }) => ({ commandId: newCommandId(), post: 'officer', expectedVersion: NEVER, toUserId: userId, done: '', undone: '' }),
  'duty.withdraw': () => ({ commandId: newCommandId(), post: 'officer', expectedVersion: NEVER }),
  'duty.accept': () => ({ commandId: newCommandId(), post: 'officer', expectedVersion: NEVER }),
  'duty.end': () => ({ commandId: newCommandId(), post: 'officer', expectedVersion: NEVER, note: '测试' }),
  'duty.relieve': ({ courtCode }) => ({ commandId: newCommandId(), courtCode, post: 'officer', expectedVersion: NEVER, reason: '测试' }),
  'duty.log': ({ courtCode }) => ({ courtCode, limit: 10 }),
  'alarm.sos': () => ({ commandId: newCommandId(), pressedAt: 1, position: null, text: '' }),
  'alarm.takeBack': ({ alarmId }) => ({ commandId: newCommandId(), alarmId, reason: '误触' }),
  'alarm.raise': ({ courtCode }) => ({ commandId: newCommandId(), courtCode, kind: 'clue', severity: 'notice', unitId: null, operationId: null, place: { name: '', position: null }, text: '测试' }),
  'alarm.acknowledge': ({ alarmId }) => ({ commandId: newCommandId(), alarmId }),
  'alarm.note': ({ alarmId }) => ({ commandId: newCommandId(), alarmId, text: '测试' }),
  'alarm.rankHelp': ({ alarmId }) => ({ alarmId }),
  'alarm.askHelp': ({ alarmId, courtCode }) => ({ commandId: newCommandId(), alarmId, expectedVersion: NEVER, toCourtCodes: [courtCode], text: '测试', acceptWithinMs: 60_000 }),
  'alarm.callOffHelp': ({ alarmId }) => ({ commandId: newCommandId(), alarmId, expectedVersion: NEVER, reason: '测试' }),
  'alarm.resolve': ({ alarmId }) => ({ commandId: newCommandId(), alarmId, expectedVersion: NEVER, outcome: 'handled', reason: '测试' }),
  'alarm.log': ({ alarmId }) => ({ alarmId }),
  'order.send': ({ courtCode }) => ({ commandId: newCommandId(), courtCode, operationId: null, severity: 'notice', place: { name: '', position: null }, text: '测试', acceptWithinMs: null }),
  'order.receive': ({ orderId }) => ({ commandId: newCommandId(), orderId, expectedVersion: NEVER }),
  'order.accept': ({ orderId }) => ({ commandId: newCommandId(), orderId, expectedVersion: NEVER, unitIds: [] }),
  'order.refuse': ({ orderId }) => ({ commandId: newCommandId(), orderId, expectedVersion: NEVER, reason: '测试' }),
  'order.arrive': ({ orderId }) => ({ commandId: newCommandId(), orderId, expectedVersion: NEVER }),
  'order.finish': ({ orderId }) => ({ commandId: newCommandId(), orderId, expectedVersion: NEVER, report: '测试' }),
  'order.withdraw': ({ orderId }) => ({ commandId: newCommandId(), orderId, expectedVersion: NEVER, reason: '测试' }),
  'call.take': ({ courtCode }) => ({ commandId: newCommandId(), courtCode, callerKind: 'other', callerName: '', callerPhone: '', caseNumber: null, place: { name: '', position: null }, text: '测试' }),
  'call.triage': ({ callId }) => ({ commandId: newCommandId(), callId, expectedVersion: NEVER, triage: 'advise', severity: 'notice', reason: '测试' }),
  'call.callBack': ({ callId }) => ({ commandId: newCommandId(), callId, expectedVersion: NEVER, result: '测试', satisfied: null }),
  'call.openCaller': ({ callId }) => ({ commandId: newCommandId(), callId, purpose: '检查权限' }),
  'audit.query': () => ({ filter: {}, limit: 10 }),
  'audit.actors': () => ({}),
  'audit.export': () => ({ filter: { names: ['court.'] }, format: 'json', purpose: '检查权限' }),
  'audit.readExport': () => ({ exportId: uuid(), offset: 0 }),
  'wall.point': ({ unitId }) => ({ unitId }),
  ...WALL_SAMPLES,
  ...TASK_SAMPLES,
  ...PARTNER_SAMPLES,
  'media.capabilities': () => ({}),
  'media.createTransport': () => ({ direction: 'send' }),
  'media.connectTransport': () => ({ transportId: uuid(), dtlsParameters: { role: 'auto', fingerprints: [{ algorithm: 'sha-256', value: Array.from({ length: 32 }, () => 'AA').join(':') }] } }),
  'media.restartIce': () => ({ transportId: uuid() }),
  'media.closeTransport': () => ({ transportId: uuid() }),
  'media.limitTransport': () => ({ transportId: uuid(), maxOutgoingKbit: 10_000 }),
  'media.produce': () => ({ transportId: uuid(), kind: 'video', label: 'camera', rtpParameters }),
  'media.closeProducer': () => ({ producerId: uuid() }),
  'media.consume': ({ feedId }) => ({ transportId: uuid(), items: [{ feedId, kind: 'video' }] }),
  'media.setConsumers': () => ({ changes: [{ consumerId: uuid(), paused: true }] }),
  'media.closeConsumers': () => ({ consumerIds: [uuid()] }),
  'media.lookBack': ({ feedId }) => ({ feedId, from: 0, to: 1_000 }),
  'talk.produce': () => ({ transportId: uuid(), rtpParameters }),
  'talk.listen': () => ({ transportId: uuid() }),
  'talk.tune': ({ unitId }) => ({ channels: [{ kind: 'unit', unitId }] }),
  'talk.begin': ({ unitId }) => ({ commandId: newCommandId(), channel: { kind: 'unit', unitId } }),
  'talk.end': () => ({ talkId: uuid() }),
  'talk.ready': () => ({ talkId: uuid() }),
  'talk.look': ({ unitId }) => ({ unitId }),
  'talk.call': ({ unitId }) => ({ commandId: newCommandId(), unitId }),
  'talk.answer': () => ({ commandId: newCommandId(), talkId: uuid(), accept: true }),
  'talk.hangUp': () => ({ talkId: uuid() }),
  'ingest.open': () => ({ label: 'camera', tracks: [{ mimeType: 'audio/opus', ssrc: 1, payloadType: 100 }] }),
  'ingest.close': () => ({ ingestId: uuid() }),
  'telemetry.follow': () => ({ enabled: false }),
  'track.read': ({ unitId }) => ({ unitIds: [unitId], from: 0, until: 1_000, maxPoints: 100 }),
  'diagnostics.report': () => ({ tiles: [] }),
  'diagnostics.list': () => ({}),
  ...OPERATION_SAMPLES,
  'fence.draw': ({ courtCode, unitId }) => ({ commandId: newCommandId(), courtCode, ...fenceFacts, unitIds: [unitId], ring: [[118, 25], [118.01, 25.01], [118.01, 25], [118, 25.01]] }),
  'fence.change': ({ fenceId, unitId }) => ({ commandId: newCommandId(), fenceId, expectedVersion: NEVER, ...fenceFacts, unitIds: [unitId] }),
  'grant.give': ({ feedId }) => ({ commandId: newCommandId(), feedId, purpose: '检查权限', forName: '来访人员', endsAt: 0 }),
  'grant.revoke': ({ grantId }) => ({ commandId: newCommandId(), grantId }),
  'assist.ask': ({ unitId }) => ({ commandId: newCommandId(), unitId, kind: 'torchOn', text: '' }),
  'assist.withdraw': ({ assistId }) => ({ commandId: newCommandId(), assistId }),
  'assist.answer': () => ({ commandId: newCommandId(), assistId: uuid(), accepted: true, refusal: null }),
  ...CONSULTATION_SAMPLES,
  'instruction.send': ({ unitId }) => ({ commandId: newCommandId(), unitIds: [unitId], operationId: null, alarmId: null, severity: 'notice', text: '到达后报告', place: null, documents: [], acceptWithinMs: null }),
  'instruction.answerByTelephone': ({ instructionId }) => ({ commandId: newCommandId(), instructionId, expectedVersion: NEVER, answer: 'accepted', words: '电话告知' }),
  'instruction.withdraw': ({ instructionId }) => ({ commandId: newCommandId(), instructionId, expectedVersion: NEVER, reason: '测试' }),
  'instruction.deliver': () => ({ commandId: newCommandId(), instructionId: uuid() }),
  'instruction.read': () => ({ commandId: newCommandId(), instructionId: uuid(), saidAt: null }),
  'instruction.accept': () => ({ commandId: newCommandId(), instructionId: uuid(), saidAt: null }),
  'instruction.refuse': () => ({ commandId: newCommandId(), instructionId: uuid(), saidAt: null, reason: '测试' }),
  'instruction.finish': () => ({ commandId: newCommandId(), instructionId: uuid(), saidAt: null, report: '测试' }),
  'document.put': () => ({ documentId: '0'.repeat(64), mimeType: 'application/pdf', totalBytes: 2, offset: 1, base64: 'AA==' }),
  'document.read': () => ({ documentId: '0'.repeat(64), offset: 0 }),
  'report.putPicture': () => ({ pictureId: '0'.repeat(64), mimeType: 'image/jpeg', totalBytes: 2, offset: 1, base64: 'AA==' }),
  'report.submit': () => ({ commandId: newCommandId(), chainId: uuid(), deviceSequence: 1, previousHash: null, kind: 'note', text: '', picture: null, takenAt: 1, clockOffsetMs: null, position: null, operationId: null }),
  'report.list': ({ unitId, operationId }) => ({ operationId, unitId, limit: 10 }),
  'report.readPicture': () => ({ reportId: uuid(), offset: 0 }),
  'upward.platforms': () => ({}),
  'source.add': ({ unitId }) => ({ commandId: newCommandId(), unitId, ...SOURCE_FACTS, secret: null }),
  'source.change': ({ sourceId }) => ({ commandId: newCommandId(), sourceId, expectedVersion: NEVER, ...SOURCE_FACTS, secret: null }),
  'source.newKey': ({ sourceId }) => ({ commandId: newCommandId(), sourceId, expectedVersion: NEVER }),
  'source.switch': ({ sourceId }) => ({ commandId: newCommandId(), sourceId, expectedVersion: NEVER, enabled: false }),
  'source.remove': ({ sourceId }) => ({ commandId: newCommandId(), sourceId, expectedVersion: NEVER, reason: '测试' }),
  'source.retry': ({ sourceId }) => ({ sourceId }),
  'source.statuses': () => ({}),
  'source.gbChannels': () => ({}),
  'recording.channels': ({ unitId }) => ({ unitId }),
  'recording.list': ({ sourceId }) => ({ sourceId, from: 0, until: 1_000 }),
  'recording.play': ({ sourceId }) => ({ commandId: newCommandId(), sourceId, from: 0, until: 1_000, purpose: '检查权限' }),
  'recording.steer': ({ sourceId }) => ({ sourceId, steering: { kind: 'pause' } }),
  'recording.stop': ({ sourceId }) => ({ sourceId }),
  'fence.remove': ({ fenceId }) => ({ commandId: newCommandId(), fenceId, expectedVersion: NEVER, reason: '测试' }),
  'connector.list': () => ({}),
  'rules.read': () => ({}),
  'preference.read': () => ({ key: 'desk.layouts' }),
  'drill.start': ({ courtCode, unitId, userId }) => ({ commandId: newCommandId(), scenario: emptyScenario(courtCode), cast: { units: { one: unitId }, people: { one: userId } } }),
  'drill.end': () => ({ commandId: newCommandId(), drillId: uuid(), reason: '测试' }),
  'drill.report': () => ({ drillId: uuid() }),
  'preference.save': () => ({ key: 'desk.layouts', value: '{}', expectedRevision: NEVER }),
};
