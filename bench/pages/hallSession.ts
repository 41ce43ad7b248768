import { createHallLink } from '../../renderer/link/createHallLink.ts';
import type { HallLink } from '../../renderer/link/hallLink.ts';
import { createHallReplica } from '../../renderer/replica/createHallReplica.ts';
import type { HallReplica } from '../../renderer/replica/hallReplica.ts';
import type { Purpose } from '#protocol/capabilities.ts';

export type HallAccess = { readonly url: string; readonly token: string };

export type HallSession = { readonly link: HallLink; readonly replica: HallReplica };

export function openLink(access: HallAccess, purpose: Purpose): HallLink {
  return createHallLink({ ...access, purpose, clientName: 'bench', clientVersion: '0' });
}

/** A desk's session: link and replica, as every window of the product has them. */
export function openDesk(access: HallAccess): HallSession {
  const link = openLink(access, 'desk');
  return { link, replica: createHallReplica({ link }) };
}

export function closeDesk(session: HallSession): void {
  session.replica.close();
  session.link.close();
}

type Store<State> = { getState(): State; subscribe(listener: () => void): () => void };

/** Resolves with the first state that is as wanted; also with the present one. */
export function settled<State>(store: Store<State>, wanted: (state: State) => boolean): Promise<State> {
  return new Promise((resolve) => {
    const look = () => {
      const state = store.getState();
      if (wanted(state)) {
        undo();
        resolve(state);
      }
    };
    const undo = store.subscribe(look);
    // Not at once: `undo` must be there.
    queueMicrotask(look);
  });
}

export const wait = (forMs: number) => new Promise<void>((resolve) => setTimeout(resolve, forMs));
