export { SignatureMark } from './view/SignatureMark.tsx';
export { SigningProvider, useOpenKeys, useSign } from './view/SigningProvider.tsx';
