import type { Flow, FlowClock, FlowStep } from '#protocol/tasks/flows.ts';
import { CAPABILITIES_OF_ROLE } from '../../access/roles.ts';
import { fieldFaults } from './fieldFaults.ts';
import { pathFaults } from './flowPaths.ts';
import { overlaps } from './overlaps.ts';
import { repeatedIds, unknownIds, type RowFault, type RuleFault, type RuleTables } from './ruleFault.ts';

/** Names in the flows that name nothing, states that nobody gets into or out of, steps and clocks that cannot happen. */
export function flowFaults({ flows, items, papers }: RuleTables): RuleFault[] {
  return flows.flatMap((flow, row) => {
    const own = items.filter(({ flowId }) => flowId === flow.id);
    const itemIds = [...new Set(own.map(({ id }) => id))];
    const faults = [
      ...wholeFaults(flow, itemIds),
      ...flow.states.flatMap((state) => stateFaults(flow, state).map((problem) => ({ field: `states.${state.id}`, problem }))),
      ...flow.steps.flatMap((step) => stepFaultsOf(flow, step, { papers, itemIds }).map((problem) => ({ field: `steps.${step.id}`, problem }))),
      ...flow.clocks.flatMap((clock) => clockFaults(flow, clock, own.flatMap(({ fields }) => fields)).map((problem) => ({ field: `clocks.${clock.id}`, problem }))),
      ...fieldFaults('results', flow.results),
      // A form is parted before it is kept, a result is not.
      ...flow.results.filter(({ personal }) => personal).map(({ id }) => ({ field: `results.${id}`, problem: '结果会记入日志，不能有个人信息字段（personal）' })),
    ];
    // Paths are walked by names that are known to be right.
    return (faults.length > 0 ? faults : pathFaults(flow, itemIds)).map((fault): RuleFault => ({ table: 'flows', row, ...fault }));
  });
}

function wholeFaults({ states, steps, clocks, start, reach, limitDays, authors }: Flow, itemIds: readonly string[]): RowFault[] {
  return [
    ...repeatedIds('states', states),
    ...repeatedIds('steps', steps),
    ...overlaps(clocks, 'clocks', ({ id }) => id).map(({ problem }) => ({ field: 'clocks', problem })),
    ...unknownIds([start], states).map((id) => ({ field: 'start', problem: `没有状态“${id}”` })),
    ...(states.some(({ id, over }) => id === start && over) ? [{ field: 'start', problem: '起始状态不能是终结状态' }] : []),
    ...(reach.courts === 'none' && !reach.outside ? [{ field: 'reach', problem: '哪里都不能发往' }] : []),
    ...(limitDays !== null && !(limitDays.min <= limitDays.preset && limitDays.preset <= limitDays.max) ? [{ field: 'limitDays', problem: '应为 min ≤ preset ≤ max' }] : []),
    ...(itemIds.length === 0 ? [{ field: 'id', problem: '没有任何事项，无法发起' }] : []),
    ...rolesWithout('tasks.handle', authors).map((role) => ({ field: 'authors', problem: `“${role}”没有发起任务的权限` })),
  ];
}

function stateFaults({ steps }: Flow, { id, over, tone, holder, approval, editable }: Flow['states'][number]): string[] {
  const out = steps.filter(({ from }) => from.includes(id));
  const isEnd = tone === 'done' || tone === 'void';
  return [
    ...(over === isEnd ? [] : [over ? '终结状态的色调应为 done 或 void' : '色调 done、void 只用于终结状态（over）']),
    ...(!over && holder === null ? ['没有终结，却不归任何一方办理（holder）'] : []),
    ...(!over && holder !== null && !out.some(({ by }) => by.some(({ side }) => side === holder)) ? [`归“${holder}”办理，却没有该方可走的步骤`] : []),
    ...(approval && !out.some(({ kind }) => kind === 'approve') ? ['等待审批，却没有审批步骤（kind 为 approve）'] : []),
    ...(editable && (over || holder !== 'from') ? ['只有归发起方、尚未终结的状态才能修改'] : []),
  ];
}

