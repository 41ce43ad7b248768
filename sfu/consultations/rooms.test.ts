import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Consultation } from '#protocol/consultations/consultations.ts';
import type { RoomState } from '#protocol/consultations/room.ts';
import type { RequestInput } from '#protocol/contract.ts';
import type { UserId } from '#protocol/nouns/ids.ts';
import { newCommandId } from '../testing/newCommandId.ts';
import type { RawClient } from '../testing/rawClient.ts';
import { startTestHall, type TestHall } from '../testing/testHall.ts';

let test: TestHall;
let chair: Person;
let judge: Person;
let stranger: Person;

type Person = { readonly client: RawClient; readonly userId: UserId; readonly token: string };

beforeEach(async () => {
  test = await startTestHall();
  chair = await person('闽02', '王院长', 'leader');
  judge = await person('闽0203', '林法官', 'judge');
  stranger = await person('闽0524', '许法官', 'judge');
});
afterEach(() => test.close());

async function person(courtCode: string, name: string, role: 'leader' | 'judge' | 'clerk'): Promise<Person> {
  const { userId, token } = await test.person({ courtCode, name, roles: [role] });
  return { client: await test.enter('desk', { token }), userId, token };
}

const refusal = (asked: Promise<unknown>) => asked.then(() => 'ok', (error: { code: string }) => error.code);
const wish = (more: Partial<RequestInput<'consultation.call'>> = {}) => ({ title: '案涉房屋腾退会商', chairId: chair.userId, invited: [{ kind: 'person' as const, userId: judge.userId }], agenda: [{ title: '现场风险', minutes: 10 }], lengthMs: 3_600_000, about: null, lobby: true, ...more });
const call = async (more: Partial<RequestInput<'consultation.call'>> = {}): Promise<Consultation> => (await chair.client.request('consultation.call', { commandId: newCommandId(), ...wish(more) })).consultation;
const join = ({ client }: Person, { consultationId }: Consultation) => client.request('room.join', { consultationId });
const room = (of: Person, fits: (state: RoomState) => boolean) => of.client.notice('room.changed', fits);
const acts = async (consultationId: string) => {
  const auditor = await test.enter('desk', { roles: ['auditor'], courtCode: '闽' });
  const { entries } = await auditor.request('audit.query', { filter: { names: ['consultation.'] }, limit: 50 });
  return entries.filter(({ subject }) => subject === `consultation/${consultationId}`).map(({ name }) => name.slice('consultation.'.length)).toReversed();
};

describe('a call', () => {
  it('rings at the desks of those invited, of whatever court, and at nobody else’s', async () => {
    const { consultationId } = await call();
    expect(await judge.client.notice('consultation.ringing', ({ over }) => !over)).toMatchObject({ consultationId, title: '案涉房屋腾退会商', callerName: '王院长' });
    expect(stranger.client.frames.filter((frame) => 'notice' in frame && frame.notice === 'consultation.ringing')).toEqual([]);
    await judge.client.request('consultation.answerRing', { consultationId, accept: false });
    expect(await judge.client.notice('consultation.ringing', ({ over }) => over)).toMatchObject({ consultationId });
    expect(await chair.client.notice('consultation.ringAnswered')).toMatchObject({ userId: judge.userId, outcome: 'refused' });
  });

  it('stops ringing when the person comes in by themselves', async () => {
    const one = await call();
    await judge.client.notice('consultation.ringing', ({ over }) => !over);
    await join(judge, one);
    expect(await judge.client.notice('consultation.ringing', ({ over }) => over)).toMatchObject({ consultationId: one.consultationId });
  });

  it('is told to those it concerns, and to no desk beside them', async () => {
    const { consultationId } = await call();
    const holds = (held: readonly Consultation[]) => held.some((one) => one.consultationId === consultationId);
    await judge.client.notice('consultation.held', ({ consultations }) => holds(consultations));
    const later = await person('闽0524', '吴法官', 'judge');
    expect((await later.client.request('consultation.list', {})).consultations).toEqual([]);
    expect(holds((await judge.client.request('consultation.list', {})).consultations)).toBe(true);
    expect(await refusal(stranger.client.request('consultation.end', { commandId: newCommandId(), consultationId, words: null }))).toBe('forbidden');
  });
});

