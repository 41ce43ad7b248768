import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const main = path.join(import.meta.dirname, 'main.ts');
const enrol = path.join(import.meta.dirname, 'commands', 'enrol.ts');

async function run(file: string, env: Record<string, string>, args: string[] = []) {
  const own = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('HALL_')));
  const child = spawn(process.execPath, [file, ...args], { env: { ...own, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => { stderr += text; });
  child.stdout.resume();
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, stderr };
}

describe('the program', () => {
  it('ends with 2 and one line when a setting is wrong', async () => {
    expect(await run(main, { HALL_PORT: 'abc' })).toEqual({ code: 2, stderr: '设置有误，请改正后再执行：HALL_PORT: must be between 1 and 65535, got "abc"\n' });
  });

  it('ends with 1 and one line when its storage cannot be written', async () => {
    const { code, stderr } = await run(main, { HALL_STORAGE_DIR: '/proc/hall' });
    expect(code).toBe(1);
    expect(stderr).toMatch(/^存储目录 \/proc\/hall 不能写入：[^\n]+\n$/);
  });

  it('enrol explains itself and ends with 2 when it is called wrongly', async () => {
    const { code, stderr } = await run(enrol, { HALL_STORAGE_DIR: '/proc/hall' }, ['--role', 'king']);
    expect(code).toBe(2);
    expect(stderr).toContain('用法');
  });
});
