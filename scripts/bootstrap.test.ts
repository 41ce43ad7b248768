import { spawn, spawnSync } from 'node:child_process';
import { cpSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { projectRoot } from './setup/project.mjs';
import { scratchFolder } from './setup/scratchFolder.ts';

/** Runs a script the way the bootstrap runs a command. */
function standIn(script: string, ...args: string[]) {
  const folder = scratchFolder({
    'command.mjs': script,
    'bootstrap.mjs': `import { runForeground } from ${JSON.stringify(path.join(projectRoot, 'scripts', 'foreground.mjs'))};
      process.exitCode = await runForeground(process.execPath, [new URL('command.mjs', import.meta.url).pathname, ...process.argv.slice(2)], { GIVEN: 'yes' });`,
  });
  return [process.execPath, [path.join(folder, 'bootstrap.mjs'), ...args]] as const;
}

it('passes arguments, environment, output and exit code through', () => {
  const script = 'console.log(JSON.stringify([process.argv.slice(2), process.env.GIVEN])); process.exit(7)';
  const result = spawnSync(...standIn(script, '--x', 'two words', '執行'), { encoding: 'utf8' });
  expect(JSON.parse(result.stdout)).toEqual([['--x', 'two words', '執行'], 'yes']);
  expect(result.status).toBe(7);
});

it('passes signals on, and ends as the program ended', async () => {
  const patient = `process.on('SIGTERM', () => setTimeout(() => process.exit(5), 50)); console.log('up'); setInterval(() => {}, 1000)`;
  expect(await ended(...standIn(patient))).toEqual({ code: 5, signal: null });
  const plain = `console.log('up'); setInterval(() => {}, 1000)`;
  expect(await ended(...standIn(plain))).toEqual({ code: null, signal: 'SIGTERM' });
});

it('examines a machine on which nothing is installed, changing nothing', () => {
  const root = scratchFolder();
  cpSync(path.join(projectRoot, 'scripts', 'setup'), path.join(root, 'scripts', 'setup'), { recursive: true });
  for (const file of ['bootstrap.mjs', 'commands.mjs', 'doctor.mjs', 'foreground.mjs']) cpSync(path.join(projectRoot, 'scripts', file), path.join(root, 'scripts', file));
  for (const file of ['package.json', 'package-lock.json']) cpSync(path.join(projectRoot, file), path.join(root, file));
  const doctor = (...args: string[]) =>
    spawnSync(process.execPath, [path.join(root, 'scripts', 'bootstrap.mjs'), 'doctor', ...args], {
      encoding: 'utf8',
      env: { PATH: process.env['PATH'], HOME: root, XDG_CACHE_HOME: path.join(root, 'cache') },
    });
  const json = doctor('--json');
  expect(json.status).toBe(1);
  const { ok, parts } = JSON.parse(json.stdout) as { ok: boolean; parts: { name: string; state: string }[] };
  expect(ok).toBe(false);
  const missing = parts.filter((part) => part.state === 'missing').map((part) => part.name);
  expect(missing).toEqual(expect.arrayContaining(['dependencies', 'node', 'electron', 'mediasoup worker']));
  expect(doctor().stdout).toContain('npm run setup');

  writeFileSync(path.join(root, 'package.json'), JSON.stringify({ devDependencies: {} }));
  expect(doctor()).toMatchObject({ status: 1, stderr: '', stdout: expect.stringContaining('package.json does not name') as string });
});

it('does not know every word', () => {
  const result = spawnSync(process.execPath, [path.join(projectRoot, 'scripts', 'bootstrap.mjs'), 'no-such-thing'], { encoding: 'utf8' });
  expect(result.status).toBe(64);
  expect(result.stderr).toContain('Commands: setup, doctor');
});

async function ended(command: string, args: readonly string[]) {
  const child = spawn(command, [...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  await new Promise((resolve) => child.stdout.once('data', resolve));
  await sleep(50);
  child.kill('SIGTERM');
  return new Promise((resolve) => child.once('close', (code, signal) => resolve({ code, signal })));
}
