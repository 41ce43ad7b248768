import { enableCompileCache, flushCompileCache } from 'node:module';
import path from 'node:path';

// A hall that starts again after a crash has no time to lose: compiled code is kept beside the program (not in the shared
// temporary folder, where another user could plant it). Where the folder cannot be written, Node goes on without.
enableCompileCache(path.join(import.meta.dirname, '../.cache/compile'));

const { runHall } = await import('./runHall.ts');
await runHall();
flushCompileCache();