describe('the door', () => {
  it('lets the invited in, has the others wait until the chair lets them, and keeps out who was sent away', async () => {
    const one = await call();
    const { consultationId } = one;
    expect((await join(chair, one)).room?.seats).toMatchObject([{ name: '王院长', chair: true, here: true }]);
    await join(judge, one);
    const waiting = await join(stranger, one);
    expect(waiting.room).toBeNull();
    expect(await refusal(stranger.client.request('room.raiseHand', { consultationId, raised: true }))).toBe('notInRoom');
    await room(chair, ({ waiting: door }) => door.length === 1);
    expect((await room(judge, ({ seats }) => seats.length === 2)).waiting).toEqual([]);
    await chair.client.request('room.admit', { commandId: newCommandId(), consultationId, seatId: waiting.seatId, admit: true });
    const state = await room(stranger, ({ seats }) => seats.length === 3);
    const { seatId } = state.seats.find(({ name }) => name === '许法官')!;
    await chair.client.request('room.remove', { commandId: newCommandId(), consultationId, seatId, reason: '与本案无关' });
    expect(await stranger.client.notice('room.closed')).toMatchObject({ why: 'removed', words: '与本案无关' });
    expect(await refusal(join(stranger, one))).toBe('removedFromRoom');
    expect(await acts(consultationId)).toEqual(['planned', 'opened', 'joined', 'joined', 'joined', 'removed', 'left']);
  });

  it('is shut by the lock, and by the end', async () => {
    const one = await call();
    const { consultationId } = one;
    await join(chair, one);
    await chair.client.request('room.lock', { commandId: newCommandId(), consultationId, locked: true });
    expect(await refusal(join(judge, one))).toBe('roomLocked');
    await chair.client.request('room.lock', { commandId: newCommandId(), consultationId, locked: false });
    await join(judge, one);
    await chair.client.request('consultation.end', { commandId: newCommandId(), consultationId, words: '择日再议' });
    expect(await judge.client.notice('room.closed')).toMatchObject({ why: 'ended', words: '择日再议' });
    expect(await refusal(join(judge, one))).toBe('consultationOver');
  });
});

describe('the chair', () => {
  it('alone leads: nobody else may do what it may, over the raw socket', async () => {
    const one = await call();
    const { consultationId } = one;
    const { seatId } = await join(chair, one);
    await join(judge, one);
    const own = { commandId: newCommandId(), consultationId };
    for (const [name, input] of [
      ['room.admit', { ...own, seatId, admit: true }],
      ['room.silence', { ...own, seatId, silenced: true }],
      ['room.silenceAll', own],
      ['room.giveFloor', { ...own, seatId }],
      ['room.lock', { ...own, locked: true }],
      ['room.remove', { ...own, seatId, reason: '试图越权' }],
      ['room.handOver', { ...own, seatId }],
      ['room.goTo', { consultationId, agendaItem: 0 }],
    ] as const) {
      expect([name, await refusal(judge.client.request(name, { ...input, ...('commandId' in input ? { commandId: newCommandId() } : {}) } as never))]).toEqual([name, 'forbidden']);
      expect([name, await refusal(stranger.client.request(name, { ...input, ...('commandId' in input ? { commandId: newCommandId() } : {}) } as never))]).toEqual([name, 'notInRoom']);
    }
  });

  it('gives the floor to the first hand, silences, and hands itself over', async () => {
    const one = await call();
    const { consultationId } = one;
    await join(chair, one);
    const { seatId } = await join(judge, one);
    await judge.client.request('room.raiseHand', { consultationId, raised: true });
    await room(chair, ({ seats }) => seats.some((seat) => seat.seatId === seatId && seat.handAt !== null));
    await chair.client.request('room.silenceAll', { commandId: newCommandId(), consultationId });
    await room(judge, ({ seats }) => seats.some((seat) => seat.seatId === seatId && seat.silenced));
    await chair.client.request('room.giveFloor', { commandId: newCommandId(), consultationId, seatId });
    await room(judge, ({ floor, seats }) => floor === seatId && seats.some((seat) => seat.seatId === seatId && seat.handAt === null && !seat.silenced));
    await chair.client.request('room.handOver', { commandId: newCommandId(), consultationId, seatId });
    await room(chair, ({ seats }) => seats.some((seat) => seat.seatId === seatId && seat.chair));
    expect(await refusal(chair.client.request('room.lock', { commandId: newCommandId(), consultationId, locked: true }))).toBe('forbidden');
    expect(await acts(consultationId)).toEqual(['planned', 'opened', 'joined', 'joined', 'muted', 'chairPassed']);
  });

  it('goes to somebody who is there when whoever has it leaves, and the room stays', async () => {
    const one = await call();
    await join(chair, one);
    const { seatId } = await join(judge, one);
    await chair.client.request('room.leave', { consultationId: one.consultationId });
    expect((await room(judge, ({ seats }) => seats.length === 1 && seats[0]!.chair)).seats[0]?.seatId).toBe(seatId);
  });
});

