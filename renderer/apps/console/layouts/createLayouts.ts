import { createStore, type StoreApi } from 'zustand/vanilla';
import type { HallLink } from '../../../link/hallLink.ts';
import type { DockLayout } from '../../../ui/dock/dockLayout.ts';
import { choose, EMPTY_BOOK, forget, parseBook, saveAs, type LayoutBook } from './layoutBook.ts';
import type { KeptLayouts, LayoutKeeper } from './layoutKeeper.ts';

export type LayoutsState = {
  readonly book: LayoutBook;
  /** Grows when what is on screen is to be replaced by the book's. */
  readonly shown: number;
  /** What another desk of this person saved meanwhile, where both changed what has a name; null: nothing. */
  readonly offered: LayoutBook | null;
};

/** A person's arrangements: kept on the machine at once, and at the hall as soon as it is reached. */
export interface Layouts {
  readonly state: StoreApi<LayoutsState>;
  /** Another preset or saved one; the same one again: as it was. */
  choose(chosen: string): void;
  /** The arrangement was changed by hand. */
  changed(layout: DockLayout): void;
  /** False when there is no room for another name. */
  saveAs(name: string, layout: DockLayout): boolean;
  forget(id: string): void;
  /** Takes what the other desk saved, or keeps one's own over it. */
  settle(which: 'offered' | 'own'): void;
  /** Follows the hall from now on. Returns its own undoing. */
  follow(): () => void;
}

type Options = {
  readonly link: Pick<HallLink, 'state' | 'request'>;
  readonly keeper: LayoutKeeper;
  readonly newId: () => string;
  readonly log: (message: string) => void;
  /** How long the hands rest before the hall is told, ms. */
  readonly restMs?: number;
};

const KEY = 'desk.layouts';

export function createLayouts({ link, keeper, newId, log, restMs = 1_500 }: Options): Layouts {
  const first = keeper.read();
  let kept: KeptLayouts = first ?? { book: EMPTY_BOOK, revision: 0, unsaved: false };
  /** What has a name, as the hall last had it. */
  let savedAtHall = kept.unsaved ? null : kept.book.saved;
  let offeredRevision = 0;
  let following = false;
  let busy = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const state = createStore<LayoutsState>(() => ({ book: kept.book, shown: 0, offered: null }));
  const online = () => link.state.getState().phase === 'online';

  const keep = (next: Partial<KeptLayouts>) => {
    kept = { ...kept, ...next };
    keeper.write(kept);
  };
  const show = (book: LayoutBook) => state.setState(({ shown }) => ({ book, shown: shown + 1 }));
  const edit = (book: LayoutBook, replaces: boolean) => {
    keep({ book, unsaved: true });
    if (replaces) {
      show(book);
    } else {
      state.setState({ book });
    }
    later();
  };
  const later = () => {
    clearTimeout(timer);
    if (following) {
      timer = setTimeout(() => void sync(), restMs);
    }
  };

  /** The hall has something that this desk does not know. */
  const meet = (book: LayoutBook, revision: number) => {
    const bothNamed = kept.unsaved && !sameText(book.saved, savedAtHall) && !sameText(book.saved, kept.book.saved);
    if (bothNamed) {
      offeredRevision = revision;
      state.setState({ offered: book });
    } else if (kept.unsaved) {
      // Only what is on the two screens differs: here this screen counts.
      savedAtHall = book.saved;
      keep({ revision });
      later();
    } else {
      savedAtHall = book.saved;
      keep({ book, revision });
      show(book);
    }
  };

  async function sync(): Promise<void> {
    if (!following || busy || !online() || state.getState().offered !== null) {
      return;
    }
    busy = true;
    try {
      if (!kept.unsaved) {
        const { preference } = await link.request('preference.read', { key: KEY });
        const book = preference === null ? null : parseBook(preference.value);
        if (preference === null || preference.revision < kept.revision) {
          // A hall that was set up anew: it gets what this machine remembers.
          const known = kept.revision > 0;
          keep({ revision: preference?.revision ?? 0, unsaved: known });
        } else if (book !== null && preference.revision > kept.revision) {
          meet(book, preference.revision);
        }
      } else {
        const { book } = kept;
        const { saved, preference } = await link.request('preference.save', { key: KEY, value: JSON.stringify(book), expectedRevision: kept.revision });
        if (saved) {
          savedAtHall = book.saved;
          keep({ revision: preference?.revision ?? kept.revision + 1, unsaved: kept.book !== book });
        } else {
          const newest = preference === null ? null : parseBook(preference.value);
          if (newest === null) {
            keep({ revision: preference?.revision ?? 0 });
          } else {
            meet(newest, preference?.revision ?? 0);
          }
        }
      }
    } catch (error) {
      // Kept here; the next change or the next connection tries again.
      log(`layouts not kept at the hall: ${String(error)}`);
      return;
    } finally {
      busy = false;
    }
    if (kept.unsaved && state.getState().offered === null) {
      later();
    }
  }

  return {
    state,
    choose: (chosen) => edit(choose(kept.book, chosen), true),
    changed: (layout) => {
      edit({ ...kept.book, current: layout }, false);
    },
    saveAs: (name, layout) => {
      const book = saveAs(kept.book, { id: newId(), name, layout });
      if (book !== null) {
        edit(book, false);
      }
      return book !== null;
    },
    forget: (id) => edit(forget(kept.book, id), false),
    settle: (which) => {
      const { offered } = state.getState();
      if (offered === null) {
        return;
      }
      savedAtHall = offered.saved;
      state.setState({ offered: null });
      keep(which === 'own' ? { revision: offeredRevision } : { book: offered, revision: offeredRevision, unsaved: false });
      if (which === 'own') {
        later();
      } else {
        show(offered);
      }
    },
    follow: () => {
      following = true;
      void sync();
      const stop = link.state.subscribe((now, before) => {
        if (now.phase === 'online' && before.phase !== 'online') {
          void sync();
        }
      });
      return () => {
        following = false;
        clearTimeout(timer);
        stop();
      };
    },
  };
}

function sameText(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
