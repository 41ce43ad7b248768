import { maySee, nounOf, type Viewer } from '#domain/access/viewer.ts';
import type { HallEvent } from '#protocol/events.ts';
import type { Entry, LogPosition } from '#protocol/nouns/log.ts';

/** What one console was told. */
export type Heard = {
  /** Place in the list of those who have tokens. */
  readonly seat: number;
  /** It stopped reading for a while. */
  readonly stalled: boolean;
  /** Why its socket ended; null while it is open. */
  readonly closeCode: number | null;
  /** Where it began to be told, and up to where it was. */
  readonly from: number;
  readonly upTo: LogPosition;
  /** Entries in the order of their arrival, and when each arrived, ms of the machine's steady clock. */
  readonly sequences: Float64Array;
  readonly arrivedAt: Float64Array;
  readonly payloadBytes: number;
};

/** Sequences of the entries that this viewer must be told, in order. */
export function seenBy(viewer: Viewer, entries: readonly Entry[]): number[] {
  return entries.filter(({ name, courtCode }) => maySee(viewer, nounOf(name as HallEvent['name']), courtCode)).map(({ sequence }) => sequence);
}

/** What is wrong with what a console was told up to `upTo`; null when it was told each of its entries once, in order, and no other. */
export function faultOf({ from, upTo: reached, sequences }: Heard, { seen, upTo }: { seen: readonly number[]; upTo: LogPosition }): string | null {
  if (reached.sequence < upTo.sequence) {
    return `it was told up to ${reached.sequence}, and the log goes to ${upTo.sequence}`;
  }
  if (reached.sequence === upTo.sequence && reached.hash !== upTo.hash) {
    return `it was told another hash of ${upTo.sequence}`;
  }
  const told = [...sequences].filter((sequence) => sequence <= upTo.sequence);
  const due = seen.filter((sequence) => sequence > from && sequence <= upTo.sequence);
  const at = Array.from({ length: Math.max(told.length, due.length) }).findIndex((_, index) => told[index] !== due[index]);
  return at === -1 ? null : `its ${at + 1}th entry should be ${due[at] ?? 'none'} and is ${told[at] ?? 'missing'} (${told.length} of ${due.length})`;
}

/** Steady milliseconds that mean the same in every process of this machine. */
export function steadyNow(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}
