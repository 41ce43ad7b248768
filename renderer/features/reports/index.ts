export { ReportPanel } from './view/ReportPanel.tsx';
export { ReportWatch } from './view/ReportWatch.tsx';
