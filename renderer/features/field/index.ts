export { createEnrolment } from './model/createEnrolment.ts';
export { fieldOptions } from './model/fieldOptions.ts';
export { SosButton } from './model/sosButton.ts';
export { TalkEar } from './model/talkEar.ts';
export { FieldStation } from './model/fieldStation.ts';
export { FieldScreen } from './view/FieldScreen.tsx';
export { fieldTexts } from './view/texts.ts';
