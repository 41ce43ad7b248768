export { createDeskFeeds, type DeskFeeds } from './model/createDeskFeeds.ts';
export { DeskFeedsPanel } from './view/DeskFeedsPanel.tsx';
