import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RoomTrackName } from '#protocol/consultations/room.ts';
import type { RequestInput } from '#protocol/contract.ts';
import type { ConsultationId, SeatId, TransportId } from '#protocol/nouns/ids.ts';
import { createIngest } from '../ingest/ingest.ts';
import { createMediaPlane } from '../media/mediaPlane.ts';
import { newCommandId } from '../testing/newCommandId.ts';
import type { RawClient } from '../testing/rawClient.ts';
import { startTestHall, type TestHall } from '../testing/testHall.ts';

/*
 * With real media workers: what may be fetched, and what becomes of it when somebody goes.
 */

let test: TestHall;
let offset = 0;
let ssrc = 900;

beforeEach(async () => {
  const port = 24_000 + (process.pid % 400) * 20 + 2 * (offset++ % 8);
  test = await startTestHall({ planes: { createMediaPlane, createIngest }, config: { media: { workers: 1, listenIp: '127.0.0.1', basePort: port } } });
});
afterEach(() => test.close());

type Sitting = { readonly client: RawClient; readonly seatId: SeatId; readonly send: TransportId; readonly receive: TransportId };

const parameters = (kind: 'audio' | 'video'): RequestInput<'room.produce'>['rtpParameters'] => ({
  codecs: [kind === 'audio' ? { mimeType: 'audio/opus', payloadType: 100, clockRate: 48_000, channels: 2 } : { mimeType: 'video/VP8', payloadType: 101, clockRate: 90_000 }],
  encodings: [{ ssrc: (ssrc += 1) }],
  rtcp: { cname: 'seat' },
});
const refusal = (asked: Promise<unknown>) => asked.then(() => 'ok', (error: { code: string }) => error.code);

async function sitting(client: RawClient, consultationId: ConsultationId): Promise<Sitting> {
  const { seatId } = await client.request('room.join', { consultationId });
  const { routerRtpCapabilities } = await client.request('media.capabilities', {});
  const { transportId: send } = await client.request('media.createTransport', { direction: 'send' });
  const { transportId: receive } = await client.request('media.createTransport', { direction: 'receive', rtpCapabilities: routerRtpCapabilities, use: 'room' });
  return { client, seatId, send, receive };
}

async function open() {
  const leader = await test.person({ courtCode: '闽', name: '王院长', roles: ['leader'] });
  const judge = await test.person({ courtCode: '闽0203', name: '林法官', roles: ['judge'] });
  const chairClient = await test.enter('desk', { token: leader.token });
  const { consultation } = await chairClient.request('consultation.call', { commandId: newCommandId(), title: '会商', chairId: leader.userId, invited: [{ kind: 'person', userId: judge.userId }], agenda: [], lengthMs: 3_600_000, about: null, lobby: true });
  const { consultationId } = consultation;
  const chair = await sitting(chairClient, consultationId);
  const other = await sitting(await test.enter('desk', { token: judge.token }), consultationId);
  const produce = ({ client, send }: Sitting, track: RoomTrackName, paused = false) => {
    const kind = track === 'camera' || track === 'screen' ? 'video' : 'audio';
    return client.request('room.produce', { consultationId, transportId: send, track, kind, rtpParameters: parameters(kind), paused });
  };
  const consume = async ({ client, receive }: Sitting, seatId: SeatId, track: RoomTrackName) => (await client.request('room.consume', { consultationId, transportId: receive, items: [{ seatId, track }] })).items[0]!;
  return { consultationId, chair, other, produce, consume, judge };
}

