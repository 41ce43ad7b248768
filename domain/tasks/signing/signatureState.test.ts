import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Task, TaskDocument, TaskMoment } from '#protocol/tasks/tasks.ts';
import { AT, taskIdOf } from '../taskRig.ts';
import { canonicalTask, type SignedDecision } from './canonicalTask.ts';
import { changedSince, signatureState } from './signatureState.ts';

/** Texts are compared by their hashes alone, so any will do. */
const hash = (text: string) => `hash of ${text}`;
const documentOf = (letter: string, more: Partial<TaskDocument> = {}): TaskDocument => ({ documentId: letter.repeat(64), name: `${letter}.pdf`, mimeType: 'application/pdf', totalBytes: 9, paperId: null, replaces: null, addedAt: AT, byName: '林', side: 'from', made: null, ...more });
const momentOf = (what: string, at: number, more: Partial<TaskMoment> = {}): TaskMoment => ({ at, what, state: 'sent', byName: '陈', byUserId: null, onBehalfOf: null, courtCode: null, side: 'from', words: null, count: null, signature: null, ...more });
const DECISION: SignedDecision = { step: 'approve', words: '同意', count: null, result: null, onBehalfOf: null };

const ASKED: Task = {
  taskId: taskIdOf(1), flowId: 'small', itemId: 'freeze', number: null, from: { kind: 'court', courtCode: '闽0203' as never, courtName: '思明' }, to: { kind: 'court', courtCode: '闽0603' as never, courtName: '龙文' },
  title: '冻结存款', caseNumber: '(2026)闽0203执123号', urgent: false, limitDays: 15, form: { bank: '工商银行', holder: '柯某' }, personalHash: 'c'.repeat(64), operationId: null, contact: '林', author: null, assignee: null,
  state: 'asked', stateBefore: null, over: false, createdAt: AT, stateSince: AT, overAt: null, progress: 0, extraDays: 0, documents: [documentOf('a'), documentOf('b')], result: null, countersigns: [], told: {}, history: [momentOf('created', AT), momentOf('submit', AT)], version: 2,
};

/** Approved and signed, with the number that the approval gives. */
function signed(task = ASKED, decision = DECISION): Task {
  const signature = { keyId: 'd'.repeat(64), algorithm: 'Ed25519' as const, contentHash: hash(canonicalTask(task, decision)), signature: 'AA==' };
  return { ...task, number: '〔2026〕委1号', history: [...task.history, momentOf(decision.step, AT + 5, { words: decision.words, count: decision.count, onBehalfOf: decision.onBehalfOf, signature })] };
}

describe('a signature over a task', () => {
  it('stands when a number, a result and further papers come after it', () => {
    const after = signed();
    expect(signatureState(after, 2, hash)).toBe('valid');
    const later: Task = { ...after, state: 'done', result: { amount: 5 }, documents: [...after.documents, documentOf('e', { addedAt: AT + 5 }), documentOf('f', { addedAt: AT + 9 })], history: [...after.history, momentOf('report', AT + 9)] };
    expect(signatureState(later, 2, hash)).toBe('valid');
    expect(changedSince(ASKED, later)).toEqual([]);
    expect(signatureState(later, 1, hash)).toBeNull();
  });

  it('stands over the result that the decision itself brought, until there is another', () => {
    const result = { until: '2027-11-23' };
    const task = { ...signed({ ...ASKED, result: { until: '2026-11-23' } }, { ...DECISION, result }), result };
    expect(signatureState(task, 2, hash)).toBe('valid');
    expect(signatureState({ ...task, result: { until: '2028-11-23' } }, 2, hash)).toBe('void');
  });

  it('stands of a deputy for that principal alone', () => {
    const principal = { userId: taskIdOf(9) as never, name: '陈院长' };
    const after = signed(ASKED, { ...DECISION, onBehalfOf: principal });
    expect(signatureState(after, 2, hash)).toBe('valid');
    const said = (onBehalfOf: TaskMoment['onBehalfOf']): Task => ({ ...after, history: after.history.map((moment, place) => (place === 2 ? { ...moment, onBehalfOf } : moment)) });
    expect([said(null), said({ ...principal, name: '林院长' })].map((task) => signatureState(task, 2, hash))).toEqual(['void', 'void']);
  });

  it.each<[keyof Task, Partial<Task>]>([
    ['title', { title: '冻结存款二' }],
    ['to', { to: { kind: 'court', courtCode: '闽0602' as never, courtName: '芗城' } }],
    ['form', { form: { ...ASKED.form, bank: '农业银行' } }],
    ['personalHash', { personalHash: 'e'.repeat(64) }],
    ['limitDays', { limitDays: 20 }],
    ['urgent', { urgent: true }],
    ['documents', { documents: [documentOf('a')] }],
    ['documents', { documents: [documentOf('a'), documentOf('b', { name: '换了.pdf' })] }],
    ['documents', { documents: [...ASKED.documents, documentOf('c', { addedAt: AT + 9, replaces: 'b'.repeat(64) })] }],
  ])('is void when %s is another', (field, change) => {
    const now = { ...signed(), ...change };
    expect(signatureState(now, 2, hash)).toBe('void');
    expect(changedSince(ASKED, now)).toEqual([field]);
  });

  it('is one text for each content, decision and place, whatever the order of a form’s fields', () => {
    const decision = fc.record({ step: fc.constantFrom('approve', 'reject'), words: fc.option(fc.string({ maxLength: 3 }), { nil: null }), count: fc.option(fc.nat(3), { nil: null }), result: fc.constant(null), onBehalfOf: fc.option(fc.constant({ userId: taskIdOf(9) as never, name: '陈院长' }), { nil: null }) });
    const one = fc.record({ title: fc.string({ maxLength: 3 }), bank: fc.string({ maxLength: 3 }), urgent: fc.boolean(), place: fc.nat(3), decision });
    const textOf = ({ title, bank, urgent, place, decision: made }: typeof one extends fc.Arbitrary<infer Value> ? Value : never) => canonicalTask({ ...ASKED, title, urgent, form: { holder: '柯某', bank } }, made, place);
    fc.assert(fc.property(one, one, (first, other) => {
      expect(textOf(first) === textOf(other)).toBe(JSON.stringify(first) === JSON.stringify(other));
    }), { examples: [[{ title: 'a', bank: 'b', urgent: true, place: 1, decision: DECISION }, { title: 'a', bank: 'b', urgent: true, place: 1, decision: DECISION }]] });
    expect(canonicalTask({ ...ASKED, form: { holder: '柯某', bank: '工商银行' } }, DECISION)).toBe(canonicalTask(ASKED, DECISION));
  });
});
