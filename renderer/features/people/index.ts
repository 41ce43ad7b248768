export { AdminPage } from './view/AdminPage.tsx';
