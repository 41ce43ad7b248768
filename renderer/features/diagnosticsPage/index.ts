export { DiagnosticsPage } from './view/DiagnosticsPage.tsx';
