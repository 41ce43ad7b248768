export { DutyBadge } from './view/DutyBadge.tsx';
export { CourtDuty, DutyPage, RosterPanel } from './view/doors.ts';
