import type { FeedId } from '#protocol/nouns/ids.ts';
import { strokeId as strokeIdSchema } from '#protocol/nouns/ids.ts';
import type { HallLink } from '../../../link/hallLink.ts';
import type { Pen } from './pen.ts';
import { simplify } from './simplify.ts';
import type { SketchBook } from './sketchBook.ts';

/** Between two tellings of a line that is being drawn, ms: fifteen a second. */
const TELL_MS = 67;
/** A dot has no direction, and a click draws nothing. */
const LEAST_POINTS = 2;

type Options = { readonly link: HallLink; readonly book: SketchBook; readonly feedId: FeedId; readonly byName: string; readonly pen: () => Pen | null };

/** Follows a pen on the element of a picture; returns its own undoing. */
export function followPen(element: HTMLElement, { link, book, feedId, byName, pen }: Options): () => void {
  let open: { readonly pointerId: number; readonly strokeId: ReturnType<typeof strokeIdSchema.parse>; readonly colour: Pen['colour']; readonly points: number[]; told: boolean } | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const add = (event: PointerEvent) => {
    const { left, top, width, height } = element.getBoundingClientRect();
    if (open !== null && width > 0 && height > 0) {
      open.points.push(inside((event.clientX - left) / width), inside((event.clientY - top) / height));
      open.told = false;
    }
  };
  const line = () => (open === null || open.points.length < 2 * LEAST_POINTS ? null : { feedId, strokeId: open.strokeId, colour: open.colour, points: simplify(open.points) });
  const tell = () => {
    const drawn = line();
    if (drawn !== null && open !== null && !open.told) {
      open.told = true;
      // Lost sketches are not worth a word: the line itself comes at the end.
      link.request('drawing.sketch', drawn).catch(() => undefined);
    }
    timer = open === null ? undefined : setTimeout(tell, TELL_MS);
  };
  const onDown = (event: PointerEvent) => {
    const held = pen();
    event.stopPropagation();
    if (held === null || event.button !== 0 || open !== null) {
      return;
    }
    element.setPointerCapture(event.pointerId);
    open = { pointerId: event.pointerId, strokeId: strokeIdSchema.parse(crypto.randomUUID()), colour: held.colour, points: [], told: false };
    add(event);
    timer = setTimeout(tell, TELL_MS);
  };
  const onMove = (event: PointerEvent) => {
    if (open?.pointerId !== event.pointerId) {
      return;
    }
    const passed = event.getCoalescedEvents();
    (passed.length === 0 ? [event] : passed).forEach(add);
    const drawn = line();
    if (drawn !== null) {
      book.put({ ...drawn, byName });
    }
  };
  const onUp = (event: PointerEvent) => {
    if (open?.pointerId !== event.pointerId) {
      return;
    }
    const drawn = event.type === 'pointercancel' ? null : line();
    const { strokeId } = open;
    open = null;
    clearTimeout(timer);
    if (drawn === null) {
      book.drop(strokeId);
      return;
    }
    book.put({ ...drawn, byName });
    link.request('drawing.draw', { commandId: crypto.randomUUID(), ...drawn }).catch((error: unknown) => {
      book.drop(strokeId);
      pen()?.onProblem(error);
    });
  };
  // A hand that draws chooses nothing and moves nothing.
  const stop = (event: Event) => event.stopPropagation();
  element.addEventListener('pointerdown', onDown);
  element.addEventListener('pointermove', onMove);
  element.addEventListener('pointerup', onUp);
  element.addEventListener('pointercancel', onUp);
  element.addEventListener('click', stop);
  element.addEventListener('dblclick', stop);
  return () => {
    clearTimeout(timer);
    if (open !== null) {
      book.drop(open.strokeId);
    }
    open = null;
    element.removeEventListener('pointerdown', onDown);
    element.removeEventListener('pointermove', onMove);
    element.removeEventListener('pointerup', onUp);
    element.removeEventListener('pointercancel', onUp);
    element.removeEventListener('click', stop);
    element.removeEventListener('dblclick', stop);
  };
}

function inside(value: number): number {
  return Math.min(1, Math.max(0, value));
}
