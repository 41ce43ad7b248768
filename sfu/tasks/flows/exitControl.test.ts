import { expect, it } from 'vitest';
import { createCalendar } from '#domain/rules/calendar.ts';
import { taskClocks } from '#domain/tasks/clocks/taskClocks.ts';
import { flowOf } from '#domain/tasks/flow/flowOf.ts';
import { courtEnd } from '#domain/tasks/taskRig.ts';
import type { Task } from '#protocol/tasks/tasks.ts';
import { readRuleBook } from '../../rules/readRuleBook.ts';
import { actorOf, FlowWorld, PEOPLE } from './flowWorld.ts';

const book = readRuleBook('assets/rules');
const DAY_MS = 86_400_000;
const by = (courtCode: string, role: string) => PEOPLE.find((person) => person.courtCode === courtCode && person.roles.some((held) => held === role))!;

it('a renewal that is asked for or refused does not begin an exit control anew, whether or not it names its last day', () => {
  const world = new FlowWorld(book, Date.UTC(2026, 10, 23, 2, 0));
  const clerk = by('闽0203', 'clerk');
  let task = world.create(clerk, { flowId: 'exitControl', itemId: 'exitControlPerson', to: courtEnd('闽'), urgent: false });
  const flow = flowOf(book, task);
  const take = (stepId: string, [court, role]: readonly [string, string], side: 'from' | 'high') => {
    world.at += 5 * DAY_MS;
    task = world.act(actorOf(by(court, role)), world.whole(task, flow, flow.steps.find(({ id }) => id === stepId)!, side));
  };
  const dueAt = (form: Task['form']) => taskClocks({ ...task, form }, flow, createCalendar(book.holidays)).find(({ clockId }) => clockId === 'control')?.dueAt;
  const forms = () => [task.form, { ...task.form, controlTo: '' }];
  take('submit', ['闽0203', 'clerk'], 'from');
  take('approve', ['闽0203', 'leader'], 'from');
  take('approveHigh', ['闽', 'approver'], 'high');
  const before = forms().map(dueAt);
  expect(new Set(before).size).toBe(2);
  take('renew', ['闽0203', 'clerk'], 'from');
  expect(forms().map(dueAt)).toEqual(before);
  take('refuseRenewal', ['闽', 'approver'], 'high');
  expect(forms().map(dueAt)).toEqual(before);
});
