/**
 * The hall's time, which every entry of the log, every deadline and every position is in. In an exercise it runs as it
 * is told; whatever the hall decides by a clock waits here and not on a timer of the process.
 */
export interface HallClock {
  /** Ms since the epoch; never goes back. */
  now(): number;
  /** Runs it once when that time has come, soon when it has passed already. Returns its own undoing. */
  at(dueAt: number, run: () => void): () => void;
  /** Runs it each time this much hall time has passed. Returns its own undoing. */
  every(intervalMs: number, run: () => void): () => void;
}
