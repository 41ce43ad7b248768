export { ApprovalCount } from './view/ApprovalCount.tsx';
export { ApprovalPage } from './view/doors.ts';
export { ApprovalProvider } from './view/ApprovalProvider.tsx';
