import path from 'node:path';
import { MAX_CLOCK_RATE } from '#protocol/nouns/clock.ts';
import { beijingMs, spanMs } from '#domain/drills/spans.ts';
import { commandWords, UsageError } from '../../sfu/ports/commandWords.ts';

export const SCENARIO_USAGE = `用法：
  npm run scenario -- <脚本文件或编号> [选项]      演练、演示或验收一个脚本
  npm run scenario -- clock [--rate N | --advance 00:10:00 | --to 2026-11-24T10:00]   查看或调整演练大厅的时钟（另须 --storage、--hall）
随附的脚本：yejian-jizhong-zhixing-3lu-65an（夜间集中执行 3路65案）、shanqu-yuzu-qiuyuan（山区遇阻求援）
  --play-staff      由脚本扮演值班人员；不写则由真人在席位上处置（演练）
  --nobody          席位有人而无人处置，看系统自己会怎样
  --rate N          时钟快慢，1 至 60；默认 1
  --fast            能多快就多快（验收）；须与 --play-staff 或 --nobody 一起写
  --pictures        单兵推送真实编码的模拟画面
  --hall <url>      已在运行的演练大厅；不写则自备一个，演完即撤
  --storage <目录>  该大厅的存储目录
  --outside <端口|url>  模拟外部系统：写端口则由本命令提供，写地址则用已有的；大厅的 connectors 须指向它
  --report <文件>   把结果写成 JSON`;

export type ScenarioOptions = {
  readonly file: string;
  readonly staff: 'played' | 'nobody' | 'drill';
  readonly rate: number | 'stepped';
  readonly pictures: boolean;
  /** Null: one of its own. */
  readonly hall: { readonly url: string; readonly storageDir: string; /** A number: served by this program on that port. */ readonly outside: number | string | null } | null;
  readonly reportFile: string | null;
};

/** `null`: only read it. */
export type ClockOptions = { readonly url: string; readonly storageDir: string; readonly steering: { rate: number } | { advanceMs: number } | { advanceTo: number } | null };

/** Errors: UsageError. */
export function readScenarioOptions(args: readonly string[]): ScenarioOptions | { readonly clock: ClockOptions } {
  const { values, positionals } = commandWords({
    args: [...args],
    allowPositionals: true,
    options: {
      'play-staff': { type: 'boolean', default: false },
      nobody: { type: 'boolean', default: false },
      rate: { type: 'string' },
      fast: { type: 'boolean', default: false },
      pictures: { type: 'boolean', default: false },
      hall: { type: 'string' },
      storage: { type: 'string' },
      outside: { type: 'string' },
      report: { type: 'string' },
      advance: { type: 'string' },
      to: { type: 'string' },
    },
  });
  const [file, ...more] = positionals;
  if (file === undefined || more.length > 0) {
    throw new UsageError(file === undefined ? '请写明脚本文件或编号。' : `多余的参数：${more.join(' ')}。`);
  }
  const url = values.hall?.replace(/\/$/, '');
  const storageDir = path.resolve(values.storage ?? 'storage');
  if (file === 'clock') {
    return { clock: { url: url ?? 'https://127.0.0.1:8443', storageDir, steering: steeringOf(values) } };
  }
  if (values['play-staff'] && values.nobody) {
    throw new UsageError('--play-staff 与 --nobody 只能写一个。');
  }
  const staff = values['play-staff'] ? 'played' : values.nobody ? 'nobody' : 'drill';
  if (values.fast && (staff === 'drill' || values.rate !== undefined)) {
    throw new UsageError('--fast 须与 --play-staff 或 --nobody 一起写，且不写 --rate。');
  }
  if (url === undefined && staff === 'drill') {
    throw new UsageError('真人演练须用 --hall 和 --storage 指定正在运行的演练大厅（HALL_EXERCISE=true），供席位接入。');
  }
  return {
    file,
    staff,
    rate: values.fast ? 'stepped' : rateOf(values.rate ?? '1', 60),
    // A hall of its own has real ears: a camera that sends nothing is none to it.
    pictures: values.pictures || url === undefined,
    hall: url === undefined ? null : { url, storageDir, outside: outsideOf(values.outside) },
    reportFile: values.report === undefined ? null : path.resolve(values.report),
  };
}

function steeringOf({ rate, advance, to }: { readonly rate?: string | undefined; readonly advance?: string | undefined; readonly to?: string | undefined }): ClockOptions['steering'] {
  if (rate !== undefined) {
    return { rate: rateOf(rate, MAX_CLOCK_RATE) };
  }
  if (advance !== undefined) {
    if (!/^\d{1,3}:[0-5]\d:[0-5]\d$/.test(advance)) {
      throw new UsageError('--advance 应如 00:10:00。');
    }
    return { advanceMs: spanMs(advance) };
  }
  if (to !== undefined) {
    const advanceTo = beijingMs(to);
    if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(to) || Number.isNaN(advanceTo)) {
      throw new UsageError('--to 应为北京时间，如 2026-11-24T10:00。');
    }
    return { advanceTo };
  }
  return null;
}

function outsideOf(text: string | undefined): number | string | null {
  if (text === undefined) {
    return null;
  }
  const port = Number(text);
  if (Number.isInteger(port) && port > 0 && port < 65_536) {
    return port;
  }
  if (!/^https?:\/\//.test(text)) {
    throw new UsageError('--outside 应为端口或地址，如 18460 或 http://127.0.0.1:18460。');
  }
  return text.replace(/\/$/, '');
}

function rateOf(text: string, most: number): number {
  const rate = Number(text);
  if (!(rate >= 0 && rate <= most)) {
    throw new UsageError(`--rate 应为 0 至 ${most} 的数。`);
  }
  return rate;
}
