export { ConnectionBadge } from './view/ConnectionBadge.tsx';
export { ConnectionBar } from './view/ConnectionBar.tsx';
export { WritableBar } from './view/WritableBar.tsx';
