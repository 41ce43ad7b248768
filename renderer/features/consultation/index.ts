export { ConsultButton } from './view/ConsultButton.tsx';
export { ConsultationNote } from './view/ConsultationNote.tsx';
export { ConsultationPage } from './view/doors.ts';
export { ConsultationProvider, useRoomEntered } from './view/ConsultationProvider.tsx';
