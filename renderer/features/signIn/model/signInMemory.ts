import { createStore, type StoreApi } from 'zustand/vanilla';

/** Why nobody is signed in any more. */
export type Departure = 'expired' | 'ended' | 'invalid' | 'signedOut';

export type SignInMemory = {
  /** Who typed a password last, so that the name need not be typed again. */
  readonly username: string;
  /** What the hall called itself last. */
  readonly hallName: string | null;
  /** Null at the first sign-in, and once someone has come in. */
  readonly departure: Departure | null;
};

/** What outlives the hall's services, which are opened anew with each person. One a window, never stored. */
export function createSignInMemory(): StoreApi<SignInMemory> {
  return createStore<SignInMemory>(() => ({ username: '', hallName: null, departure: null }));
}
