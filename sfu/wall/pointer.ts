import type { CourtCode, UnitId } from '#protocol/nouns/ids.ts';
import type { Session } from '../ports/session.ts';

/** What the desks of each court point at; the windows of the court, walls and desks, frame its picture. The last one who pointed is the one who speaks. */
export class Pointer {
  readonly #pointed = new Map<CourtCode, { readonly by: Session; readonly unitId: UnitId }>();
  readonly #windows = new Map<CourtCode, Set<Session>>();

  point(unitId: UnitId | null, by: Session): void {
    const { courtCode } = by;
    const before = this.#pointed.get(courtCode);
    if (unitId === null && before?.by !== by) {
      return;
    }
    if (unitId === null || by.ended.aborted) {
      this.#pointed.delete(courtCode);
    } else {
      this.#pointed.set(courtCode, { by, unitId });
      by.ended.addEventListener('abort', () => this.point(null, by), { once: true });
    }
    for (const window of this.#windows.get(courtCode) ?? []) {
      this.#tell(window);
    }
  }

  /** A window hears it from now until its session ends. */
  show(window: Session): void {
    const { courtCode } = window;
    const windows = this.#windows.get(courtCode) ?? new Set();
    this.#windows.set(courtCode, windows.add(window));
    window.ended.addEventListener('abort', () => windows.delete(window), { once: true });
    this.#tell(window);
  }

  #tell(window: Session): void {
    window.notify('wall.pointed', { unitId: this.#pointed.get(window.courtCode)?.unitId ?? null });
  }
}
