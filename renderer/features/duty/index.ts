export { DutyBadge } from './view/DutyBadge.tsx';
export { CourtDuty, DutyPage } from './view/doors.ts';