describe('a hall that was started anew', () => {
  it('keeps the chair for who had it, whoever comes back first', async () => {
    const one = await call();
    await join(chair, one);
    await join(judge, one);
    await test.close({ keep: true });
    test = await startTestHall({ storageDir: test.storageDir });
    const back = async (who: Person) => ({ ...who, client: await test.enter('desk', { token: who.token }) });
    judge = await back(judge);
    const first = await join(judge, one);
    expect(first.room?.seats).toMatchObject([{ name: '林法官', chair: false }]);
    expect((await join(await back(chair), one)).room?.seats.find(({ name }) => name === '王院长')).toMatchObject({ chair: true });
  });
});

describe('a seat', () => {
  it('is kept for who lost the line, and moves with a person who sits down elsewhere', async () => {
    const one = await call();
    await join(chair, one);
    const { seatId } = await join(judge, one);
    await judge.client.request('room.raiseHand', { consultationId: one.consultationId, raised: true });
    judge.client.socket.terminate();
    await room(chair, ({ seats }) => seats.some((seat) => seat.seatId === seatId && !seat.here));
    const back = { ...judge, client: await test.enter('desk', { token: judge.token }) };
    const again = await join(back, one);
    expect(again.room?.seats.find((seat) => seat.seatId === again.seatId)).toMatchObject({ seatId, here: true, handAt: expect.any(Number) as number });
    const elsewhere = { ...judge, client: await test.enter('desk', { token: judge.token }) };
    await join(elsewhere, one);
    expect(await back.client.notice('room.closed')).toMatchObject({ why: 'elsewhere' });
    expect(await acts(one.consultationId)).toEqual(['planned', 'opened', 'joined', 'joined']);
  });
});

describe('what is planned', () => {
  const planned = async (more: object = {}) => (await chair.client.request('consultation.plan', { commandId: newCommandId(), ...wish(), plannedAt: Date.now() + 86_400_000, repeats: 'weekly', ...more })).consultation;

  it('is not open before its time, is changed with its version, and cancelled with a reason', async () => {
    const { consultationId, version: expectedVersion } = await planned();
    expect(await refusal(chair.client.request('consultation.open', { commandId: newCommandId(), consultationId }))).toBe('consultationEarly');
    expect(await refusal(judge.client.request('room.join', { consultationId }))).toBe('consultationNotOpen');
    expect(await refusal(chair.client.request('consultation.cancel', { commandId: newCommandId(), consultationId, expectedVersion: 9, reason: '改期' }))).toBe('conflict');
    await chair.client.request('consultation.cancel', { commandId: newCommandId(), consultationId, expectedVersion, reason: '改期' });
    expect(await refusal(chair.client.request('consultation.open', { commandId: newCommandId(), consultationId }))).toBe('consultationOver');
    expect(await refusal(planned({ plannedAt: Date.now() - 3_600_000 }))).toBe('badInput');
    expect(await refusal(planned({ invited: [{ kind: 'person', userId: crypto.randomUUID() }] }))).toBe('notFound');
  });

  it('of a series plans the next one at its end', async () => {
    const { consultationId, plannedAt } = await planned({ plannedAt: Date.now() + 60_000 });
    await chair.client.request('consultation.open', { commandId: newCommandId(), consultationId });
    await chair.client.request('consultation.end', { commandId: newCommandId(), consultationId, words: null });
    const { consultations } = await chair.client.notice('consultation.held', (held) => held.consultations.length === 2);
    expect(consultations.find((one) => one.state === 'planned')).toMatchObject({ plannedAt: plannedAt + 7 * 86_400_000, title: '案涉房屋腾退会商' });
  });
});
