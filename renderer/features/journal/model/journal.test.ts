import { describe, expect, it, vi } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { after, AT, hallWithOperation, momentAt, operationIdOf, RULES, stepIdOf } from '#domain/operations/operationRig.ts';
import { planStep } from '#domain/steps/decideStep.ts';
import type { HallState } from '#domain/hallState/hallState.ts';
import { AppError } from '#protocol/errors.ts';
import type { WireEntry } from '#protocol/nouns/log.ts';
import { createI18n } from '../../../i18n/createI18n.ts';
import { FakeHallLink } from '../../../link/fakeHallLink.ts';
import type { HallReplica, HallState as ReplicaState } from '../../../replica/hallReplica.ts';
import { createJournal } from './createJournal.ts';
import { entryWords, picturesOf } from './entryWords.ts';
import { isOfOperation } from './isOfOperation.ts';

const operationId = operationIdOf(1);
const journalEntry = (sequence: number, change: Partial<WireEntry> = {}): WireEntry =>
  ({ sequence, at: AT, name: 'journal.noted', subject: `journal/${operationId}`, version: 0, courtCode: '闽0203' as never, actor: { kind: 'hall' }, data: { text: String(sequence), pictureIds: [], mark: null }, ...change });

function hallWithStep(): HallState {
  const state = hallWithOperation();
  return after(state, planStep(state, { operationId, template: 'search', facts: [], partyId: null, caseNumber: null, team: null, note: '' }, { ...momentAt(AT), stepId: stepIdOf(1) }));
}

function setUp(answer: (before: number | undefined) => WireEntry[] | Promise<WireEntry[]>, more = false) {
  const link = new FakeHallLink();
  link.answers['journal.read'] = async ({ before }) => ({ entries: await answer(before), more });
  link.goOnline();
  const listeners = new Set<(entries: readonly WireEntry[]) => void>();
  const state = createStore<ReplicaState>(() => ({ synced: true, log: hallWithStep() }) as ReplicaState);
  const replica: HallReplica = { state, onEntries: (listener) => { listeners.add(listener); return () => listeners.delete(listener); }, close: () => undefined };
  const journal = createJournal({ link, replica, operationId, page: 2 });
  return { link, state, journal, hear: (...entries: WireEntry[]) => listeners.forEach((listener) => listener(entries)), numbers: () => journal.state.getState().entries.map(({ sequence }) => sequence) };
}
const settled = (rig: ReturnType<typeof setUp>) => vi.waitFor(() => expect(rig.journal.state.getState().phase).toBe('ready'));

describe('the journal of an operation', () => {
  it('reads the newest, hears what is its own, and reads older ones on', async () => {
    const rig = setUp((before) => (before === undefined ? [journalEntry(9), journalEntry(8)] : [journalEntry(7), journalEntry(6)]), true);
    const stop = rig.journal.start();
    await settled(rig);
    rig.hear(journalEntry(10), journalEntry(11, { subject: 'journal/another' }), journalEntry(12, { subject: `step/${stepIdOf(1)}` }));
    expect(rig.numbers()).toEqual([12, 10, 9, 8]);
    rig.journal.loadMore();
    await settled(rig);
    expect(rig.numbers()).toEqual([12, 10, 9, 8, 7, 6]);
    stop();
    rig.hear(journalEntry(13));
    expect(rig.numbers()[0]).toBe(12);
  });

  it('keeps what arrived while it was reading, and what is older where nothing is missing between', async () => {
    let page = [journalEntry(3), journalEntry(2)];
    const rig = setUp(() => page, true);
    rig.journal.start();
    rig.hear(journalEntry(4));
    await settled(rig);
    expect(rig.numbers()).toEqual([4, 3, 2]);
    page = [journalEntry(5), journalEntry(4)];
    rig.state.setState({ synced: false });
    rig.state.setState({ synced: true });
    await vi.waitFor(() => expect(rig.numbers()).toEqual([5, 4, 3, 2]));
    page = [journalEntry(90), journalEntry(80)];
    rig.state.setState({ synced: false });
    rig.state.setState({ synced: true });
    await vi.waitFor(() => expect(rig.numbers()).toEqual([90, 80]));
  });

  it('says why it could not read, and reads when asked again', async () => {
    let fails = true;
    const rig = setUp(() => {
      if (fails) throw new AppError('logUnavailable');
      return [journalEntry(1)];
    });
    rig.journal.start();
    await vi.waitFor(() => expect(rig.journal.state.getState().problem).toBe('logUnavailable'));
    fails = false;
    rig.journal.reread();
    await vi.waitFor(() => expect(rig.numbers()).toEqual([1]));
    expect(rig.journal.state.getState().problem).toBeNull();
  });
});

describe('what belongs into it', () => {
  it('is what happens to the operation, its notes, steps and alarms, and nothing else', () => {
    const log = hallWithStep();
    const belongs = (subject: string) => isOfOperation(subject, { log, operationId });
    expect([`operation/${operationId}`, `journal/${operationId}`, `step/${stepIdOf(1)}`].map(belongs)).toEqual([true, true, true]);
    expect([`operation/${operationIdOf(2)}`, `step/${stepIdOf(2)}`, 'alarm/none', 'order/none', 'call/none', `duty/闽0203/leader`].map(belongs)).toEqual([false, false, false, false, false, false]);
  });
});

describe('an entry in words', () => {
  const words = (name: string, data: unknown, locale = 'zh-CN') => entryWords(journalEntry(1, { name, data, subject: `step/${stepIdOf(1)}` }), { t: createI18n(locale as 'en').t, locale, log: hallWithStep(), book: RULES.book });
  it('calls steps, papers, circumstances and outcomes by name', () => {
    expect(words('step.paperShown', { paper: 'warrant', reference: '12号' })).toBe('搜查：登记 搜查令 12号');
    expect(words('step.paperShown', { paper: 'warrant', reference: '12号' }, 'en')).toContain('warrant at hand, 12号');
    expect(words('step.excepted', { exception: 'toldButAbsent', reason: '两次电话' })).toBe('搜查：通知不到场，两次电话');
    expect(words('step.begun', { missing: [] })).toBe('搜查：开始（缺项：无）');
    expect(words('step.signed', { missing: ['搜查令', '工作证'], reason: '同意' })).toContain('缺搜查令、工作证');
    expect(words('step.ended', { outcome: 'done', results: {} })).toBe('搜查：办结，已搜查');
    expect(words('operation.advanced', { to: 'onSite', reason: null })).toBe('行动已到场');
  });

  it('shows the pictures of notes and of items', () => {
    expect(picturesOf({ name: 'journal.noted', data: { text: '', pictureIds: ['a', 'b'], mark: null } })).toEqual(['a', 'b']);
    expect(picturesOf({ name: 'step.itemDone', data: { item: 'record', text: '', pictureId: 'c' } })).toEqual(['c']);
    expect(picturesOf({ name: 'step.begun', data: { missing: [] } })).toEqual([]);
  });
});
