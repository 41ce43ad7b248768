export type { Command } from './model/command.ts';
export { createRecentCommands, type RecentCommands } from './model/recentCommands.ts';
export { loadSoundOf, withoutSound, type SoundOf } from './model/pinyinOf.ts';
export { rankCommands } from './model/rankCommands.ts';
export { Palette } from './view/Palette.tsx';
