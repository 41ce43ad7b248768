export { SourcesTab } from './view/SourcesTab.tsx';
