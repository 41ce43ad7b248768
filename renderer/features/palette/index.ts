export type { Command } from './model/command.ts';
export { createRecentCommands, type RecentCommands } from './model/recentCommands.ts';
export { Palette } from './view/Palette.tsx';
