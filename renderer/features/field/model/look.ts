import { createStore, type StoreApi } from 'zustand/vanilla';

/** Whether the page is black on white, for the sun. */
export type Look = { readonly sun: boolean };

const KEY = 'field look';

/** Chosen by hand and remembered on the device; where the browser keeps nothing, for as long as the page is open. */
export function createLook(storage: Pick<Storage, 'getItem' | 'setItem'>, show: (look: Look) => void): StoreApi<Look> {
  const look = createStore<Look>(() => ({ sun: kept(storage) }));
  show(look.getState());
  look.subscribe((next) => {
    show(next);
    try {
      storage.setItem(KEY, next.sun ? 'sun' : 'dark');
    } catch {
      // No room or no permission: it holds until the page is closed.
    }
  });
  return look;
}

function kept(storage: Pick<Storage, 'getItem'>): boolean {
  try {
    return storage.getItem(KEY) === 'sun';
  } catch {
    return false;
  }
}
