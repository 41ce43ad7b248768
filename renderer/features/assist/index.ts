export { AssistItems } from './view/AssistItems.tsx';
export { AssistNote } from './view/AssistNote.tsx';
export { useAssistAsk } from './view/useAssistAsk.ts';
