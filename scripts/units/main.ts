import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { HallPlace } from '../../sfu/commands/openOperator.ts';
import { electronRuntime } from '../setup/index.mjs';
import { enrolFleet, readFleet, writeFleet } from './fleet/fleetStore.ts';
import type { FleetMember } from './fleet/member.ts';
import { planFleet } from './fleet/planFleet.ts';
import { startFleet } from './startFleet.ts';

const USAGE = `用法：npm run units -- [选项]
  --hall <url>       大厅地址，默认 https://127.0.0.1:8443
  --storage <目录>   大厅的存储目录，默认 storage；用于登记单位和读取根证书
  --count <N>        模拟单位总数，默认 6
  --pages <K>        其中以手机页面方式接入的数量，默认 0（需要 Electron）
  --fleet <文件>     已登记单位的 JSON 文件；不存在时登记后写入，默认 <存储目录>/units.json
  --ca <文件>        大厅根证书（PEM），默认 <存储目录>/tls/ca.crt
  --for <秒>         到时自动结束
`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      hall: { type: 'string', default: 'https://127.0.0.1:8443' },
      storage: { type: 'string', default: 'storage' },
      count: { type: 'string', default: '6' },
      pages: { type: 'string', default: '0' },
      fleet: { type: 'string' },
      ca: { type: 'string' },
      for: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(USAGE);
    return;
  }
  const count = wholeNumber(values.count, '--count');
  const pages = Math.min(count, wholeNumber(values.pages, '--pages'));
  const caFile = values.ca ?? join(values.storage, 'tls/ca.crt');
  const caCertificatePem = await readFile(caFile, 'utf8').catch(() => {
    throw new UsageError(`找不到大厅根证书 ${caFile}：请先启动大厅（npm run hall），或用 --ca 指定`);
  });
  const url = values.hall.replace(/\/$/, '');
  const members = await fleetOf({ file: values.fleet ?? join(values.storage, 'units.json'), count, pages, hall: { storageDir: values.storage, url } });
  const fleet = await startFleet({
    hall: { url, caCertificatePem },
    members,
    ...(pages > 0 ? { electron: electronRuntime().executable } : {}),
    log: (message) => process.stdout.write(`${new Date().toISOString()} ${message}\n`),
  });
  process.stdout.write(`${members.length} 个模拟单位正在接入 ${values.hall}；按 Ctrl+C 结束\n`);
  const told = setInterval(() => {
    const online = fleet.states().filter((unit) => unit.online).length;
    process.stdout.write(`${new Date().toISOString()} ${online}/${members.length} 在线\n`);
  }, 10_000);
  await ended(values.for === undefined ? null : wholeNumber(values.for.replace(/s$/, ''), '--for') * 1_000);
  clearInterval(told);
  await fleet.close();
}

/** The fleet in the file as far as it goes, filled up by enrolling. */
async function fleetOf(options: { file: string; count: number; pages: number; hall: HallPlace }): Promise<FleetMember[]> {
  const planned = planFleet(options);
  const kept = (await readFleet(options.file)) ?? [];
  const byName = new Map(kept.map((member) => [member.name, member]));
  const missing = planned.filter(({ name }) => !byName.has(name));
  if (missing.length > 0) {
    for (const member of await enrolFleet(missing, options.hall)) {
      byName.set(member.name, member);
    }
    await writeFleet(options.file, [...byName.values()]);
  }
  return planned.flatMap(({ name }) => byName.get(name) ?? []);
}

function ended(withinMs: number | null): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGTERM', () => resolve());
    process.once('SIGINT', () => resolve());
    // Started by another program over IPC: when that one is gone, nobody is left to end the units.
    process.once('disconnect', () => resolve());
    if (withinMs !== null) {
      setTimeout(resolve, withinMs);
    }
  });
}

class UsageError extends Error {
  override readonly name = 'UsageError';
}

function wholeNumber(text: string, option: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0 || value > 1_000) {
    throw new UsageError(`${option} 须为 0 到 1000 的整数`);
  }
  return value;
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(error instanceof UsageError ? `${error.message}\n${USAGE}` : `${error instanceof Error ? error.stack : String(error)}\n`);
    process.exit(error instanceof UsageError ? 2 : 1);
  },
);
