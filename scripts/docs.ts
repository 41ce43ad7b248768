/** Writes the generated pages of docs/. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { protocolPage } from './docs/protocolPage.ts';

const target = path.resolve(import.meta.dirname, '../docs/protocol.md');
writeFileSync(target, protocolPage());
console.log('docs/protocol.md written');
