import { expect, it } from 'vitest';
import { commandNamed } from './commands.mjs';

it('knows what a command needs', () => {
  expect(commandNamed('hall')).toMatchObject({ entry: 'scripts/hall.ts' });
  expect(commandNamed('hall')?.needs).not.toContain('electron');
  expect(commandNamed('test')?.needs).toContain('virtual displays');
});

it('takes any other name for a script, but only a name', () => {
  expect(commandNamed('docs')).toMatchObject({ entry: 'scripts/docs.ts', needs: ['dependencies', 'node'] });
  for (const name of ['', '../sfu/main', 'constructor()', 'Hall', '--help']) expect(commandNamed(name)).toBeUndefined();
  expect(commandNamed('constructor')).toMatchObject({ entry: 'scripts/constructor.ts' });
});
