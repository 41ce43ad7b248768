export { TalkButton } from './view/TalkButton.tsx';
