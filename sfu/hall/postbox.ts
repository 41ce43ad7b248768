import type { Follower } from './audience.ts';

/** Followers are written to for so long at a time, ms; then whatever else the hall has to do goes first. */
const SLICE_MS = 8;

/** Writes what followers are told, in order, a slice at a time: five hundred sockets must not hold up a command. */
export class Postbox {
  readonly #onEmpty: (busyMs: number) => void;
  #letters: { readonly follower: Follower; readonly text: string }[] = [];
  #next = 0;
  #busyMs = 0;
  #turn: NodeJS.Immediate | undefined;

  /** `onEmpty` learns how much of this thread's time the writing took: on a busy machine the clock runs on while others are served. */
  constructor(options: { onEmpty: (busyMs: number) => void }) {
    this.#onEmpty = options.onEmpty;
  }

  get isEmpty(): boolean {
    return this.#letters.length === 0;
  }

  post(follower: Follower, text: string): void {
    this.#letters.push({ follower, text });
    this.#turn ??= setImmediate(() => this.#deliver());
  }

  /** What was not written yet stays unwritten. Idempotent. */
  close(): void {
    clearImmediate(this.#turn);
    this.#letters = [];
  }

  #deliver(): void {
    const startedAt = performance.now();
    const busyBeforeMs = threadMs();
    for (; this.#next < this.#letters.length && performance.now() - startedAt < SLICE_MS; this.#next += 1) {
      const { follower, text } = this.#letters[this.#next]!;
      // Who follows anew since then has it in the answer already.
      if (!follower.left) {
        follower.session.write(text);
      }
    }
    this.#busyMs += threadMs() - busyBeforeMs;
    if (this.#next < this.#letters.length) {
      this.#turn = setImmediate(() => this.#deliver());
      return;
    }
    const busyMs = this.#busyMs;
    this.#letters = [];
    this.#next = 0;
    this.#busyMs = 0;
    this.#turn = undefined;
    this.#onEmpty(busyMs);
  }
}

/** Processor time of this thread, ms. */
function threadMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
}
