import { z } from 'zod';
import { parseBook, type LayoutBook } from './layoutBook.ts';

/** What this machine remembers of a person's arrangements. */
export type KeptLayouts = {
  readonly book: LayoutBook;
  /** The hall's, which it was made from; 0: none. */
  readonly revision: number;
  /** Whether the hall does not know it yet. */
  readonly unsaved: boolean;
};

export interface LayoutKeeper {
  /** Null where nothing was kept, or nothing that can be read. */
  read(): KeptLayouts | null;
  write(kept: KeptLayouts): void;
}

const form = z.object({ book: z.string(), revision: z.int().min(0), unsaved: z.boolean() });

/** For a start while the hall is away. `whose` keeps the people of one machine apart. */
export function createLayoutKeeper({ storage, whose }: { readonly storage: Pick<Storage, 'getItem' | 'setItem'>; readonly whose: string }): LayoutKeeper {
  const key = `layouts ${whose}`;
  return {
    read: () => {
      try {
        const { book: text, ...rest } = form.parse(JSON.parse(storage.getItem(key) ?? 'null'));
        const book = parseBook(text);
        return book === null ? null : { book, ...rest };
      } catch {
        return null;
      }
    },
    write: ({ book, ...rest }) => {
      try {
        storage.setItem(key, JSON.stringify({ ...rest, book: JSON.stringify(book) }));
      } catch {
        // A full store: the hall has it, and this window goes on with it.
      }
    },
  };
}
