import { createStore, type StoreApi } from 'zustand/vanilla';
import type { HallLink, LinkState } from '../../../link/hallLink.ts';

/** The answer to the last hello: whose hall, which court's eyes, who, and what they may do. */
export type LastSession = NonNullable<LinkState['session']>;

/** Kept over losses: a window does not forget whose it is while the hall is away. Null until it was reached once. */
export function rememberSession(link: HallLink): StoreApi<LastSession | null> {
  const last = createStore<LastSession | null>(() => link.state.getState().session);
  // Ends with the link itself, whose store holds the only reference.
  link.state.subscribe(({ session }, before) => {
    if (session !== null && session !== before.session) {
      last.setState(session, true);
    }
  });
  return last;
}
