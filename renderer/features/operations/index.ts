export { OperationPanel, OperationsPage } from './view/doors.ts';
export { OperationWatch } from './view/OperationWatch.tsx';
