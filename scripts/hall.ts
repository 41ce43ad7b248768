/** `npm run hall`: the hall server, with the field page that it serves built. */
import { ensureBuilt } from './build/ensureBuilt.ts';

await ensureBuilt((text) => console.error(text));
await import('../sfu/main.ts');
