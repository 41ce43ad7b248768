export { OperationPanel, OperationsPage, PlanDialog } from './view/doors.ts';
export { OperationWatch } from './view/OperationWatch.tsx';
