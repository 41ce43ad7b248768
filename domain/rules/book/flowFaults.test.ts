import { describe, expect, it } from 'vitest';
import { flow, taskItem, type Flow, type TaskItem } from '#protocol/tasks/flows.ts';
import { BOOK, SMALL_FLOW } from '../../tasks/taskRig.ts';
import { bookFaults } from './bookFaults.ts';

type Loose<Row> = { -readonly [Key in keyof Row]: Row[Key] };
type Step = Loose<Flow['steps'][number]>;

const [SMALL_ITEM] = BOOK.items;

/** What is wrong with the small flow and its item after a change to them. */
function faultsAfter(change: (flow: Loose<Flow>, item: Loose<TaskItem>) => void): string[] {
  const changed = flow.parse(SMALL_FLOW);
  const item = taskItem.parse(SMALL_ITEM);
  change(changed, item);
  return bookFaults({ ...BOOK, flows: [flow.parse(changed)], items: [taskItem.parse(item)] }).map(({ table, field, problem }) => `${table} ${field} ${problem}`);
}

const step = ({ steps }: Loose<Flow>, id: string): Step => steps.find((one) => one.id === id)!;
const state = ({ states }: Loose<Flow>, id: string) => states.find((one) => one.id === id)!;
const clock = ({ clocks }: Loose<Flow>) => clocks[0]!;

describe('the small flow', () => {
  it('has no fault', () => expect(faultsAfter(() => {})).toEqual([]));
});

describe('a fault of a flow', () => {
  it.each<[string, Parameters<typeof faultsAfter>[0], string]>([
    ['a state that is not there', (of) => void (step(of, 'approve').to = 'sentt'), 'flows steps.approve 没有状态“sentt”'],
    ['a start that is not there', (of) => void (of.start = 'begin'), 'flows start 没有状态“begin”'],
    ['a start that is an end', (of) => void (of.start = 'done'), 'flows start 起始状态不能是终结状态'],
    ['two states of one id', (of) => of.states.push(state(of, 'draft')), 'flows states “draft”出现两次'],
    ['two steps of one id', (of) => of.steps.push(step(of, 'reject')), 'flows steps “reject”出现两次'],
    ['a paper that is not there', (of) => void (step(of, 'report').papers = ['recipt']), 'flows steps.report 没有文书“recipt”'],
    ['an item that is not its own', (of) => void (step(of, 'approve').when = { items: ['seal'] }), 'flows steps.approve 本流程没有事项“seal”'],
    ['a state that nobody gets into', (of) => void (step(of, 'extend').to = 'working'), 'flows states.extending 没有步骤能到“申请延期”'],
    ['a dead end for one sort of task', (of) => void (step(of, 'approve').when = { province: 'same', urgent: false }), 'flows states.draft “草稿”走不到终结状态（事项“freeze”，高院发往省内，紧急）'],
    ['nobody holds it', (of) => void (state(of, 'sent').holder = null), 'flows states.sent 没有终结，却不归任何一方办理'],
    ['its holder can do nothing', (of) => void (state(of, 'sent').holder = 'from'), 'flows states.sent 归“from”办理，却没有该方可走的步骤'],
    ['an end that looks alive', (of) => void (state(of, 'returned').tone = 'active'), 'flows states.returned 终结状态的色调应为 done 或 void'],
    ['an approval without approving', (of) => void (state(of, 'sent').approval = true), 'flows states.sent 等待审批，却没有审批步骤'],
    ['an end that may be edited', (of) => void (state(of, 'done').editable = true), 'flows states.done 只有归发起方'],
    ['an approver who may not', (of) => void (step(of, 'approve').by = [{ side: 'from', roles: ['clerk'] }]), 'flows steps.approve “clerk”没有审批权限'],
    ['somebody who does not see tasks', (of) => void (step(of, 'receive').by = [{ side: 'to', roles: ['director'] }]), 'flows steps.receive “director”看不到任务'],
    ['an author who may not', (of) => void (of.authors = ['approver']), 'flows authors “approver”没有发起任务的权限'],
    ['an assignee whom nobody names', (of) => void (step(of, 'receive').assignee = false), 'flows steps.report 限承办人办理，却没有指定承办人的步骤'],
    ['back and away at once', (of) => void (step(of, 'grant').to = 'working'), 'flows steps.grant 返回原状态（back）的步骤不能另有去向（to）'],
    ['a grant of no days', (of) => void delete step(of, 'grant').days, 'flows steps.grant 同意延期须填天数'],
    ['a step that happens of itself and is signed', (of) => void (step(of, 'lapse').signature = true), 'flows steps.lapse 自动发生的步骤不能要求签名'],
    ['a step that no clock brings', (of) => void (of.clocks = []), 'flows steps.lapse 自动发生的步骤没有期限引用'],
    ['a clock in a state that is not there', (of) => void (clock(of).runsIn = ['sending']), 'flows clocks.receipt 没有状态“sending”'],
    ['a clock that runs and stands', (of) => void (clock(of).pausedIn = ['sent']), 'flows clocks.receipt “sent”既计时又停计'],
    ['a clock that lapses where it cannot', (of) => void (clock(of).runsIn = ['sent', 'working']), 'flows clocks.receipt 到期时在“working”走不到“lapse”'],
    ['a clock that lapses by a person', (of) => void (clock(of).lapseStep = 'return'), 'flows clocks.receipt “return”不是自动发生的步骤'],
    ['a clock of no length', (of) => void Object.assign(of, { limitDays: null, clocks: [{ ...clock(of), period: null }] }), 'flows clocks.receipt 没有时长'],
    ['a clock until a day that nobody says', (of) => void (clock(of).until = 'bank'), 'flows clocks.receipt “bank”应为表单或结果中的非个人日期字段'],
    ['two clocks of one id at a time', (of) => of.clocks.push(clock(of)), 'flows clocks 与第 1 行同为“receipt”，有效期重叠'],
    ['a preset outside of the limit', (of) => void (of.limitDays = { min: 10, max: 20, preset: 30 }), 'flows limitDays 应为 min ≤ preset ≤ max'],
    ['nowhere to go', (of) => void (of.reach = { courts: 'none', outside: false }), 'flows reach 哪里都不能发往'],
    ['a result that is personal', (of) => void (of.results[0]!.personal = true), 'flows results.frozenAmount 结果会记入日志'],
    ['a result that is chosen from nothing', (of) => void (of.results[0]!.kind = 'choice'), 'flows results.frozenAmount 选项与类型不符'],
  ])('%s', (_, change, words) => {
    expect(faultsAfter(change).join('\n')).toContain(words);
  });

  it('shows in two flows of one mark', () => {
    expect(bookFaults({ ...BOOK, flows: [SMALL_FLOW, { ...SMALL_FLOW, id: 'other' }], items: [SMALL_ITEM!, { ...SMALL_ITEM!, id: 'otherFreeze', flowId: 'other' }] })).toEqual([{ table: 'flows', row: 1, field: 'mark', problem: '与第 1 行同为“委”，有效期重叠' }]);
  });
});

