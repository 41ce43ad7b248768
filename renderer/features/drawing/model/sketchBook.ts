import { createStore, type StoreApi } from 'zustand/vanilla';
import type { NoticeData } from '#protocol/contract.ts';
import type { FeedId } from '#protocol/nouns/ids.ts';
import type { HallLink } from '../../../link/hallLink.ts';

export type Sketch = NoticeData<'drawing.sketched'>;

/** A hand that has not moved for so long has let go, or its desk is gone, ms. */
const FORGOTTEN_AFTER_MS = 4_000;

export type SketchBook = {
  /** By feed; a feed whose lines do not change keeps its list, so that its tiles are not drawn again. */
  readonly sketches: StoreApi<ReadonlyMap<FeedId, readonly Sketch[]>>;
  /** One's own line, or another's that was told. */
  put(sketch: Sketch): void;
  /** It was kept, or given up. */
  drop(strokeId: string): void;
};

const books = new WeakMap<HallLink, SketchBook>();

/** Lines that are being drawn, one book for all the tiles of a window. */
export function sketchBookOf(link: HallLink): SketchBook {
  const known = books.get(link);
  if (known !== undefined) {
    return known;
  }
  const book = createSketchBook(link);
  books.set(link, book);
  return book;
}

export function createSketchBook(link: Pick<HallLink, 'on'>): SketchBook {
  const sketches = createStore<ReadonlyMap<FeedId, readonly Sketch[]>>(() => new Map());
  const timers = new Map<string, { readonly feedId: FeedId; readonly timer: ReturnType<typeof setTimeout> }>();
  const drop = (strokeId: string) => {
    const known = timers.get(strokeId);
    if (known === undefined) {
      return;
    }
    clearTimeout(known.timer);
    timers.delete(strokeId);
    const rest = new Map(sketches.getState());
    rest.set(known.feedId, (rest.get(known.feedId) ?? []).filter((sketch) => sketch.strokeId !== strokeId));
    sketches.setState(rest, true);
  };
  const put = (sketch: Sketch) => {
    const { feedId, strokeId } = sketch;
    clearTimeout(timers.get(strokeId)?.timer);
    const all = sketches.getState();
    const lines = all.get(feedId) ?? [];
    const next = timers.has(strokeId) ? lines.map((line) => (line.strokeId === strokeId ? sketch : line)) : [...lines, sketch];
    timers.set(strokeId, { feedId, timer: setTimeout(drop, FORGOTTEN_AFTER_MS, strokeId) });
    sketches.setState(new Map(all).set(feedId, next), true);
  };
  link.on('drawing.sketched', put);
  return { sketches, put, drop };
}
