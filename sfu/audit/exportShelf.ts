import type { SessionId } from '#protocol/nouns/ids.ts';
import type { Session } from '../ports/session.ts';

/** How long an export waits to be fetched, ms. */
const KEPT_MS = 10 * 60_000;
/** All exports together, bytes. */
export const SHELF_BYTES = 64 * 1024 * 1024;

/** One finished file. */
export type ShelvedExport = { readonly exportId: string; readonly file: Buffer };

type Owner = Pick<Session, 'sessionId' | 'ended'>;
type Kept = ShelvedExport & { readonly timer: ReturnType<typeof setTimeout> };

/** Finished exports, in memory, until their session has ended or ten minutes have gone by; one a session. */
export class ExportShelf {
  readonly #kept = new Map<SessionId, Kept>();
  readonly #bytes: number;

  constructor(options: { bytes?: number } = {}) {
    this.#bytes = options.bytes ?? SHELF_BYTES;
  }

  /** Whether the file can ever be kept, and whether now: the session's earlier one would make room. */
  roomFor(owner: Owner, bytes: number): 'yes' | 'later' | 'never' {
    const taken = [...this.#kept].reduce((sum, [sessionId, { file }]) => (sessionId === owner.sessionId ? sum : sum + file.length), 0);
    return bytes > this.#bytes ? 'never' : taken + bytes > this.#bytes ? 'later' : 'yes';
  }

  put(owner: Owner, shelved: ShelvedExport): void {
    const { sessionId, ended } = owner;
    this.#drop(sessionId);
    if (ended.aborted) {
      return;
    }
    const timer = setTimeout(() => this.#drop(sessionId), KEPT_MS);
    timer.unref();
    this.#kept.set(sessionId, { ...shelved, timer });
    ended.addEventListener('abort', () => this.#drop(sessionId), { once: true });
  }

  get(owner: Owner, exportId: string): Buffer | undefined {
    const kept = this.#kept.get(owner.sessionId);
    return kept?.exportId === exportId ? kept.file : undefined;
  }

  #drop(sessionId: SessionId): void {
    clearTimeout(this.#kept.get(sessionId)?.timer);
    this.#kept.delete(sessionId);
  }
}
