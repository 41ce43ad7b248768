import { createContext, useContext } from 'react';

/** Ends the sign-in of this desk. Errors of the hall are logged: whoever leaves, leaves. */
export type SignOut = () => Promise<void>;

export const SignOutContext = createContext<SignOut | null>(null);

/** Errors: throws outside a SessionGate. */
export function useSignOut(): SignOut {
  const signOut = useContext(SignOutContext);
  if (signOut === null) {
    throw new Error('useSignOut needs a SessionGate above it');
  }
  return signOut;
}
