import type { OperationId } from '#protocol/nouns/ids.ts';
import type { HallLink } from '../../../link/hallLink.ts';
import { readPieces } from '../../../link/readPieces.ts';

const KEPT = 60;
const shelves = new WeakMap<HallLink, Map<string, Promise<Blob>>>();

type Which = { readonly operationId: OperationId; readonly pictureId: string };

/** A picture's bytes; each is read once while it is among the last that were looked at. Errors: those of picture.read. */
export function readPicture(link: HallLink, which: Which): Promise<Blob> {
  const shelf = shelves.get(link) ?? new Map<string, Promise<Blob>>();
  shelves.set(link, shelf);
  const known = shelf.get(which.pictureId);
  if (known !== undefined) {
    shelf.delete(which.pictureId);
    shelf.set(which.pictureId, known);
    return known;
  }
  const reading = readPieces((offset) => link.request('picture.read', { ...which, offset }));
  shelf.set(which.pictureId, reading);
  // What failed is asked for anew.
  reading.catch(() => shelf.delete(which.pictureId));
  const [oldest] = shelf.keys();
  if (shelf.size > KEPT && oldest !== undefined) {
    shelf.delete(oldest);
  }
  return reading;
}
