import { isNoticeName, notices, type NoticeData, type NoticeName } from '#protocol/contract.ts';

type Listener = (data: unknown) => void;

/** Hands notices to those who listen for them. One listener's mistake does not keep the news from the others. */
export class NoticeBoard {
  readonly #listeners = new Map<NoticeName, Set<Listener>>();
  readonly #log: (message: string, cause: unknown) => void;

  constructor(log: (message: string, cause: unknown) => void) {
    this.#log = log;
  }

  on<Name extends NoticeName>(name: Name, listener: (data: NoticeData<Name>) => void): () => void {
    // A registration of its own, so that the same function may listen twice and undo each once.
    const registered: Listener = (data) => listener(data as NoticeData<Name>);
    const listeners = this.#listeners.get(name) ?? new Set();
    this.#listeners.set(name, listeners);
    listeners.add(registered);
    return () => listeners.delete(registered);
  }

  /** A name that this build does not know comes from a newer hall and is passed over. */
  post(name: string, data: unknown): void {
    if (!isNoticeName(name)) {
      return;
    }
    const listeners = this.#listeners.get(name);
    if (!listeners?.size) {
      return;
    }
    const parsed = notices[name].data.safeParse(data);
    if (!parsed.success) {
      this.#log(`notice ${name} does not fit the contract`, parsed.error);
      return;
    }
    for (const listener of listeners) {
      try {
        listener(parsed.data);
      } catch (cause) {
        this.#log(`a listener of ${name} failed`, cause);
      }
    }
  }
}
