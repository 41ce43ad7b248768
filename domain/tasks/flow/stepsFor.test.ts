import { describe, expect, it } from 'vitest';
import { AppError } from '#protocol/errors.ts';
import type { PartnerId } from '#protocol/nouns/ids.ts';
import { flow as flowSchema } from '#protocol/tasks/flows.ts';
import { checkContent } from '../decide/checkContent.ts';
import { BOOK, courtEnd, personAt, SMALL_FLOW, TaskRig } from '../taskRig.ts';
import { holds } from './conditions.ts';
import { stepsFor } from './stepsFor.ts';

const CLERK = 'clerk@闽0203';
const APPROVER = 'approver@闽0203';
const ids = (steps: ReturnType<typeof stepsFor>) => steps.map(({ step }) => step.id);

describe('a step that its author may not take', () => {
  const flow = flowSchema.parse({ ...SMALL_FLOW, steps: SMALL_FLOW.steps.map((step) => (step.id === 'approve' ? { ...step, by: [{ side: 'from', roles: ['approver', 'clerk'], person: 'notAuthor' }] } : step)) });
  const rig = new TaskRig();
  rig.create(CLERK);
  const task = rig.act(CLERK, 'submit');

  it('is open to their colleagues alone', () => {
    const colleague = { ...personAt(CLERK), userId: personAt('clerk@闽').userId };
    expect(ids(stepsFor({ task, flow, person: personAt(CLERK), deputyOf: [] }))).toEqual([]);
    expect(ids(stepsFor({ task, flow, person: colleague, deputyOf: [] }))).toEqual(['approve']);
  });

  it('is not open to them as a deputy of somebody who may, nor is any other decision', () => {
    expect(ids(stepsFor({ task, flow, person: personAt(CLERK), deputyOf: [personAt(APPROVER)] }))).toEqual([]);
    expect(ids(stepsFor({ task, flow, person: personAt('clerk@闽0603'), deputyOf: [personAt(APPROVER)] }))).toEqual(['approve', 'reject']);
  });

  it('is not open to a deputy for the author', () => {
    const both = { ...personAt(CLERK), roles: ['clerk', 'approver'] as const };
    expect(ids(stepsFor({ task, flow, person: personAt('clerk@闽0603'), deputyOf: [{ ...both, roles: [...both.roles] }] }))).toEqual(['reject']);
  });
});

describe('a condition', () => {
  it('tells what comes from another province from what goes there', () => {
    const outside = { kind: 'outside' as const, partnerId: '00000000-0000-4000-8000-900000000001' as PartnerId, courtName: '赣州市中级人民法院' };
    const ends = { to: { from: courtEnd('闽0203'), to: outside }, from: { from: outside, to: courtEnd('闽0203') }, neither: { from: courtEnd('闽0203'), to: courtEnd('闽0603') } };
    const held = (fromOutside: boolean) => Object.entries(ends).filter(([, pair]) => holds({ fromOutside }, { ...pair, urgent: false, itemId: 'freeze' })).map(([name]) => name);
    expect([held(true), held(false)]).toEqual([['from'], ['to', 'neither']]);
  });
});

describe('a flow that is about a case', () => {
  const rig = new TaskRig();
  const check = (caseNumber: 'required' | 'optional' | 'none', given: string | null) => {
    try {
      return checkContent(rig.state, { to: courtEnd('闽0603'), caseNumber: given, limitDays: 15, operationId: null }, { flow: { ...SMALL_FLOW, caseNumber }, from: courtEnd('闽0203'), book: BOOK, at: rig.at }).caseNumber;
    } catch (error) {
      return error instanceof AppError ? error.params : error;
    }
  };

  it('asks for its number, one that is not takes none', () => {
    expect([check('required', null), check('required', '')]).toEqual([{ field: '案号', problem: 'missing', count: 1 }, { field: '案号', problem: 'missing', count: 1 }]);
    expect([check('optional', null), check('none', ''), check('required', '(2026)闽0203执1号')]).toEqual([null, null, '（2026）闽0203执1号']);
    expect(check('none', '(2026)闽0203执1号')).toMatchObject({ field: '案号', problem: 'unknown' });
  });
});
