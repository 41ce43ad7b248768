import { createStore, type StoreApi } from 'zustand/vanilla';
import type { SessionId } from '#protocol/nouns/ids.ts';
import type { WallHand } from '#protocol/wall/wall.ts';
import type { HallLink } from '../../../link/hallLink.ts';

export type OthersHand = { readonly name: string; readonly hand: WallHand };

/** Where the hands of the court's desks are: one's own is shown to the others, theirs are in `others`. */
export type WallHands = {
  readonly others: StoreApi<ReadonlyMap<SessionId, OthersHand>>;
  show(hand: WallHand | null): void;
  /** Listens to the others from now on. Returns its own undoing, which takes one's own hand away too. */
  follow(): () => void;
};

/** At most four a second go out; the last one always does. */
const PAUSE_MS = 250;

export function createWallHands({ link }: { readonly link: HallLink }): WallHands {
  const others = createStore<ReadonlyMap<SessionId, OthersHand>>(() => new Map());
  let shown: WallHand | null = null;
  let wanted: WallHand | null = null;
  let pause: ReturnType<typeof setTimeout> | null = null;
  const send = () => {
    if (sameHand(shown, wanted)) {
      return;
    }
    shown = wanted;
    // Of no weight: the next move says it again.
    link.request('wall.showHand', { hand: shown }).catch(() => undefined);
    pause = setTimeout(() => {
      pause = null;
      send();
    }, PAUSE_MS);
  };
  const forgetOthers = () => others.setState(new Map(), true);
  return {
    others,
    show: (hand) => {
      wanted = hand;
      if (pause === null && link.state.getState().phase === 'online') {
        send();
      }
    },
    follow: () => {
      const undoings = [
        link.on('wall.handShown', ({ sessionId, name, hand }) => {
          const next = new Map(others.getState());
          if (hand === null) {
            next.delete(sessionId);
          } else {
            next.set(sessionId, { name, hand });
          }
          others.setState(next, true);
        }),
        link.state.subscribe((now, before) => {
          if (now.phase !== before.phase && now.phase !== 'online') {
            shown = null;
            forgetOthers();
          }
        }),
      ];
      return () => {
        undoings.forEach((undo) => undo());
        forgetOthers();
        wanted = null;
        if (pause === null && link.state.getState().phase === 'online') {
          send();
        }
      };
    },
  };
}

function sameHand(a: WallHand | null, b: WallHand | null): boolean {
  return a === b || (a !== null && b !== null && a.slotId === b.slotId && a.doing === b.doing && a.cell?.column === b.cell?.column && a.cell?.row === b.cell?.row);
}
