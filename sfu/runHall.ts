import { startHall, type RunningHall } from './compose.ts';
import { ConfigError, loadConfig } from './config/loadConfig.ts';
import { createLogger } from './observability/logger.ts';
import { StorageError } from './persistence/storageFolder.ts';

/** A stop that takes longer than this is cut short, ms. */
const STOP_WITHIN_MS = 3_000;
const EXIT_FAILED = 1;
const EXIT_BAD_CONFIG = 2;

async function begin(): Promise<void> {
  const config = loadConfig();
  const log = createLogger({ level: config.logLevel });
  for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
    process.on(event, (error: unknown) => {
      log.fatal({ err: error }, event);
      process.exit(EXIT_FAILED);
    });
  }
  const hall = await startHall(config, { log }).catch((error: unknown) => {
    if (!(error instanceof StorageError)) {
      log.fatal({ err: error }, 'the hall cannot start');
    }
    throw error;
  });
  stopOnSignals(hall);
  process.stderr.write(`执行指挥中心已启动:${hall.url}\nCA 指纹(SHA-256):${hall.caFingerprint}\n`);
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

/** One line for a person; the stack of what is no matter of settings is in the log. */
function explain(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const taken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
  return (taken ? `the address is taken: ${message}` : message).replace(/\s*\n\s*/g, ' ');
}

/** Runs the hall until it is told to stop; ends the process with 2 for a wrong setting, with 1 for any other failure. */
export async function runHall(): Promise<void> {
  try {
    await begin();
  } catch (error) {
    process.stderr.write(`${explain(error)}\n`);
    process.exit(error instanceof ConfigError ? EXIT_BAD_CONFIG : EXIT_FAILED);
  }
}
