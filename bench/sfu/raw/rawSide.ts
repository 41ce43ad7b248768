import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { endChild, ownChild } from '../../harness/endChild.ts';
import { compile, missingCompiler } from '../compiled.ts';
import { FEED_PORTS, VIEWER_PORTS, VIEWERS } from '../load.ts';
import type { Forwarder, Side } from '../side.ts';

const source = path.join(import.meta.dirname, 'forward.c');

/** The least that forwarding can cost: system calls and nothing else. */
export function rawSide(): Side {
  return {
    name: 'raw UDP in C',
    missing: missingCompiler(),
    build: 'gcc -O2; sends what it got, not encrypted',
    start: startForwarding,
  };
}

async function startForwarding(folder: string): Promise<Forwarder> {
  const program = path.join(folder, 'forward');
  await compile({ source, into: program });
  const child = spawn(program, [VIEWERS, VIEWER_PORTS.from, ...FEED_PORTS].map(String), { stdio: ['ignore', 'pipe', 'inherit'] });
  ownChild(child);
  const [reason] = await Promise.race([once(child.stdout, 'data'), once(child, 'exit')]);
  if (!Buffer.isBuffer(reason)) {
    throw new Error(`the raw forwarder ended at once (code ${String(reason)})`);
  }
  return {
    pid: child.pid ?? 0,
    connect: async (viewers) => {
      await viewers.ask('listen', undefined);
      return [];
    },
    close: () => endChild(child),
  };
}
