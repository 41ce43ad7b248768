export { ActionButton } from './view/ActionButton.tsx';
export { CommandDialog } from './view/CommandDialog.tsx';
export { useBlocked } from './view/useBlocked.ts';
export { useCommand, useExpectedVersion } from './view/useCommand.ts';
