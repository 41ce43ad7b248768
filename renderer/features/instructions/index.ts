export { InstructButton, InstructItem } from './view/InstructButton.tsx';
export { InstructionPanel } from './view/InstructionPanel.tsx';
export { InstructionWatch } from './view/InstructionWatch.tsx';
export { InstructProvider, useInstruct } from './view/InstructProvider.tsx';
