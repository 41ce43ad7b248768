// @ts-check
/** @import { Progress } from '../part.ts' */

/** Where lines cannot be replaced (a log, a pipe), an update is printed at most this often. */
const thinnedToMs = 5_000;

/**
 * Progress on a stream: one line that changes on a terminal, a line now and then elsewhere.
 *
 * @param {{ write(text: string): unknown, isTTY?: boolean | undefined, columns?: number | undefined }} [stream]
 * @param {() => number} [now]
 * @returns {Progress}
 */
export function streamProgress(stream = process.stderr, now = Date.now) {
  let open = false;
  let printedAt = -Infinity;
  const settle = () => {
    if (open) stream.write('\n');
    open = false;
  };
  return {
    say(line) {
      settle();
      stream.write(`set-up: ${line}\n`);
      printedAt = now();
    },
    update(line) {
      if (stream.isTTY) {
        stream.write(`\r\u001b[K${`set-up: ${line}`.slice(0, (stream.columns ?? 80) - 1)}`);
        open = true;
      } else if (now() - printedAt >= thinnedToMs) {
        stream.write(`set-up: ${line}\n`);
        printedAt = now();
      }
    },
    settle,
  };
}
