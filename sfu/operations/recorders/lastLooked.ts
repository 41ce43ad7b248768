import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Logger } from 'pino';

const EVERY_MS = 1_000;

/**
 * When the hall last looked at the recorders, hall time, in a file: a hall that was killed cannot say when it stopped looking.
 * Written without waiting for the disk; it has to outlive the process, not the machine.
 */
export class LastLooked {
  readonly #file: string;
  readonly #timer: NodeJS.Timeout;
  readonly #keep: () => void;
  /** Of the run before; null where that is not known. */
  readonly before: number | null;

  constructor({ folder, looking, logger }: { readonly folder: string; readonly looking: () => number | null; readonly logger: Logger }) {
    this.#file = path.join(folder, 'recorders.seen');
    this.before = readTime(this.#file);
    this.#keep = () => {
      const at = looking();
      try {
        if (at !== null) {
          this.#write(at);
        }
      } catch (error) {
        logger.debug({ err: error }, 'the time of the last look at the recorders was not kept');
      }
    };
    this.#timer = setInterval(this.#keep, EVERY_MS).unref();
  }

  /** Idempotent. */
  close(): void {
    clearInterval(this.#timer);
    this.#keep();
  }

  #write(at: number): void {
    const fresh = `${this.#file}.new`;
    writeFileSync(fresh, String(at), { mode: 0o600 });
    renameSync(fresh, this.#file);
  }
}

function readTime(file: string): number | null {
  try {
    const at = Number(readFileSync(file, 'utf8'));
    return Number.isSafeInteger(at) && at > 0 ? at : null;
  } catch {
    return null;
  }
}
