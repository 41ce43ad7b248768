export { AuditPage } from './view/AuditPage.tsx';
