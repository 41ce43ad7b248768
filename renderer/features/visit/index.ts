export { useVisit } from './model/useVisit.ts';
export { useBeginVisit, type BeginVisit } from './view/useBeginVisit.ts';
export { VisitButton } from './view/VisitButton.tsx';
export { VisitCurtain } from './view/VisitCurtain.tsx';
export { VisitWall } from './view/VisitWall.tsx';
