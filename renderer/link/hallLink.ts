import type { StoreApi } from 'zustand/vanilla';
import type { NoticeData, NoticeName, RequestInput, RequestName, RequestOutput } from '#protocol/contract.ts';
import type { ErrorCode } from '#protocol/errors.ts';

export type LinkPhase =
  /** First attempt under way. */
  | 'connecting'
  | 'online'
  /** Lost or not reached; tries again by itself at `retryAt`. */
  | 'offline'
  /** The hall refused for a reason that a person must mend; no further attempt until `reconnect()`. */
  | 'refused'
  | 'closed';

export type LinkState = {
  readonly phase: LinkPhase;
  /** When this phase began, ms since the epoch (this machine). */
  readonly sinceAt: number;
  /** Why the link is offline or refused. */
  readonly error: ErrorCode | null;
  readonly retryAt: number | null;
  /** The answer to hello while online. */
  readonly session: RequestOutput<'session.hello'> | null;
  /** Hall time minus this machine's time at the last reading, ms; from the quickest ping. In an exercise it changes all the time: use `now()`. */
  readonly clockOffsetMs: number;
  /** Hall ms in one ms of this machine: 1, but in an exercise. */
  readonly clockRate: number;
  readonly roundTripMs: number | null;
};

export type RequestOptions = {
  readonly signal?: AbortSignal;
  readonly timeoutMs?: number;
  /** Called in the moment a good answer arrives, before anything that the hall sent after it is handed on. */
  readonly onAnswered?: () => void;
};

/** The one connection of a window (or of a sender) to its hall: hello, reconnect, requests, notices, binary frames. */
export interface HallLink {
  readonly state: StoreApi<LinkState>;
  /** Hall time now, ms since the epoch; follows the pace and the steps of an exercise's clock. */
  now(): number;
  /** Errors: AppError with the hall's code, or `timedOut`, `disconnected`. Never queued over a reconnect. */
  request<Name extends RequestName>(
    name: Name,
    input: RequestInput<Name>,
    options?: RequestOptions,
  ): Promise<RequestOutput<Name>>;
  /** Returns its own undoing. */
  on<Name extends NoticeName>(name: Name, listener: (data: NoticeData<Name>) => void): () => void;
  onBinary(listener: (bytes: Uint8Array) => void): () => void;
  /** False when the link is not online; the bytes are then dropped. */
  sendBinary(bytes: Uint8Array<ArrayBuffer>): boolean;
  /** Tries at once, also from `refused`. */
  reconnect(): void;
  /** Idempotent. */
  close(): void;
}
