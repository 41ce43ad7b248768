import { spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import { startUpward } from '../../testing/upwardRig.ts';

const SCENARIO = path.resolve(import.meta.dirname, '../../../tests/gb28181/platformAbove.xml');
const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

it('sipp as the platform above lets the hall in by its digest', async () => {
  const socket = createSocket('udp4');
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const { port } = socket.address();
  await new Promise<void>((resolve) => socket.close(resolve));
  const folder = mkdtempSync(path.join(tmpdir(), 'sipp-above-'));
  cleanups.push(() => rmSync(folder, { recursive: true, force: true }));
  const sipp = spawn('sipp', ['-sf', SCENARIO, '-i', '127.0.0.1', '-p', String(port), '-m', '1', '-nostdin', '-timeout', '15', '-timeout_error'], { cwd: folder, stdio: 'ignore' });
  cleanups.push(() => sipp.kill('SIGKILL'));
  const ended = once(sipp, 'exit');
  const hall = await startUpward({ port });
  cleanups.push(() => hall.close());
  await vi.waitFor(() => expect(hall.upward.platforms()[0]?.state).toBe('registered'), { timeout: 15_000 });
  expect((await ended)[0]).toBe(0);
}, 20_000);