describe('a track', () => {
  it('is for those who sit in the room alone, and ends for whoever leaves it', async () => {
    const { consultationId, chair, other, produce, consume } = await open();
    await produce(chair, 'camera');
    await other.client.notice('room.changed', ({ seats }) => seats.some(({ tracks }) => tracks.some(({ track }) => track === 'camera')));
    const { consumer } = await consume(other, chair.seatId, 'camera');
    expect(consumer).toMatchObject({ kind: 'video' });
    const { consumerId } = consumer!;
    expect(await other.client.request('room.setConsumers', { consultationId, changes: [{ consumerId, paused: false }] })).toEqual({ unknown: [] });
    // Somebody of the highest court, who sees every unit, has no seat: nothing of the room is theirs.
    const outsider = await test.enter('desk', { courtCode: '闽', roles: ['commander'] });
    const { routerRtpCapabilities } = await outsider.request('media.capabilities', {});
    const { transportId } = await outsider.request('media.createTransport', { direction: 'receive', rtpCapabilities: routerRtpCapabilities, use: 'room' });
    expect(await refusal(outsider.request('room.consume', { consultationId, transportId, items: [{ seatId: chair.seatId, track: 'camera' }] }))).toBe('notInRoom');
    await other.client.request('room.leave', { consultationId });
    expect(await refusal(other.client.request('room.setConsumers', { consultationId, changes: [{ consumerId, paused: false }] }))).toBe('notInRoom');
    await other.client.request('room.join', { consultationId });
    // What it had before is not its own any more.
    expect(await other.client.request('room.setConsumers', { consultationId, changes: [{ consumerId, paused: false }] })).toEqual({ unknown: [consumerId] });
  }, 30_000);

  it('ends for everybody when its sender goes, and one that is sent anew is another', async () => {
    const { consultationId, chair, other, produce, consume } = await open();
    await produce(other, 'camera');
    const before = await consume(chair, other.seatId, 'camera');
    await produce(other, 'camera');
    expect(await chair.client.notice('room.consumerClosed')).toMatchObject({ consumerId: before.consumer!.consumerId });
    const after = await consume(chair, other.seatId, 'camera');
    expect(after.consumer!.generation).not.toBe(before.consumer!.generation);
    other.client.socket.terminate();
    await chair.client.notice('room.consumerClosed', ({ consumerId }) => consumerId === after.consumer!.consumerId);
    expect(await consume(chair, other.seatId, 'camera')).toMatchObject({ consumer: null, error: 'notFound' });
    expect(consultationId).toBeTruthy();
  }, 30_000);

  it('is a picture or a sound as its name says', async () => {
    const { consultationId, chair } = await open();
    const { client, send } = chair;
    expect(await refusal(client.request('room.produce', { consultationId, transportId: send, track: 'camera', kind: 'audio', rtpParameters: parameters('audio'), paused: false }))).toBe('badInput');
  }, 30_000);
});

describe('silence', () => {
  it('closes a microphone on the hall, and keeps it closed until the floor is given', async () => {
    const { consultationId, chair, other, produce } = await open();
    await produce(other, 'microphone');
    await chair.client.request('room.silence', { commandId: newCommandId(), consultationId, seatId: other.seatId, silenced: true });
    await chair.client.notice('room.changed', ({ seats }) => seats.some(({ seatId, tracks }) => seatId === other.seatId && tracks.some(({ track, paused }) => track === 'microphone' && paused)));
    expect(await refusal(other.client.request('room.pauseTrack', { consultationId, track: 'microphone', paused: false }))).toBe('silenced');
    expect(await refusal(produce(other, 'microphone'))).toBe('silenced');
    await chair.client.request('room.giveFloor', { commandId: newCommandId(), consultationId, seatId: other.seatId });
    await other.client.request('room.pauseTrack', { consultationId, track: 'microphone', paused: false });
  }, 30_000);
});

describe('a screen', () => {
  it('is shown by one at a time; the chair takes it', async () => {
    const { chair, other, produce } = await open();
    await produce(other, 'screen');
    await chair.client.notice('room.changed', ({ presenter }) => presenter === other.seatId);
    await produce(chair, 'screen');
    await other.client.notice('room.changed', ({ presenter }) => presenter === chair.seatId);
    expect(await refusal(produce(other, 'screen'))).toBe('screenTaken');
  }, 30_000);
});
