export { countdownOf, dueWords } from './model/clockWords.ts';
export { pressingClock, type Pressing } from './model/pressingClock.ts';
export { recordersOf } from './model/recordersOf.ts';
export { missingNames, rowName } from './model/ruleWords.ts';
export { standingOf, type StepStanding } from './model/stepStanding.ts';
export { StepMark } from './view/StepMark.tsx';
