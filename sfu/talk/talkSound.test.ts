import { pino } from 'pino';
import type { types } from 'mediasoup';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EMPTY_STATE, type HallState } from '#domain/hallState/hallState.ts';
import { nextVersion } from '#domain/hallState/fold.ts';
import type { NewEvent } from '#domain/decision/decision.ts';
import type { RequestData } from '#protocol/contract.ts';
import { channelOf, type TalkChannel } from '#protocol/media/talk.ts';
import type { CourtCode, OperationId, ProducerId, TalkId, TransportId, UnitId } from '#protocol/nouns/ids.ts';
import type { Operation } from '#protocol/operations/operations.ts';
import { createMediaContext, type MediaContext } from '../media/mediaContext.ts';
import { eventually, feedList, newUnitId, openSession, planeOptions } from '../media/mediaRig.ts';
import { consumeTrack } from '../media/consumeTrack.ts';
import { voiceOf } from '../media/talkTrack.ts';
import type { MediaWorker } from '../media/workers/mediaWorker.ts';
import type { HallLog } from '../ports/log.ts';
import type { Session } from '../ports/session.ts';
import { newCommandId } from '../testing/newCommandId.ts';
import { Talks } from './talks.ts';

const COURT = '闽02' as CourtCode;
const OPERATION = crypto.randomUUID() as OperationId;
const operationChannel = channelOf.operation(OPERATION);

let context: MediaContext;
let talks: Talks;
let written: NewEvent[];
let state: HallState;
const sessions = new Map<Session, UnitId | null>();
const producers = new Map<Session, types.Producer>();
const heard = new Map<Session, number[]>();

beforeEach(async () => {
  written = [];
  state = EMPTY_STATE;
  for (const book of [sessions, producers, heard]) book.clear();
  context = await createMediaContext(planeOptions({ workers: 2, feeds: feedList().port }));
  talks = Talks.create({
    log: {
      get state() {
        return state;
      },
      execute: async ({ decide }: Parameters<HallLog['execute']>[0]) => {
        const { events, answer } = decide(state, Date.now());
        written.push(...events);
        return { answer: answer(state), repeated: false };
      },
      onAppended: () => () => undefined,
    } as unknown as HallLog,
    units: {
      get: (unitId) => {
        const known = state.units.get(unitId);
        return known && { ...known, telemetryIndex: 1 };
      },
      sessionOf: (unitId) => [...sessions].find(([, of]) => of === unitId)?.[0],
    },
    media: {
      produceVoice: async (session, _, onClosed) => {
        // Mouths and ears on different workers: what is heard has gone through a pipe.
        const [worker, far] = context.pool.workers as [MediaWorker, MediaWorker];
        const mouth = await worker.router.createDirectTransport();
        const producer = await mouth.produce({ kind: 'audio', paused: true, rtpParameters: { codecs: [{ mimeType: 'audio/opus', payloadType: 100, clockRate: 48_000, channels: 2 }], encodings: [{ ssrc: 1_000 + producers.size }], rtcp: { cname: 'mouth' } } });
        producers.set(session, producer);
        const voice = { producer, worker };
        return voiceOf(voice, {
          onClosed,
          consumeFor: async (hearer) => {
            const consumer = await consumeTrack({ pipes: context.pipes, transport: await far.router.createDirectTransport(), worker: far, rtpCapabilities: far.router.rtpCapabilities, track: voice });
            consumer.on('rtp', (packet: Buffer) => heard.get(hearer)?.push(packet.at(-1) ?? -1));
            return consumer;
          },
        });
      },
    },
    sessions: () => sessions.keys(),
    now: Date.now,
    limits: { silenceMs: 300, maxTalkMs: 60_000 },
    logger: pino({ level: 'silent' }),
  });
});

afterEach(() => {
  talks.close();
  context.pipes.close();
  context.pool.close();
});

async function person(unitId: UnitId | null) {
  const opened = openSession(unitId === null ? {} : { unitId });
  const session: Session = { ...opened.session, ...(unitId === null ? { userId: crypto.randomUUID() as never } : {}) };
  sessions.set(session, unitId);
  heard.set(session, []);
  await talks.handlers['talk.produce']({ transportId: 'mouth' as TransportId, rtpParameters: {} as RequestData<'talk.produce'>['rtpParameters'] }, session);
  await talks.handlers['talk.listen']({ transportId: 'ear' as TransportId }, session);
  return { ...opened, session };
}

async function unit(inOperation: boolean) {
  const unitId = newUnitId();
  state = { ...state, units: state.units.set(unitId, { unitId, courtCode: COURT, name: unitId, teamName: '一组', kind: 'phone', state: 'enrolled', enrolledAt: 0, version: nextVersion(state, 'unit.enrolled', `unit/${unitId}`) }) };
  if (inOperation) {
    const before = state.operations.get(OPERATION);
    const unitIds = [...(before?.teams.flatMap((team) => team.unitIds) ?? []), unitId];
    const operation = { operationId: OPERATION, courtCode: COURT, title: '涉案房屋腾退', state: 'onSite', teams: [{ team: 1, name: '一组', unitIds, vehicles: [], members: [] }] } as unknown as Operation;
    state = { ...state, operations: state.operations.set(OPERATION, operation) };
  }
  return { unitId, ...(await person(unitId)) };
}

const begin = (session: Session, channel: TalkChannel) => talks.handlers['talk.begin']({ commandId: newCommandId(), channel }, session);
const sequences = new Map<ProducerId, number>();

