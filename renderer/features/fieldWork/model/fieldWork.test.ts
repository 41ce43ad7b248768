import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { commandId, type UnitId } from '#protocol/nouns/ids.ts';
import { FakeHallLink } from '../../../link/fakeHallLink.ts';
import { FieldWork } from './fieldWork.ts';
import { Outbox } from './outbox/outbox.ts';
import { StorageError } from './outbox/outboxStore.ts';
import { MemoryDevice } from './outbox/testing/memoryDevice.ts';
import { isNews } from './shownInstruction.ts';
import { anInstruction, UNIT_ID } from './testing/instructions.ts';

beforeEach(() => void vi.useFakeTimers({ now: 1_800_000_000_000 }));
afterEach(() => void vi.useRealTimers());

const SESSION = { unit: { unitId: UNIT_ID, name: '单兵09', teamName: '', courtName: '' } };
const PLACE = { longitudeDeg: 118.1, latitudeDeg: 24.5, accuracyM: 8, at: 1_800_000_000_000 };

/** A phone whose disk outlives its pages. */
function aPhone() {
  const device = new MemoryDevice();
  const state: { unitId: UnitId } = { unitId: UNIT_ID };
  const rung = vi.fn<() => void>();
  const openOutbox = async () => {
    const store = device.open();
    return { store, outbox: await Outbox.open({ store, alone: (_, run) => run(), newChainId: () => crypto.randomUUID(), log: () => undefined }) };
  };
  const open = (opening = openOutbox) =>
    FieldWork.create({
      drafts: { read: () => '', keep: () => undefined },
      documents: { read: () => Promise.resolve(null), keep: () => Promise.resolve(), forgetAllBut: () => Promise.resolve() },
      openOutbox: opening,
      enrolled: () => ({ unitId: state.unitId, name: '单兵09' }),
      locate: () => Promise.resolve(PLACE),
      newCommandId: () => commandId.parse(crypto.randomUUID()),
      onNew: rung,
      log: () => undefined,
    });
  return { device, state, rung, open };
}

const settled = () => vi.advanceTimersByTimeAsync(0);

async function online(work: FieldWork): Promise<FakeHallLink> {
  const link = new FakeHallLink();
  link.answers['instruction.deliver'] = ({ instructionId }) => ({ instruction: anInstruction({ instructionId: instructionId as never }) });
  link.answers['instruction.read'] = () => ({ instruction: anInstruction() });
  work.attach(link);
  link.goOnline(SESSION);
  await settled();
  return link;
}

describe('a unit’s work', () => {
  it('tells the hall that an instruction is here, rings once, and that it was read when somebody opened it', async () => {
    const phone = aPhone();
    const work = phone.open();
    const link = await online(work);
    const instruction = anInstruction();
    link.notify('instruction.held', { instructions: [instruction] });
    link.notify('instruction.held', { instructions: [{ ...instruction, state: 'delivered' }] });
    await settled();
    expect(link.inputsOf('instruction.deliver')).toMatchObject([{ instructionId: instruction.instructionId }]);
    expect(phone.rung).toHaveBeenCalledTimes(1);
    await work.open(work.state.getState().instructions[0]!);
    await work.open(work.state.getState().instructions[0]!);
    await settled();
    expect(link.inputsOf('instruction.read')).toMatchObject([{ instructionId: instruction.instructionId, saidAt: expect.any(Number) as number }]);
  });

  it('keeps instructions for times without the hall, and answers given then with the hall’s time', async () => {
    const phone = aPhone();
    const first = await online(phone.open());
    first.state.setState({ clockOffsetMs: 5_000 });
    first.notify('instruction.held', { instructions: [anInstruction({ state: 'delivered' })] });
    await settled();
    const work = phone.open();
    await settled();
    const [shown] = work.state.getState().instructions;
    await Promise.all([work.accept(shown!), work.accept(shown!)]);
    expect(phone.device.items).toHaveLength(1);
    expect(work.state.getState().instructions[0]).toMatchObject({ state: 'accepted', waits: true });
    expect(phone.device.items[0]?.act.input).toMatchObject({ saidAt: Date.now() + 5_000 });
  });

  it('rings when one that was under way is withdrawn, and says so until somebody looked, over restarts, too', async () => {
    const phone = aPhone();
    const link = await online(phone.open());
    const instruction = anInstruction({ state: 'accepted' });
    link.notify('instruction.held', { instructions: [instruction, anInstruction({ state: 'withdrawn' })] });
    await settled();
    expect(phone.rung).not.toHaveBeenCalled();
    link.notify('instruction.held', { instructions: [{ ...instruction, state: 'withdrawn' }] });
    await settled();
    expect(phone.rung).toHaveBeenCalledTimes(1);
    const work = phone.open();
    await settled();
    expect(work.state.getState().instructions.map(isNews)).toEqual([true]);
    await work.open(work.state.getState().instructions[0]!);
    expect(work.state.getState().instructions.map(isNews)).toEqual([false]);
    expect(phone.device.items).toEqual([]);
    const again = phone.open();
    await settled();
    expect(again.state.getState().instructions.map(isNews)).toEqual([false]);
  });

  it('shows nothing of what another unit was told on this device', async () => {
    const phone = aPhone();
    const link = await online(phone.open());
    link.notify('instruction.held', { instructions: [anInstruction()] });
    await settled();
    phone.state.unitId = '0190a0b0-0000-7000-8000-0000000000c9' as UnitId;
    const work = phone.open();
    await settled();
    expect(work.state.getState().instructions).toEqual([]);
  });

  it('dates a report by the moment it was taken, on the hall’s clock, and says how far its own was off', async () => {
    const phone = aPhone();
    const work = phone.open();
    await settled();
    await work.report('  门锁着  ', { ...work.moment(), photo: null });
    expect(phone.device.items[0]?.act.input).toMatchObject({ text: '门锁着', takenAt: Date.now(), clockOffsetMs: null, position: PLACE, operationId: null });
    const link = await online(work);
    link.state.setState({ clockOffsetMs: -2_000 });
    await settled();
    link.goOffline();
    const moment = work.moment();
    await vi.advanceTimersByTimeAsync(60_000);
    await work.report('门开了', { ...moment, photo: null });
    expect(phone.device.items[1]?.act.input).toMatchObject({ takenAt: moment.takenAt, clockOffsetMs: 2_000, position: { ...PLACE, at: PLACE.at - 2_000 } });
    expect(moment.takenAt).toBe(Date.now() - 62_000);
  });

  it('says that nothing can be kept, and keeps nothing then', async () => {
    const work = aPhone().open(() => Promise.reject(new StorageError('unavailable', null)));
    await settled();
    expect(work.state.getState().storage).toBe('unavailable');
    await expect(work.report('记', { ...work.moment(), photo: null })).rejects.toMatchObject({ problem: 'unavailable' });
  });
});
