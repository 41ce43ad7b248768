import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { protocolPage } from '../../scripts/docs/protocolPage.ts';

it('docs/protocol.md says what the contract says (mend with `npm run docs`)', () => {
  const page = readFileSync(path.resolve(import.meta.dirname, '../../docs/protocol.md'), 'utf8');
  expect(page).toBe(protocolPage());
});
