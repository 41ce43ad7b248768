import { startHall, type RunningHall } from './compose.ts';
import { ConfigError, loadConfig } from './config/loadConfig.ts';
import type { FirstAdministrator } from './identity/firstAdministrator.ts';
import { explain } from './commands/explain.ts';
import { BrokenLogError } from './log/faults.ts';
import { createLogger } from './observability/logger.ts';
import { StorageError } from './persistence/storageFolder.ts';
import { commandWords, UsageError } from './ports/commandWords.ts';
import { RuleBookError } from './rules/readRuleBook.ts';

/** A stop that takes longer than this is cut short, ms. */
const STOP_WITHIN_MS = 3_000;
const EXIT_FAILED = 1;
const EXIT_BAD_CONFIG = 2;

const USAGE = `用法：npm run hall
启动大厅，直到 Ctrl-C 或 SIGTERM。没有命令行参数：设置写在存储目录的 hall.json 里，或用 HALL_… 环境变量给出，
全部设置见 docs/configuration.md，日常操作与故障处理见 docs/runbook.md。
`;

async function begin(): Promise<void> {
  const { values } = commandWords({ args: process.argv.slice(2), options: { help: { type: 'boolean', short: 'h', default: false } } });
  if (values.help) {
    process.stdout.write(USAGE);
    return;
  }
  const config = loadConfig();
  const log = createLogger({ level: config.logLevel });
  for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
    process.on(event, (error: unknown) => {
      log.fatal({ err: error }, event);
      process.exit(EXIT_FAILED);
    });
  }
  const hall = await startHall(config, { log, checkOutputs: false }).catch((error: unknown) => {
    // Those are a matter for the operator, who is told in one line; the rest may need its stack.
    if (!(error instanceof StorageError) && !(error instanceof BrokenLogError) && !(error instanceof RuleBookError)) {
      log.fatal({ err: error }, 'the hall cannot start');
    }
    throw error;
  });
  stopOnSignals(hall);
  process.stderr.write(`执行指挥中心已启动:${hall.url}\nCA 指纹(SHA-256):${hall.caFingerprint}\n`);
  if (hall.firstAdministrator !== null) {
    process.stderr.write(firstAdministratorBox(hall.firstAdministrator));
  }
}

/** The one-time password goes to whoever sits before the hall's machine, and nowhere else: not into the log, not onto the disk. */
function firstAdministratorBox({ username, password }: FirstAdministrator): string {
  const rule = '═'.repeat(64);
  return [
    '',
    `╔${rule}`,
    '║ 首次启动:已建立系统管理员账号,一次性密码只显示这一次,请立即登录并修改。',
    '║ First start: sign in with this one-time password and change it. It is not shown again.',
    '║',
    `║   用户名 / user name:  ${username}`,
    `║   密码 / password:     ${password}`,
    `╚${rule}`,
    '',
  ].join('\n');
}

function stopOnSignals(hall: RunningHall): void {
  let stopping = false;
  const stop = (signal: NodeJS.Signals) => {
    if (stopping) {
      hall.log.warn({ signal }, 'stopped at once');
      process.exit(EXIT_FAILED);
    }
    stopping = true;
    hall.log.info({ signal }, 'hall stops');
    setTimeout(() => {
      hall.log.error('the stop took too long and was cut short');
      process.exit(EXIT_FAILED);
    }, STOP_WITHIN_MS).unref();
    hall.close().then(
      () => {
        hall.log.info('hall stopped');
        process.exit(0);
      },
      (error: unknown) => {
        hall.log.error({ err: error }, 'the stop failed');
        process.exit(EXIT_FAILED);
      },
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}

/** Runs the hall until it is told to stop; ends the process with 2 for a wrong setting, with 1 for any other failure. */
export async function runHall(): Promise<void> {
  try {
    await begin();
  } catch (error) {
    process.stderr.write(`${explain(error)}\n`);
    process.exit(error instanceof ConfigError || error instanceof RuleBookError || error instanceof UsageError ? EXIT_BAD_CONFIG : EXIT_FAILED);
  }
}
