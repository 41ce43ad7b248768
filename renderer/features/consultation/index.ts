export { ConsultationNote } from './view/ConsultationNote.tsx';
export { ConsultationPage } from './view/doors.ts';
export { ConsultationProvider } from './view/ConsultationProvider.tsx';
