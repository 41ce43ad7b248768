export { TalkMark } from './view/TalkMark.tsx';
