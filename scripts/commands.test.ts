import { expect, it } from 'vitest';
import { commandNamed } from './commands.mjs';

it('knows what a command needs', () => {
  expect(commandNamed('hall')).toMatchObject({ entry: 'scripts/hall.ts' });
  expect(commandNamed('hall')?.needs).not.toContain('electron');
  expect(commandNamed('test')?.needs).toEqual(expect.arrayContaining(['virtual displays', 'postgresql', 'chromium', 'sip tester']));
  for (const name of ['demo', 'hall', 'log-backup', 'log-restore']) {
    expect(commandNamed(name)?.needs).not.toContain('postgresql');
    expect(commandNamed(name)?.needs).not.toContain('chromium');
  }
});

it('takes any other name for a script, but only a name', () => {
  expect(commandNamed('docs')).toMatchObject({ entry: 'scripts/docs.ts', needs: ['dependencies', 'node'] });
  for (const name of ['', '../sfu/main', 'constructor()', 'Hall', '--help']) expect(commandNamed(name)).toBeUndefined();
  expect(commandNamed('constructor')).toMatchObject({ entry: 'scripts/constructor.ts' });
});
