export { FieldWork } from './model/fieldWork.ts';
export { createSheetStore, type SheetStore } from './model/workSheet.ts';
export { locate } from './model/locate.ts';
export { grabFrame } from './model/photo/grabFrame.ts';
export { QuietLine } from './model/quietLine.ts';
export { aloneAmongPages, isSomePageSending } from './model/outbox/aloneAmongPages.ts';
export { openIndexedOutbox } from './model/outbox/indexedOutbox.ts';
export { Outbox } from './model/outbox/outbox.ts';
export { useWorkViews } from './view/useWorkViews.tsx';
