/** `npm run scenario`: plays a scenario in an exercise hall, as a demo, a drill for staff or an acceptance run; and sets the hall's clock. */
import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { runCommand } from '../sfu/commands/runCommand.ts';
import { beijingTime } from '../sfu/operator/commandLine.ts';
import { startOutside } from './outside/startOutside.ts';
import { describeResult, resultJson } from './scenario/describeResult.ts';
import { openOperatorLink, type ExerciseHall } from './scenario/hall/openLink.ts';
import { readScenarioOptions, SCENARIO_USAGE, type ClockOptions, type ScenarioOptions } from './scenario/options.ts';
import { startOwnHall } from './scenario/ownHall.ts';
import { readScenario } from './scenario/readScenario.ts';
import { runScenario } from './scenario/runScenario.ts';

const STEER_WITHIN_MS = 600_000;
const say = (text: string) => console.log(text);

await runCommand(SCENARIO_USAGE, async (args) => {
  const options = readScenarioOptions(args);
  return 'clock' in options ? steer(options.clock) : play(options);
});

async function play(options: ScenarioOptions): Promise<string> {
  const scenario = await readScenario(options.file);
  const own = options.hall === null ? await startOwnHall() : null;
  const outside = options.hall?.outside ?? null;
  const served = typeof outside === 'number' ? await startOutside({ port: outside }) : null;
  const servedUrl = served === null ? null : `http://127.0.0.1:${served.port}`;
  const ending = new AbortController();
  process.once('SIGINT', () => ending.abort());
  process.once('SIGTERM', () => ending.abort());
  try {
    const hall = own?.hall ?? placeOf(options.hall!);
    const password = `Yl1-${randomBytes(9).toString('base64url')}`;
    say(`${scenario.title}：${hall.url}`);
    if (options.staff === 'drill') {
      say([`参演人员的密码都是 ${password}`, ...scenario.people.map(({ username, name, court, roles }) => `  ${username.padEnd(14)}${name}  ${court}  ${roles.join(',')}`)].join('\n'));
    }
    const { staff, rate, pictures } = options;
    const result = await runScenario({ hall, scenario, staff, rate, pictures, password, outsideUrl: own?.outsideUrl ?? servedUrl ?? (typeof outside === 'string' ? outside : null), say, signal: ending.signal });
    if (options.reportFile !== null) {
      writeFileSync(options.reportFile, `${JSON.stringify(resultJson(result), null, 2)}\n`);
    }
    const isWrong = result.faults.length > 0 || result.checks.some(({ ok }) => !ok) || (staff === 'played' && (result.report.total < 100 || result.figures.some(({ ok }) => !ok)));
    process.exitCode = staff !== 'drill' && isWrong ? 1 : 0;
    return describeResult(result);
  } finally {
    await served?.close();
    await own?.close();
  }
}

async function steer({ url, storageDir, steering }: ClockOptions): Promise<string> {
  const link = await openOperatorLink(placeOf({ url, storageDir }));
  try {
    const { at, rate } = steering === null ? await link.request('clock.read', {}) : await link.request('clock.steer', steering, { timeoutMs: STEER_WITHIN_MS });
    return `演练时钟 ${beijingTime(at)}，${rate === 0 ? '已暂停' : `${rate} 倍速`}`;
  } finally {
    link.close();
  }
}

function placeOf({ url, storageDir }: { readonly url: string; readonly storageDir: string }): ExerciseHall {
  return { url, storageDir, caPem: readFileSync(path.join(storageDir, 'tls/ca.crt'), 'utf8') };
}
