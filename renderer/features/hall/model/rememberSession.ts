import { createStore, type StoreApi } from 'zustand/vanilla';
import type { HallLink, LinkState } from '../../../link/hallLink.ts';

/** What the hall said of itself last. */
export type LastSession = { readonly hallName: string; readonly frameClock: boolean };

/** Kept over losses: a window does not forget whose it is while the hall is away. Null until it was reached once. */
export function rememberSession(link: HallLink): StoreApi<LastSession | null> {
  const last = createStore<LastSession | null>(() => read(link.state.getState()));
  // Ends with the link itself, whose store holds the only reference.
  link.state.subscribe((state, before) => {
    if (state.session !== null && state.session !== before.session) {
      last.setState(read(state), true);
    }
  });
  return last;
}

function read({ session }: LinkState): LastSession | null {
  return session && { hallName: session.hallName, frameClock: session.frameClock };
}
