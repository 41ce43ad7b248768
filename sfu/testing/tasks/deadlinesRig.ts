import { pino } from 'pino';
import type { NewEvent } from '#domain/decision/decision.ts';
import { actOnTask } from '#domain/tasks/decide/actOnTask.ts';
import { BOOK, courtEnd, SMALL_FLOW, taskIdOf } from '#domain/tasks/taskRig.ts';
import type { EventData } from '#protocol/events.ts';
import type { HolidayYear } from '#protocol/rules/holidays.ts';
import type { RuleBook } from '#protocol/rules/rules.ts';
import { flow, type Flow } from '#protocol/tasks/flows.ts';
import type { Task } from '#protocol/tasks/tasks.ts';
import { VirtualClock } from '../../clock/virtualClock.ts';
import { settledLog } from '../../clock/settledLog.ts';
import type { Alarms, Happening } from '../../ports/alarms.ts';
import { court, openTestLog } from '../testLog.ts';
import { TaskDeadlines } from '../../tasks/deadlines/taskDeadlines.ts';

/*
 * Builds for tests: the deadlines of tasks on a real log in memory and a clock that stands, with the small flow and clocks of its own.
 */

const YEAR_2026: HolidayYear = {
  year: 2026, published: true, source: '测试', verified: true,
  holidays: [{ name: '春节', nameEn: 'Spring Festival', from: '2026-02-15', to: '2026-02-23' }],
  workdays: ['2026-02-14', '2026-02-28'],
};
const row = { name: '签收期限', nameEn: 'Receipt', validFrom: null, validTo: null, source: '测试', verified: false, article: '限期签收' };

/** Two workdays to receive, told a workday before its end; the courts above hear of it, one each workday. */
export const RECEIPT = { ...row, id: 'receipt', runsIn: ['sent'], period: { count: 2, unit: 'workdays' }, urgentPeriod: { count: 24, unit: 'hours' }, rollsOverHolidays: true, amberBefore: { count: 1, unit: 'workdays' }, escalatesEvery: { count: 1, unit: 'workdays' } } as const;
/** Thirty days after which it goes back of itself. */
export const LAPSE = { ...row, id: 'validity', runsIn: ['sent'], period: { count: 30, unit: 'days' }, rollsOverHolidays: false, amberBefore: { count: 5, unit: 'days' }, escalatesEvery: null, lapseStep: 'lapse' } as const;

/** Beijing time: `2026-02-13 10:00`. */
export const at = (text: string) => Date.parse(`${text.replace(' ', 'T')}:00+08:00`);
const shown = (time: number) => new Date(time + 8 * 3_600_000).toISOString().slice(5, 16).replace('T', ' ');

function stepping(number: number, courtCode: string, more: Partial<EventData<'task.stepped'>>): NewEvent {
  const data = { step: '', stepName: '', state: '', stateName: '', over: false, side: 'from' as const, onBehalfOf: null, words: null, count: null, number: null, assignee: null, to: null, grantedDays: null, result: null, documents: [], signature: null, ...more };
  return { name: 'task.stepped', subject: `task/${taskIdOf(number)}`, courtCode: court(courtCode), data };
}

/** Begun by 闽0203 and sent, to 闽0603 unless it is said otherwise. */
export function sending(number: number, { urgent = false, to = courtEnd('闽0603'), taskNumber = null }: { readonly urgent?: boolean; readonly to?: Task['to']; readonly taskNumber?: string | null } = {}): NewEvent[] {
  const data = { flowId: 'small', itemId: 'freeze', state: 'draft', from: courtEnd('闽0203'), title: `冻结${number}`, to, caseNumber: null, urgent, limitDays: 15, form: {}, personalHash: null, operationId: null, contact: '', author: null, documents: [] };
  return [{ name: 'task.created', subject: `task/${taskIdOf(number)}`, courtCode: court('闽0203'), data }, stepping(number, '闽0203', { step: 'approve', state: 'sent', number: taskNumber })];
}

export async function openDeadlinesRig({ clocks = [RECEIPT], startAt = '2026-02-13 10:00', steps = SMALL_FLOW.steps }: { readonly clocks?: readonly object[]; readonly startAt?: string; readonly steps?: Flow['steps'] } = {}) {
  const book: RuleBook = { ...BOOK, holidays: [YEAR_2026], flows: [flow.parse({ ...SMALL_FLOW, clocks, steps })] };
  const clock = VirtualClock.create({ at: at(startAt), rate: 0 });
  let test = await openTestLog({ now: () => clock.now() });
  clock.settleBy(() => settledLog(test.log));
  const raised = new Map<string, Happening>();
  const alarms: Alarms = {
    raise: async (happening) => {
      raised.set(happening.commandId!, happening);
      return '00000000-0000-4000-8000-000000000099' as Awaited<ReturnType<Alarms['raise']>>;
    },
  };
  const start = () => {
    const { log } = test;
    return TaskDeadlines.create({
      log, rules: { book }, clock, alarms, logger: pino({ level: 'silent' }),
      desk: { act: async (input, { by, ...as }) => (await log.execute({ ...as, name: 'task.act', input, decide: (state, now) => actOnTask(state, input, { book, by, at: now }) })).answer.task },
    });
  };
  let deadlines = start();
  const seed = (events: readonly NewEvent[]) => test.seed(...events);
  return {
    clock,
    alarms: () => [...raised.values()],
    task: (number = 1): Task | undefined => test.log.state.tasks.get(taskIdOf(number)),
    send: (number = 1, more: Parameters<typeof sending>[1] = {}) => seed(sending(number, more)),
    step: (number: number, step: string, state: string, over = false) => seed([stepping(number, '闽0603', { side: 'to', step, state, over })]),
    talk: (number: number) => seed([{ name: 'task.talked', subject: `task/${taskIdOf(number)}`, courtCode: court('闽0603'), data: { side: 'to', withName: '林', words: '已沟通' } }]),
    /** What the log says of it that nobody did: when, what, whom it tells. */
    told: (number = 1) => test.entries().flatMap((entry) => {
      if (entry.subject !== `task/${taskIdOf(number)}` || entry.actor.kind !== 'hall') return [];
      const data = entry.data as { what?: string; toCourtCode?: string; step?: string; side?: string };
      if (entry.name === 'task.told') return [`${shown(entry.at)} ${data.what} ${data.toCourtCode}`];
      return entry.name === 'task.stepped' && data.side === 'hall' ? [`${shown(entry.at)} ${data.step}`] : [];
    }),
    /** The hall goes and comes back after a while. */
    restart: async ({ awayMs = 0 }: { readonly awayMs?: number } = {}) => {
      deadlines.close();
      const { journal } = test;
      await test.log.close();
      await clock.advance(awayMs);
      test = await openTestLog({ journal, now: () => clock.now() });
      deadlines = start();
      // What has passed runs soon.
      await clock.advance(1);
    },
    close: async () => {
      deadlines.close();
      await test.log.close();
      clock.close();
    },
  };
}