describe('a fault of an item', () => {
  const field = (item: Loose<TaskItem>, more: object) => item.fields.push({ ...item.fields[1]!, id: 'extra', ...more });

  it.each<[string, Parameters<typeof faultsAfter>[0], string]>([
    ['a flow that is not there', (_, item) => void (item.flowId = 'big'), 'items flowId 没有流程“big”'],
    ['a flow that nobody can begin', (_, item) => void (item.flowId = 'big'), 'flows id 没有任何事项，无法发起'],
    ['a paper that is not there', (_, item) => item.papers.push({ paperId: 'ruling', required: true }), 'items papers 没有文书“ruling”'],
    ['two fields of one id', (_, item) => field(item, { id: 'bank' }), 'items fields “bank”出现两次'],
    ['a condition on nothing', (_, item) => field(item, { onlyWith: { field: 'kind', values: ['a'] } }), 'items fields.extra 没有可供判断的字段“kind”'],
    ['a condition on a text', (_, item) => field(item, { onlyWith: { field: 'bank', values: ['a'] } }), 'items fields.extra “bank”既非选择也非是否'],
    ['bounds of a text', (_, item) => field(item, { min: 1 }), 'items fields.extra 只有 number、money 有大小范围'],
    ['a date after a text', (_, item) => field(item, { kind: 'date', notBefore: 'bank' }), 'items fields.extra “bank”与本字段应同为日期'],
  ])('%s', (_, change, words) => {
    expect(faultsAfter(change).join('\n')).toContain(words);
  });
});
