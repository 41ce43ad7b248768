import type { components } from './api.generated.ts';
import type { HallClient, Step, Task } from './hallClient.ts';

/** `diligent` does what it is asked, `returning` talks and sends it back, `silent` leaves it. */
export const MANNERS = ['diligent', 'returning', 'silent'] as const;
export type Manner = (typeof MANNERS)[number];
type Open = Task['steps'][number];
type Field = components['schemas']['Flows']['flows'][number]['results'][number];

/** Those nearest the end first, so that nothing is done over and over; what is no part of its work is left to the other side. */
const ORDER: Record<Exclude<Manner, 'silent'>, readonly string[]> = {
  diligent: ['report', 'begin', 'assign', 'receive'],
  returning: ['return', 'receive', 'refuse'],
};

/** What it does next about a task that is its move; null: nothing. */
export async function nextAct(manner: Manner, task: Task, client: HallClient): Promise<(() => Promise<Task>) | null> {
  if (manner === 'silent' || task.from.courtCode === null || task.over) {
    return null;
  }
  const step = ORDER[manner].map((kind) => task.steps.find((open) => open.kind === kind)).find((open) => open !== undefined);
  if (step === undefined) {
    return null;
  }
  const hasTalked = task.history.some(({ what }) => what === 'talked');
  if (step.afterTalk && !hasTalked) {
    return () => client.talk(task, { withName: '委托法院承办人', words: '材料不全，双方同意退回' });
  }
  const filled = await fill(step, task, client);
  return () => client.step(task, filled);
}

async function fill(step: Open, task: Task, client: HallClient): Promise<Step> {
  const flow = (await client.flows()).flows.find(({ id }) => id === task.flowId);
  const missing = step.papers.filter((paperId) => !task.documents.some((document) => document.paperId === paperId));
  const documents = await Promise.all(missing.map(async (paperId) => ({ sha256: await client.put(simplePdf(`${paperId} ${task.taskId}`)), name: `${paperId}.pdf`, paperId })));
  return {
    step: step.step,
    words: step.words === 'none' ? null : '按委托事项办理',
    count: step.days?.min ?? (step.stars ? 5 : null),
    result: step.result ? Object.fromEntries((flow?.results ?? []).flatMap((field) => valueOf(field))) : null,
    documents,
  };
}

function valueOf({ id, kind, required, choices, onlyWith, min }: Field): [string, string | number | boolean][] {
  if (!required || onlyWith !== undefined) return [];
  switch (kind) {
    case 'number':
    case 'money': return [[id, Math.max(min ?? 1, 1)]];
    case 'yesNo': return [[id, true]];
    case 'date': return [[id, new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10)]];
    case 'choice': return [[id, choices[0]?.id ?? '']];
    default: return [[id, '已按委托办理完毕']];
  }
}

/** One empty page, a reader's smallest. */
export function simplePdf(title: string): Buffer {
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>',
    `<< /Title (${title.replaceAll(/[^\x20-\x7e]|[()\\]/g, '')}) >>`,
  ];
  const places: number[] = [];
  let text = '%PDF-1.4\n';
  for (const [index, object] of objects.entries()) {
    places.push(text.length);
    text += `${index + 1} 0 obj\n${object}\nendobj\n`;
  }
  const from = text.length;
  const table = places.map((place) => `${String(place).padStart(10, '0')} 00000 n \n`).join('');
  return Buffer.from(`${text}xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R /Info 4 0 R >>\nstartxref\n${from}\n%%EOF\n`, 'latin1');
}
