import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CONTEXT, fieldOf } from '#domain/tasks/form/fieldRig.ts';
import { flow as flowSchema, taskItem, type Flow } from '#protocol/tasks/flows.ts';
import type { CourtCode } from '#protocol/nouns/ids.ts';
import type { TaskDraft } from '#protocol/tasks/drafts.ts';
import { draftFaults, valuesOf } from './draftFaults.ts';

const flow: Flow = flowSchema.array().parse(JSON.parse(readFileSync('assets/rules/flows.json', 'utf8'))).find(({ caseNumber }) => caseNumber === 'required')!;
const dated = { id: 'ask', name: '调查', nameEn: 'Ask', validFrom: null, validTo: null, source: '测试', verified: false };
const item = taskItem.parse({ ...dated, flowId: flow.id, group: '组', groupEn: 'Group', papers: [], fields: [fieldOf('scope', 'text', { required: true })] });
const EMPTY: TaskDraft = { flowId: flow.id, itemId: null, to: null, caseNumber: '', title: '', urgent: false, limitDays: null, contact: '', form: {}, operationId: null, documents: [] };
const codesOf = (draft: Partial<TaskDraft>, more: Partial<Parameters<typeof draftFaults>[1]> = {}) =>
  draftFaults({ ...EMPTY, ...draft }, { flow, item, ...CONTEXT, knowsCourt: (code) => code !== '闽9999', ...more }).map(({ field, code }) => `${field} ${code}`);

describe('what keeps a draft from becoming a task', () => {
  it('stands in the order of the fields', () => {
    expect(codesOf({}, { item: undefined })).toEqual(['task.item missing', 'task.to missing', 'task.caseNumber missing']);
    expect(codesOf({})).toEqual(['task.to missing', 'task.caseNumber missing', 'scope missing']);
  });

  it('tells an unreadable case number from one of no court', () => {
    const rest: Partial<TaskDraft> = { to: { kind: 'court', courtCode: '闽02' as CourtCode, courtName: '厦门' }, form: { scope: '房屋' } };
    expect(codesOf({ ...rest, caseNumber: '2026执1' })).toEqual(['task.caseNumber caseShape']);
    expect(codesOf({ ...rest, caseNumber: '(2026)闽9999执1号' })).toEqual(['task.caseNumber caseCourt']);
    expect(codesOf({ ...rest, caseNumber: ' (2026)闽0203执1号 ' })).toEqual([]);
    expect(codesOf({ ...rest, caseNumber: '' }, { flow: { ...flow, caseNumber: 'optional' } })).toEqual([]);
    expect(codesOf({ ...rest, caseNumber: '什么' }, { flow: { ...flow, caseNumber: 'none' } })).toEqual([]);
  });

  it('keeps values of another item out of the task', () => {
    expect(valuesOf({ form: { scope: '房屋', earlier: 'x' } }, item)).toEqual({ scope: '房屋' });
  });
});
