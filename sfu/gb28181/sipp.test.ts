import { execFile, spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { DEVICE, startGateway } from './testing/gatewayRig.ts';

const SCENARIOS = path.resolve(import.meta.dirname, '../../tests/gb28181');
const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

async function freePort(): Promise<number> {
  const socket = createSocket('udp4');
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const { port } = socket.address();
  await new Promise<void>((resolve) => socket.close(resolve));
  return port;
}

async function rig() {
  const hall = await startGateway();
  cleanups.push(() => hall.gateway.close());
  const folder = mkdtempSync(path.join(tmpdir(), 'sipp-'));
  cleanups.push(() => rmSync(folder, { recursive: true, force: true }));
  const port = await freePort();
  const words = (scenario: string, { password = 'secret', transport = 'u1' } = {}): string[] => [
    `127.0.0.1:${hall.gateway.port}`, '-sf', path.join(SCENARIOS, `${scenario}.xml`), '-i', '127.0.0.1', '-p', String(port), '-t', transport, '-s', DEVICE, '-au', DEVICE, '-ap', password, '-nostdin', '-default_behaviors', 'all,-abortunexp',
  ];
  /** Runs one scenario once, as the device; its exit code. */
  const sipp = async (scenario: string, options: { password?: string; transport?: string } = {}): Promise<number> => promisify(execFile)('sipp', [...words(scenario, options), '-m', '1', '-timeout', '5', '-timeout_error'], { cwd: folder, timeout: 25_000 })
    .then(() => 0, (error: { code?: number }) => error.code ?? -1);
  /** Runs one for every request that comes, which are many beside the call; all that it has sent and got. */
  const serve = (scenario: string): (() => string) => {
    const file = path.join(folder, 'messages.log');
    const child = spawn('sipp', [...words(scenario), '-trace_msg', '-message_file', file, '-message_overwrite', 'true'], { cwd: folder, stdio: 'ignore' });
    cleanups.push(() => child.kill('SIGKILL'));
    return () => (existsSync(file) ? readFileSync(file, 'utf8') : '');
  };
  return { ...hall, sipp, serve };
}

describe('sipp as a device', () => {
  it.each(['u1', 't1'])('registers and stays (%s)', async (transport) => {
    const { sipp, here } = await rig();
    expect(await sipp('register', { transport })).toBe(0);
    expect(here()).toBe(1);
    expect(await sipp('keepAlive', { transport })).toBe(0);
  });

  it('is not let in with the wrong password, nor heard', async () => {
    const { sipp, here, told } = await rig();
    expect(await sipp('register', { password: 'wrong' })).not.toBe(0);
    expect([here(), told.at(-1)?.fault?.fault]).toEqual([0, 'refusedLogin']);
    expect(await sipp('keepAlive')).not.toBe(0);
  });

  it('takes a call, and is told when it ends', async () => {
    const { sipp, serve, streams, change } = await rig();
    expect(await sipp('register')).toBe(0);
    const messages = serve('takeCall');
    await vi.waitFor(() => expect(streams[0]?.answers).toMatchObject([{ port: 40_000, ssrc: 1 }]), { timeout: 15_000 });
    await vi.waitFor(() => expect(messages()).toContain('\nACK sip:'), { timeout: 5_000 });
    expect(messages()).toContain('Subject: 35000000001310000001:0000000001,35000000002000000001:0');
    change({ enabled: false });
    await vi.waitFor(() => expect(messages()).toContain('\nBYE sip:'), { timeout: 5_000 });
    expect(streams[0]?.closed).toBe(1);
  });

  it('leaves half a call, which is taken back', async () => {
    const { sipp, serve, streams, change } = await rig();
    expect(await sipp('register')).toBe(0);
    const messages = serve('halfCall');
    await vi.waitFor(() => expect(messages()).toContain('SIP/2.0 180 Ringing'), { timeout: 15_000 });
    change(null);
    await vi.waitFor(() => expect(messages()).toContain('\nCANCEL sip:'), { timeout: 5_000 });
    expect(streams[0]?.closed).toBe(1);
  });
});
