export { GrantDialog } from './view/GrantDialog.tsx';
