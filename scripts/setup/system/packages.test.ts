import { expect, it } from 'vitest';
import { inspectPackages, systemPart } from './packages.mjs';

const absent = { names: ['package-that-nobody-made'] };

it('names what is missing and the line that installs it', () => {
  const part = systemPart('media tools', [absent], {
    inspect: () => ({ missing: [absent], version: 'present', from: 'system packages' }),
  });
  const state = part.check();
  expect(state).toMatchObject({ state: 'missing', why: 'not installed: package-that-nobody-made' });
  expect(state.state === 'missing' && state.mend).toMatch(/apt-get install -y --no-install-recommends package-that-nobody-made$/);
});

it('does not offer one package manager to a system that has another', () => {
  const part = systemPart('media tools', [absent], { inspect: () => ({ missing: [absent], version: 'present', from: 'the PATH' }) });
  const state = part.check();
  expect(state.state === 'missing' && state.mend).not.toContain('apt-get');
});

it('is content with a command from anywhere', () => {
  expect(inspectPackages([{ names: ['package-that-nobody-made'], command: 'sh' }]).missing).toEqual([]);
  expect(inspectPackages([{ names: ['package-that-nobody-made'], command: 'command-that-nobody-made' }]).missing).toHaveLength(1);
});