function stepFaultsOf(flow: Flow, step: FlowStep, { papers, itemIds }: { readonly papers: RuleTables['papers']; readonly itemIds: readonly string[] }): string[] {
  const { from, to, back, by, when, kind, days } = step;
  const items = [...(when?.items ?? []), ...(when?.notItems ?? [])];
  const byHall = by.some(({ side }) => side === 'hall');
  const byPeople = by.filter(({ side }) => side !== 'hall');
  const roles = byPeople.flatMap((performer) => performer.roles);
  return [
    ...unknownIds([...from, to ?? undefined], flow.states).map((id) => `没有状态“${id}”`),
    ...unknownIds(step.papers, papers).map((id) => `没有文书“${id}”`),
    ...items.filter((id) => !itemIds.includes(id)).map((id) => `本流程没有事项“${id}”`),
    ...(when?.items?.some((id) => when.notItems?.includes(id)) === true ? ['同一事项既要又不要（items、notItems）'] : []),
    ...(back && to !== null ? ['返回原状态（back）的步骤不能另有去向（to）'] : []),
    ...(days !== undefined && days.min > days.max ? ['天数应为 min ≤ max'] : []),
    ...(kind === 'grant' && days === undefined ? ['同意延期须填天数（days）'] : []),
    ...(byHall && byPeople.length > 0 ? ['自动发生的步骤（hall）不能同时由人办理'] : []),
    ...(byHall && !flow.clocks.some(({ lapseStep }) => lapseStep === step.id) ? ['自动发生的步骤没有期限引用（lapseStep）'] : []),
    ...(byHall && (step.signature || step.assignee || step.court || days !== undefined || step.stars || step.results || step.afterTalk || step.itemPapers || step.papers.length > 0) ? ['自动发生的步骤不能要求签名、材料、结果等'] : []),
    ...(by.some(({ person }) => person === 'assignee') && !flow.steps.some(({ assignee }) => assignee) ? ['限承办人办理，却没有指定承办人的步骤'] : []),
    ...rolesWithout('tasks.read', roles).map((role) => `“${role}”看不到任务`),
    ...(kind === 'approve' ? rolesWithout('tasks.approve', roles).map((role) => `“${role}”没有审批权限`) : []),
  ];
}

function clockFaults(flow: Flow, { runsIn, pausedIn, period, urgentPeriod, extendable, lapseStep, until }: FlowClock, formFields: readonly { readonly id: string; readonly kind: string; readonly personal: boolean }[]): string[] {
  const lapse = flow.steps.find(({ id }) => id === lapseStep);
  const dates = [...flow.results, ...formFields].filter(({ id }) => id === until);
  return [
    ...unknownIds([...runsIn, ...pausedIn], flow.states).map((id) => `没有状态“${id}”`),
    ...unknownIds([lapseStep], flow.steps).map((id) => `没有步骤“${id}”`),
    ...runsIn.filter((id) => pausedIn.includes(id)).map((id) => `“${id}”既计时又停计`),
    ...(period === null && flow.limitDays === null ? ['没有时长：period 为空，流程也没有办理期限（limitDays）'] : []),
    ...(urgentPeriod !== null && urgentPeriod.unit === period?.unit && urgentPeriod.count > period.count ? ['紧急时限比平时还长'] : []),
    ...(extendable && !flow.steps.some(({ kind }) => kind === 'grant') ? ['可以延期，却没有同意延期的步骤（kind 为 grant）'] : []),
    ...(until !== undefined && (dates.length === 0 || dates.some(({ kind, personal }) => kind !== 'date' || personal)) ? [`“${until}”应为表单或结果中的非个人日期字段（until）`] : []),
    ...(until !== undefined && extendable ? ['到某日为止的期限不能按天延长（until、extendable）'] : []),
    ...(lapse !== undefined && !lapse.by.some(({ side }) => side === 'hall') ? [`“${lapse.id}”不是自动发生的步骤（hall）`] : []),
    ...(lapse === undefined ? [] : runsIn.filter((id) => !lapse.from.includes(id)).map((id) => `到期时在“${id}”走不到“${lapse.id}”`)),
  ];
}

function rolesWithout(capability: 'tasks.read' | 'tasks.handle' | 'tasks.approve', roles: readonly Flow['authors'][number][]): string[] {
  return [...new Set(roles)].filter((role) => !CAPABILITIES_OF_ROLE[role].includes(capability));
}
