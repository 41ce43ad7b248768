import type { DeskCallName, WallCallName } from '#protocol/ipc/calls.ts';

// Spelled out, because a preload must not carry the schemas; a test compares the lists with the call map.
export const DESK_CALLS = [
  'window.context',
  'settings.get',
  'settings.save',
  'hall.probe',
  'machine.enrol',
  'person.keep',
  'person.forget',
  'browser.open',
  'displays.list',
  'displays.identify',
  'log.write',
] as const satisfies readonly DeskCallName[];

export const WALL_CALLS = ['window.context', 'window.reload', 'log.write'] as const satisfies readonly WallCallName[];
