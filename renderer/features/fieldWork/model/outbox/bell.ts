/** Wakes one who waits; a ring while nobody waits is kept for the next. */
export class Bell {
  #rung = false;
  #wake: (() => void) | null = null;

  ring(): void {
    this.#rung = true;
    this.#wake?.();
  }

  /** Resolves at the next ring, or after this time, ms; null: however long it takes. */
  async heard(withinMs: number | null): Promise<void> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    if (!this.#rung) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
        if (withinMs !== null) timer = setTimeout(resolve, withinMs);
      });
    }
    clearTimeout(timer);
    this.#wake = null;
    this.#rung = false;
  }
}
