import { lazy } from 'react';

/** Loaded when first opened; what watches for cues is not, and so stands beside it. */
export const OperationPanel = lazy(async () => ({ default: (await import('./OperationPanel.tsx')).OperationPanel }));
export const PlanDialog = lazy(async () => ({ default: (await import('./plan/PlanDialog.tsx')).PlanDialog }));
export const OperationsPage = lazy(async () => ({ default: (await import('./OperationsPage.tsx')).OperationsPage }));
