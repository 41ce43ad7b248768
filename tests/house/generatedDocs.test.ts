import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { GENERATED_PAGES } from '../../scripts/docs/pages.ts';

it.each(GENERATED_PAGES)('$file says what its source says (mend with `npm run docs`)', ({ file, write }) => {
  expect(readFileSync(path.resolve(import.meta.dirname, '../..', file), 'utf8')).toBe(write());
});
