import { courtName } from '#domain/courts/courtName.ts';
import type { Mark, Verdict } from '#protocol/scenario/score.ts';
import type { ScenarioResult } from './runScenario.ts';

const WORDS: Readonly<Record<Verdict, string>> = { met: '按时', late: '超时', outOfOrder: '次序不对', missed: '未做', blocked: '前一步未做' };

/** What a person reads at the end. */
export function describeResult({ drill, report, checks, figures, faults, state }: ScenarioResult): string {
  const court = (code: string) => courtName(state.courts, code as never).replace(/人民法院$/, '');
  const line = ({ verdict, points, weight, reactionMs, title, courtCode, by }: Mark) =>
    `  ${WORDS[verdict].padEnd(6, '　')}${`${Math.round(points * 10) / 10}/${weight}`.padStart(8)}  ${(reactionMs === null ? '—' : `${Math.round(reactionMs / 1_000)} 秒`).padStart(8)}  ${title}（${court(courtCode)}${by === null ? '' : `，${by.name}`}）`;
  return [
    `\n${drill.title}：${report.total} 分`,
    ...report.marks.map(line),
    ...(checks.length === 0 ? [] : ['系统自身：', ...checks.map(({ ok, says, fault }) => `  ${ok ? '符合' : '不符'}  ${says}${ok ? '' : `：${fault}`}`)]),
    ...figures.map(({ says, counters, ok }) => `${says}：${Object.entries(counters).map(([counter, { wanted, actual }]) => `${counter} ${actual}${actual === wanted ? '' : `（应为 ${wanted}）`}`).join('，')}${ok ? '' : '  不符'}`),
    ...(faults.length === 0 ? [] : ['没有照脚本做成的：', ...faults.map((fault) => `  ${fault}`)]),
  ].join('\n');
}

/** For programs. */
export function resultJson({ drill, report, checks, figures, faults }: ScenarioResult): unknown {
  return { drill, report, checks, figures, faults };
}
