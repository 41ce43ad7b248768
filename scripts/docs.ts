/** Writes the generated pages of docs/. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { CLIENT_TYPES, writeClientTypes } from './docs/clientTypes.ts';
import { GENERATED_PAGES } from './docs/pages.ts';

for (const { file, write } of GENERATED_PAGES) {
  writeFileSync(path.resolve(import.meta.dirname, '..', file), write());
  console.log(`${file} written`);
}
writeFileSync(path.resolve(import.meta.dirname, '..', CLIENT_TYPES), await writeClientTypes());
console.log(`${CLIENT_TYPES} written`);
