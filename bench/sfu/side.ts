import type { AskedChild } from '../harness/askedChild.ts';
import type { ViewerAsks } from './viewers.ts';

export type Viewers = Pick<AskedChild<ViewerAsks>, 'ask'>;

/** A forwarder that runs: RTP to FEED_PORTS reaches the viewers. */
export interface Forwarder {
  /** The process that forwards, and nothing else. */
  readonly pid: number;
  /** Resolves when all are connected, with the crypto suites that were agreed on. Errors: what kept them from it. */
  connect(viewers: Viewers): Promise<readonly string[]>;
  /** Idempotent. */
  close(): Promise<void>;
}

/** One of the compared. */
export type Side = {
  readonly name: string;
  /** Why it cannot be measured on this machine, and what to do about it; null when it can. */
  readonly missing: string | null;
  /** What is known of how it was built: part of the credit, or of the blame, is the cipher's. */
  readonly build: string;
  readonly start: (folder: string) => Promise<Forwarder>;
};
