import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { scenario as scenarioSchema, type Scenario } from '#protocol/scenario/scenario.ts';
import { scenarioFaults } from '#domain/drills/scenarioFaults.ts';
import { UsageError } from '../../sfu/ports/commandWords.ts';

const SHIPPED = path.resolve(import.meta.dirname, '../../assets/scenarios');

/** A scenario by its file, or one that is shipped by its id. Errors: UsageError. */
export async function readScenario(fileOrId: string): Promise<Scenario> {
  const file = /^[a-z0-9-]+$/.test(fileOrId) ? path.join(SHIPPED, `${fileOrId}.scenario.json`) : fileOrId;
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new UsageError(`读不到脚本 ${file}`, { cause });
  });
  const parsed = scenarioSchema.safeParse(jsonOf(text, file));
  if (!parsed.success) {
    throw new UsageError([`脚本 ${file} 的格式不对：`, ...parsed.error.issues.slice(0, 20).map(({ path: at, message }) => `  ${at.join('.')}：${message}`)].join('\n'));
  }
  const faults = scenarioFaults(parsed.data);
  if (faults.length > 0) {
    throw new UsageError([`脚本 ${file} 前后矛盾：`, ...faults.map((fault) => `  ${fault}`)].join('\n'));
  }
  return parsed.data;
}

function jsonOf(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new UsageError(`脚本 ${file} 不是 JSON：${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}
