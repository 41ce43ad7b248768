export { TasksPage } from './view/TasksPage.tsx';
