import type { NoticeData } from '#protocol/contract.ts';
import type { CourtCode } from '#protocol/nouns/ids.ts';
import { maySee } from '#domain/access/viewer.ts';
import type { Session } from '../../ports/session.ts';
import type { DeskBook } from './deskBook.ts';

/** As often as one desk is listened to; the finished line comes whole in any case. */
const SKETCHES_PER_SECOND = 20;
const SECOND_MS = 1_000;
/** A socket that this much waits in has better things to carry. */
const BUSY_BYTES = 256 * 1024;

/** Lines while they are being drawn, for all who see the picture. */
export class Sketches {
  readonly #desks: DeskBook;
  readonly #now: () => number;
  readonly #heard = new WeakMap<Session, number[]>();

  constructor({ desks, now }: { readonly desks: DeskBook; readonly now: () => number }) {
    this.#desks = desks;
    this.#now = now;
  }

  /** Passed over when it comes too often. */
  sketch(data: NoticeData<'drawing.sketched'>, courtCode: CourtCode, by: Session): void {
    const now = this.#now();
    const lately = (this.#heard.get(by) ?? []).filter((at) => at > now - SECOND_MS && at <= now);
    if (lately.length >= SKETCHES_PER_SECOND) {
      return;
    }
    this.#heard.set(by, [...lately, now]);
    for (const session of this.#desks.all()) {
      if (session !== by && maySee(session, 'drawing', courtCode) && session.bufferedBytes < BUSY_BYTES) {
        session.notify('drawing.sketched', data);
      }
    }
  }
}
