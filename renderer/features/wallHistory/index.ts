export { HistoryDialog } from './view/HistoryDialog.tsx';
