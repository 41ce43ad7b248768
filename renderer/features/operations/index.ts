export { formatAmount } from './model/forms/money.ts';
export { scoresOf } from './model/scoreboard.ts';
export { OperationPanel, OperationsPage, PlanDialog } from './view/doors.ts';
export { OperationWatch } from './view/OperationWatch.tsx';