/** One packet of this speaker's own tone. */
function speak(session: Session, tone: number): void {
  const producer = producers.get(session)!;
  const producerId = producer.id as ProducerId;
  const sequence = (sequences.get(producerId) ?? 0) + 1;
  sequences.set(producerId, sequence);
  const packet = Buffer.alloc(40, tone);
  packet.writeUInt8(0x80, 0);
  packet.writeUInt8(100, 1);
  packet.writeUInt16BE(sequence, 2);
  packet.writeUInt32BE(sequence * 960, 4);
  packet.writeUInt32BE(producer.rtpParameters.encodings?.[0]?.ssrc ?? 0, 8);
  producer.send(packet);
}

const hears = (session: Session, tone: number) => heard.get(session)?.includes(tone) === true;

describe('the sound of talk', () => {
  it('is heard by everybody who belongs to the channel or tuned in, and by nobody else', async () => {
    const [one, two] = [await unit(true), await unit(true)];
    const outside = await unit(false);
    const [desk, other] = [await person(null), await person(null)];
    await talks.handlers['talk.tune']({ channels: [operationChannel] }, desk.session);
    // Without the floor nothing goes anywhere.
    for (let packet = 0; packet < 30; packet += 1) speak(one.session, 0x11);
    const pressedAt = performance.now();
    const { talkId } = await begin(one.session, operationChannel);
    const grantedMs = performance.now() - pressedAt;
    await eventually('everybody hears it', () => {
      speak(one.session, 0x22);
      return hears(two.session, 0x22) && hears(desk.session, 0x22);
    });
    const firstMs = performance.now() - pressedAt;
    expect([...heard.values()].some((tones) => tones.includes(0x11))).toBe(false);
    for (const { session } of [one, outside, other]) expect(heard.get(session)).toEqual([]);
    await talks.handlers['talk.end']({ talkId }, one.session);
    const again = performance.now();
    await begin(one.session, operationChannel);
    await eventually('the second word', () => {
      speak(one.session, 0x33);
      return hears(two.session, 0x33) && hears(desk.session, 0x33);
    });
    console.info(`talk: granted after ${grantedMs.toFixed(1)} ms, heard by all after ${firstMs.toFixed(1)} ms; the second time ${(performance.now() - again).toFixed(1)} ms`);
  });

  it('changes with the floor: who lost it is heard no more', async () => {
    const [one, two] = [await unit(true), await unit(true)];
    const desk = await person(null);
    await begin(one.session, operationChannel);
    await eventually('the unit is heard', () => {
      speak(one.session, 0x22);
      return hears(two.session, 0x22);
    });
    await begin(desk.session, operationChannel);
    await eventually('both hear the desk', () => {
      speak(one.session, 0x44);
      speak(desk.session, 0x55);
      return hears(one.session, 0x55) && hears(two.session, 0x55);
    });
    const before = heard.get(two.session)?.filter((tone) => tone === 0x44).length;
    for (let packet = 0; packet < 30; packet += 1) speak(one.session, 0x44);
    await eventually('the desk goes on', () => {
      speak(desk.session, 0x66);
      return hears(two.session, 0x66);
    });
    expect(heard.get(two.session)?.filter((tone) => tone === 0x44).length).toBe(before);
    expect(one.told).toContainEqual({ name: 'talk.stopped', data: expect.objectContaining({ reason: 'preempted', name: 'test' }) });
  });

  it('frees a floor from which nothing comes, and gives it to who waits', async () => {
    const [one, two] = [await unit(true), await unit(true)];
    await begin(one.session, operationChannel);
    const { talkId, place } = await begin(two.session, operationChannel);
    expect(place).toBe(1);
    await eventually('the next one has it', () => two.told.some(({ name, data }) => name === 'talk.granted' && (data as { talkId: TalkId }).talkId === talkId));
    expect(written).toContainEqual(expect.objectContaining({ name: 'talk.ended', data: expect.objectContaining({ reason: 'soundLost' }) }));
    expect(one.told).toContainEqual({ name: 'talk.stopped', data: expect.objectContaining({ reason: 'soundLost' }) });
  });

  it('goes to devices without a session, also to one that comes late, and says how many cannot hear', async () => {
    const one = await unit(true);
    const added = async () => {
      const { unitId, session, end } = await unit(true);
      sessions.delete(session);
      end();
      return unitId;
    };
    const [recorder, late, broken] = [await added(), await added(), await added()];
    const tones = new Map<UnitId, number[]>([[recorder, []], [late, []]]);
    const ended: UnitId[] = [];
    const sink = (unitId: UnitId) => ({ begin: async () => ({ packet: (rtp: Buffer) => void tones.get(unitId)?.push(rtp.at(-1) ?? -1), end: () => void ended.push(unitId) }) });
    talks.register(recorder, sink(recorder));
    talks.register(broken, { begin: () => Promise.reject(new Error('486')) });
    const { talkId } = await begin(one.session, operationChannel);
    await eventually('the recorder plays it', () => {
      speak(one.session, 0x22);
      return tones.get(recorder)?.includes(0x22) === true;
    });
    talks.register(late, sink(late));
    await eventually('the late one, too', () => {
      speak(one.session, 0x33);
      return tones.get(late)?.includes(0x33) === true;
    });
    expect(one.told.findLast(({ name }) => name === 'talk.heard')?.data).toMatchObject({ heard: 2, deaf: 1 });
    await talks.handlers['talk.end']({ talkId }, one.session);
    expect(ended.toSorted()).toEqual([recorder, late].toSorted());
    expect(written.at(-1)).toMatchObject({ name: 'talk.ended', data: { heard: 2, deaf: 1 } });
  });
});
