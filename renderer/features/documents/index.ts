export { documentIntake } from './model/documentIntake.ts';
export { readDocument, type PagedDocument } from './model/readDocument.ts';
export { DocumentViewer } from './view/DocumentViewer.tsx';
export { DocumentSheet } from './view/DocumentSheet.tsx';
