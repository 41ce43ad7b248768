import { z } from 'zod';
import { request } from '../definition/request.ts';
import { holidayYear } from './holidays.ts';
import { dated } from './row.ts';
import { paperTemplate } from './paperTemplates.ts';
import { capacity, counter, paper, stepTemplate } from './stepTemplates.ts';
import { timeLimit } from './timeLimits.ts';
import { deputyRule } from '../tasks/deputies.ts';
import { flow, taskItem } from '../tasks/flows.ts';

/** 类型代字 of a case number: 执, 执恢 … */
export const caseType = z.object({ ...dated, code: z.string().regex(/^[一-龥]{1,4}$/) });
export type CaseType = z.infer<typeof caseType>;

/** Every table of the rule book, in the order in which people see the rows. */
export const ruleTables = {
  holidays: z.array(holidayYear),
  limits: z.array(timeLimit),
  steps: z.array(stepTemplate),
  papers: z.array(paper),
  capacities: z.array(capacity),
  caseTypes: z.array(caseType),
  counters: z.array(counter),
  flows: z.array(flow),
  items: z.array(taskItem),
  deputies: z.array(deputyRule),
  templates: z.array(paperTemplate),
};

/** All rules that are data. Rows of one id follow each other in time and never overlap. */
export const ruleBook = z.object({
  /** SHA-256 of the tables, lower-case hex: the same rules have the same version everywhere. */
  version: z.string().regex(/^[0-9a-f]{64}$/),
  ...ruleTables,
});
export type RuleBook = z.infer<typeof ruleBook>;

export const ruleRequests = {
  /** The rules this hall works by; they change with a restart of the hall alone. */
  'rules.read': request({ needs: 'session.use', input: z.strictObject({}), output: z.object({ book: ruleBook }) }),
};
