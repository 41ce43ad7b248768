/** Draws in the page's own animation frames, and no more often than asked for. */
export class DrawSchedule {
  readonly #view: Window;
  readonly #draw: () => void;
  #timer: number | undefined;
  #frame: number | undefined;
  #drawnAt = -Infinity;
  #dueAt = Infinity;
  #closed = false;

  private constructor(view: Window, draw: () => void) {
    this.#view = view;
    this.#draw = draw;
  }

  static create(view: Window, draw: () => void): DrawSchedule {
    return new DrawSchedule(view, draw);
  }

  /** Asks for a drawing, not sooner than the interval after the last one. The most urgent of several requests counts. */
  request(intervalMs: number): void {
    const dueAt = this.#drawnAt + intervalMs;
    if (this.#closed || this.#frame !== undefined || (this.#timer !== undefined && this.#dueAt <= dueAt)) {
      return;
    }
    const view = this.#view;
    view.clearTimeout(this.#timer);
    this.#dueAt = dueAt;
    const start = (): void => {
      this.#timer = undefined;
      this.#frame = view.requestAnimationFrame(() => {
        this.#frame = undefined;
        this.#drawnAt = view.performance.now();
        this.#draw();
      });
    };
    const waitMs = dueAt - view.performance.now();
    if (waitMs > 4) {
      this.#timer = view.setTimeout(start, waitMs);
    } else {
      start();
    }
  }

  close(): void {
    this.#closed = true;
    this.#view.clearTimeout(this.#timer);
    this.#view.cancelAnimationFrame(this.#frame ?? 0);
  }
}
