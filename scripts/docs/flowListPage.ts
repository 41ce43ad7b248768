import path from 'node:path';
import zhRoles from '../../assets/locales/zh-CN/roles.json' with { type: 'json' };
import type { Period } from '#protocol/rules/timeLimits.ts';
import type { Flow, FlowClock, FlowStep } from '#protocol/tasks/flows.ts';
import { readRuleBook } from '../../sfu/rules/readRuleBook.ts';

const SIDES = { from: '发起方', to: '受托方', upper: '共同上级', high: '高院', hall: '自动' } as const;
const PERSONS = { author: '（发起人）', assignee: '（承办人）', notAuthor: '（非发起人）' } as const;
const UNITS: Record<Period['unit'], string> = { minutes: '分钟', hours: '小时', days: '日', workdays: '个工作日', months: '个月', years: '年' };

/** The flows that ship, as tables for whoever checks them with a pencil. */
export function flowListPage(): string {
  const book = readRuleBook(path.resolve(import.meta.dirname, '../../assets/rules'));
  const itemName = (id: string) => book.items.find((item) => item.id === id)?.name ?? id;
  const partOf = (flow: Flow) => [
    `## ${flow.name} · ${flow.nameEn}`,
    `\`${flow.id}\`，编号字“${flow.mark}”。出处：${flow.source}${flow.verified ? '' : '（未核对原文）'}。${flow.limitDays === null ? '' : `办理期限 ${flow.limitDays.min} 至 ${flow.limitDays.max} 个工作日，缺省 ${flow.limitDays.preset}。`}`,
    `事项：${book.items.filter(({ flowId }) => flowId === flow.id).map(({ name }) => name).join('、')}。`,
    table(['步骤', '从', '到', '谁', '须有'], flow.steps.map((step) => [step.name, step.from.map((id) => nameOf(flow, id)).join('、'), step.back ? '原状态' : step.to === null ? '不变' : nameOf(flow, step.to), step.by.map(({ side, roles, person }) => `${SIDES[side]}${side === 'hall' ? '' : `：${roles.map((role) => zhRoles[role]).join('、')}`}${person === undefined ? '' : PERSONS[person]}`).join('；'), [...(step.when === undefined ? [] : [`限${conditionOf(step.when, itemName).join('、')}`]), needsOf(step).join('、')].filter(Boolean).join('；')])),
    table(['期限', '计时的状态', '时长', '到期后', '规定'], flow.clocks.map((clock) => [clock.name, clock.runsIn.map((id) => nameOf(flow, id)).join('、') + (clock.pausedIn.length === 0 ? '' : `；${clock.pausedIn.map((id) => nameOf(flow, id)).join('、')}停计`), lengthOf(clock), afterOf(flow, clock), `${clock.article}。${clock.source}${clock.verified ? '' : '（未核对原文）'}`])),
  ].join('\n\n');
  return ['# 随附的流程 · The flows that ship', '由 `npm run docs` 按 `assets/rules/flows.json` 生成，请勿手改；怎样加一种流程见 [flows.md](flows.md)。', ...book.flows.map(partOf), ''].join('\n\n');
}

function nameOf({ states }: Flow, id: string): string {
  return states.find((state) => state.id === id)?.name ?? id;
}

function needsOf({ reason, signature, assignee, court, days, papers, itemPapers, results, afterTalk, stars, numbers }: FlowStep): string[] {
  return [
    ...(reason === 'required' ? ['理由'] : []),
    ...(afterTalk ? ['沟通记录'] : []),
    ...(itemPapers || papers.length > 0 ? ['材料'] : []),
    ...(results ? ['结果'] : []),
    ...(assignee ? ['承办人'] : []),
    ...(court ? ['受移送法院'] : []),
    ...(days === undefined ? [] : [`${days.min} 至 ${days.max} 天`]),
    ...(stars ? ['星级'] : []),
    ...(signature ? ['签名'] : []),
    ...(numbers ? ['（编号）'] : []),
  ];
}

function conditionOf({ province, fromOutside, urgent, items, notItems, fromLevels }: NonNullable<FlowStep['when']>, itemName: (id: string) => string): string[] {
  const levels = { high: '高院', intermediate: '中院', basic: '基层院' };
  return [
    ...(province === undefined ? [] : [province === 'same' ? '省内' : '跨省']),
    ...(fromOutside === undefined ? [] : [fromOutside ? '外省发来' : '本省发起']),
    ...(urgent === undefined ? [] : [urgent ? '紧急' : '不紧急']),
    ...(fromLevels === undefined ? [] : [`${fromLevels.map((level) => levels[level]).join('或')}发起`]),
    ...(items === undefined ? [] : [items.map(itemName).join('、')]),
    ...(notItems === undefined ? [] : [`除${notItems.map(itemName).join('、')}以外的事项`]),
  ];
}

function lengthOf({ period, urgentPeriod, until }: FlowClock): string {
  const words = ({ count, unit }: Period) => `${count} ${UNITS[unit]}`;
  return `${until === undefined ? '' : '表单载明的日期，否则 '}${period === null ? '选定的办理期限' : words(period)}${urgentPeriod === null ? '' : `，紧急 ${words(urgentPeriod)}`}`;
}

function afterOf({ steps }: Flow, { escalatesEvery, lapseStep }: FlowClock): string {
  const lapse = steps.find(({ id }) => id === lapseStep);
  return [...(escalatesEvery === null ? [] : [`逐级报上级，每 ${escalatesEvery.count} ${UNITS[escalatesEvery.unit]}`]), ...(lapse === undefined ? [] : [lapse.name])].join('；');
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
