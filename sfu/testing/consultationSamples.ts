import type { RequestInput } from '#protocol/contract.ts';
import type { UserId } from '#protocol/nouns/ids.ts';
import type { HandlersOf } from '../ports/session.ts';
import { newCommandId } from './newCommandId.ts';

type Samples = { readonly [Name in keyof HandlersOf<'consultation' | 'room'>]: () => RequestInput<Name> };

const uuid = () => crypto.randomUUID();
/** With a chair whom nobody knows: refused, and so changes nothing. */
const wish = () => ({ title: '测试会商', chairId: uuid() as UserId, invited: [], agenda: [], lengthMs: 3_600_000, about: null, lobby: false });

export const CONSULTATION_SAMPLES: Samples = {
  'consultation.list': () => ({}),
  'consultation.directory': () => ({ text: '' }),
  'consultation.plan': () => ({ commandId: newCommandId(), ...wish(), plannedAt: 0, repeats: 'never' }),
  'consultation.call': () => ({ commandId: newCommandId(), ...wish() }),
  'consultation.change': () => ({ commandId: newCommandId(), consultationId: uuid(), expectedVersion: 1, ...wish(), plannedAt: 0, repeats: 'never' }),
  'consultation.cancel': () => ({ commandId: newCommandId(), consultationId: uuid(), expectedVersion: 1, reason: '测试' }),
  'consultation.open': () => ({ commandId: newCommandId(), consultationId: uuid() }),
  'consultation.end': () => ({ commandId: newCommandId(), consultationId: uuid(), words: null }),
  'consultation.ring': () => ({ commandId: newCommandId(), consultationId: uuid(), invited: [{ kind: 'person', userId: uuid() }] }),
  'consultation.answerRing': () => ({ consultationId: uuid(), accept: true }),
  'room.join': () => ({ consultationId: uuid() }),
  'room.leave': () => ({ consultationId: uuid() }),
  'room.raiseHand': () => ({ consultationId: uuid(), raised: true }),
  'room.admit': () => ({ commandId: newCommandId(), consultationId: uuid(), seatId: uuid(), admit: true }),
  'room.silence': () => ({ commandId: newCommandId(), consultationId: uuid(), seatId: uuid(), silenced: true }),
  'room.silenceAll': () => ({ commandId: newCommandId(), consultationId: uuid() }),
  'room.giveFloor': () => ({ commandId: newCommandId(), consultationId: uuid(), seatId: null }),
  'room.lock': () => ({ commandId: newCommandId(), consultationId: uuid(), locked: true }),
  'room.remove': () => ({ commandId: newCommandId(), consultationId: uuid(), seatId: uuid(), reason: '测试' }),
  'room.handOver': () => ({ commandId: newCommandId(), consultationId: uuid(), seatId: uuid() }),
  'room.goTo': () => ({ consultationId: uuid(), agendaItem: 0 }),
  'room.produce': () => ({ consultationId: uuid(), transportId: uuid(), track: 'microphone', kind: 'audio', rtpParameters: { codecs: [{ mimeType: 'audio/opus', payloadType: 96, clockRate: 48_000, channels: 2 }], encodings: [{ ssrc: 1 }] }, paused: true }),
  'room.pauseTrack': () => ({ consultationId: uuid(), track: 'microphone', paused: true }),
  'room.closeTrack': () => ({ consultationId: uuid(), track: 'microphone' }),
  'room.consume': () => ({ consultationId: uuid(), transportId: uuid(), items: [{ seatId: uuid(), track: 'camera' }] }),
  'room.setConsumers': () => ({ consultationId: uuid(), changes: [{ consumerId: uuid(), paused: true }] }),
  'room.closeConsumers': () => ({ consultationId: uuid(), consumerIds: [uuid()] }),
};
