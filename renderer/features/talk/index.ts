export { TalkButton } from './view/TalkButton.tsx';
export { TalkPanel } from './view/TalkPanel.tsx';
export { useInTalkWith } from './view/useTalkDesk.ts';
export { TalkWatch } from './view/TalkWatch.tsx';
