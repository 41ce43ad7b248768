import { execFile, spawnSync } from 'node:child_process';
import { promisify } from 'node:util';

/** Why nothing can be compiled here, and what to do about it; null when it can. */
export function missingCompiler(): string | null {
  return spawnSync('gcc', ['--version'], { stdio: 'ignore' }).error === undefined ? null : 'there is no C compiler (apt-get install -y gcc libc6-dev)';
}

/** Compiles one C file. Errors: what the compiler says. */
export async function compile({ source, into, flags = [] }: { source: string; into: string; flags?: readonly string[] }): Promise<void> {
  await promisify(execFile)('gcc', ['-O2', ...flags, '-o', into, source]);
}
