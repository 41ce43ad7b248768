/** Fixes a second that one unit may send, and at once after a silence (what it measured in a tunnel). */
const PER_SECOND = 20;
const BURST = 40;

type Allowance = { left: number; filledAt: number };

/** Thins what one unit sends too much of, so that it costs nobody else. */
export class RateGate<Key> {
  readonly #allowances = new Map<Key, Allowance>();

  /** False when this one is too much. `now`: real time, ms. */
  take(key: Key, now: number): boolean {
    const allowance = this.#allowances.get(key) ?? { left: BURST, filledAt: now };
    this.#allowances.set(key, allowance);
    allowance.left = Math.min(BURST, allowance.left + (Math.max(0, now - allowance.filledAt) * PER_SECOND) / 1_000);
    allowance.filledAt = now;
    if (allowance.left < 1) {
      return false;
    }
    allowance.left -= 1;
    return true;
  }

  forget(key: Key): void {
    this.#allowances.delete(key);
  }
}
