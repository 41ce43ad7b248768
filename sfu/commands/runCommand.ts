import { ConfigError } from '../config/loadConfig.ts';
import { explain } from './explain.ts';
import { UsageError } from '../ports/commandWords.ts';

const EXIT_CANNOT = 1;
const EXIT_BAD_WORDS = 2;

/** Runs one command line: prints what it comes to, or one sentence why it does not; ends with 2 for wrong words or settings, with `cannot` for the rest. */
export async function runCommand(
  usage: string,
  run: (args: readonly string[]) => Promise<string>,
  { cannot = EXIT_CANNOT }: { readonly cannot?: number } = {},
): Promise<void> {
  const args = process.argv.slice(2);
  if (args.some((word) => word === '--help' || word === '-h')) {
    process.stdout.write(`${usage.trimEnd()}\n`);
    return;
  }
  try {
    process.stdout.write(`${await run(args)}\n`);
  } catch (error) {
    const asked = error instanceof UsageError;
    process.stderr.write(`${explain(error)}\n${asked ? '全部用法：在命令后加 -- --help。\n' : ''}`);
    process.exitCode = asked || error instanceof ConfigError ? EXIT_BAD_WORDS : cannot;
  }
}
