import { requests, type RequestName, type RequestOutput } from '#protocol/contract.ts';
import { AppError } from '#protocol/errors.ts';
import type { ServerFrame } from '#protocol/envelope.ts';

const LAST_ID = 0xffff_ffff;

type Pending = {
  readonly name: RequestName;
  readonly settle: (outcome: { data: unknown } | { error: unknown }) => void;
};

export type AnswerFrame = Extract<ServerFrame, { ok: boolean }>;

/** Requests of one socket that wait for their answers, which may come in any order. */
export class PendingRequests {
  #nextId = 1;
  #pending = new Map<number, Pending>();

  /**
   * Sends through `send` and resolves with the parsed answer. Errors: AppError (the hall's code, `timedOut`,
   * `disconnected`, `internal` for an answer that does not fit the contract); the signal's reason when aborted.
   */
  start<Name extends RequestName>(options: {
    name: Name;
    send: (id: number) => void;
    timeoutMs: number;
    signal?: AbortSignal | undefined;
    onAnswered?: (() => void) | undefined;
  }): Promise<RequestOutput<Name>> {
    const { name, send, timeoutMs, signal, onAnswered } = options;
    return new Promise((resolve, reject) => {
      if (signal?.aborted) {
        reject(signal.reason);
        return;
      }
      const id = this.#takeId();
      const onAbort = () => this.#settle(id, { error: signal?.reason });
      const timer = setTimeout(() => {
        this.#settle(id, { error: new AppError('timedOut', { detail: `no answer to ${name} in ${timeoutMs} ms` }) });
      }, timeoutMs);
      this.#pending.set(id, {
        name,
        settle: (outcome) => {
          clearTimeout(timer);
          signal?.removeEventListener('abort', onAbort);
          if ('error' in outcome) {
            reject(outcome.error);
          } else {
            onAnswered?.();
            // The schema of this very request has parsed it; the map of schemas loses that to the type checker.
            resolve(outcome.data as RequestOutput<Name>);
          }
        },
      });
      signal?.addEventListener('abort', onAbort, { once: true });
      try {
        send(id);
      } catch (cause) {
        this.#settle(id, { error: new AppError('disconnected', { cause }) });
      }
    });
  }

  /** An answer to a request that was given up meanwhile is passed over. */
  answer(frame: AnswerFrame): void {
    const pending = frame.id === null ? undefined : this.#pending.get(frame.id);
    if (!pending || frame.id === null) {
      return;
    }
    if (!frame.ok) {
      this.#settle(frame.id, {
        error: new AppError(frame.error.code, { params: frame.error.params, detail: `${pending.name}: ${frame.error.code}` }),
      });
      return;
    }
    const parsed = requests[pending.name].output.safeParse(frame.data);
    this.#settle(
      frame.id,
      parsed.success
        ? { data: parsed.data }
        : { error: new AppError('internal', { cause: parsed.error, detail: `${pending.name}: the answer does not fit the contract` }) },
    );
  }

  failAll(error: AppError): void {
    for (const id of this.#pending.keys()) {
      this.#settle(id, { error });
    }
  }

  #settle(id: number, outcome: { data: unknown } | { error: unknown }): void {
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    pending?.settle(outcome);
  }

  #takeId(): number {
    while (this.#pending.has(this.#nextId)) {
      this.#nextId = this.#nextId >= LAST_ID ? 1 : this.#nextId + 1;
    }
    const id = this.#nextId;
    this.#nextId = id >= LAST_ID ? 1 : id + 1;
    return id;
  }
}
