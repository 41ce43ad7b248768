export { takeSnapshot } from './model/takeSnapshot.ts';
export { SnapshotsDialog } from './view/SnapshotsDialog.tsx';
