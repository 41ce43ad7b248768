export { createSignInMemory } from './model/signInMemory.ts';
export { PersonMenu } from './view/PersonMenu.tsx';
export { SessionGate } from './view/SessionGate.tsx';
export { SignInPage } from './view/SignInPage.tsx';
