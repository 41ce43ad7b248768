import { fileURLToPath } from 'node:url';

/** Folder of the installed program (where package.json lies). */
export const programFolder = fileURLToPath(new URL('../..', import.meta.url));
