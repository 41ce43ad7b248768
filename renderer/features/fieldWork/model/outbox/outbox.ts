import { createStore, type StoreApi } from 'zustand/vanilla';
import { canonicalReport } from '#domain/reports/canonicalReport.ts';
import { AppError, type ErrorCode } from '#protocol/errors.ts';
import type { UnitId } from '#protocol/nouns/ids.ts';
import type { HallLink } from '../../../../link/hallLink.ts';
import { sha256 } from '../../../../platform/sha256.ts';
import { Bell } from './bell.ts';
import type { Act, OutboxItem, ReportInput } from './outboxItem.ts';
import { StorageError, type NewItem, type OutboxStore } from './outboxStore.ts';
import { isFinal, PieceSender, sendAct } from './sendAct.ts';

export type OutboxState = {
  /** Oldest first. */
  readonly items: readonly OutboxItem[];
  /** The one under way, and how much of its picture the hall has. */
  readonly sending: { readonly itemId: number; readonly sentBytes: number } | null;
  /** Why the last attempt failed; it goes on by itself. */
  readonly problem: ErrorCode | null;
};

export type Author = { readonly unitId: UnitId; readonly name: string };
/** A report but for its place in the chain. */
export type ReportDraft = Omit<ReportInput, 'chainId' | 'deviceSequence' | 'previousHash'>;

export type OutboxOptions = {
  readonly store: OutboxStore;
  /** Runs it while no other page of this device runs its own; gives up waiting with the signal. */
  readonly alone: (signal: AbortSignal, run: () => Promise<void>) => Promise<void>;
  readonly newChainId: () => string;
  readonly log: (message: string, cause: unknown) => void;
};

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 30_000;
/** How often a picture is begun anew that the hall found damaged or lost. */
const PICTURE_TRIES = 3;

/** What a person did on this device: kept first, then sent once and in order, answers to instructions before reports. */
export class Outbox {
  readonly state: StoreApi<OutboxState> = createStore<OutboxState>(() => ({ items: [], sending: null, problem: null }));
  readonly #options: OutboxOptions;
  readonly #bell = new Bell();
  readonly #pieces = new PieceSender();
  /** Bytes of an item's picture that the hall has, and how often it was begun. */
  readonly #pictures = new Map<number, { sentBytes: number; tries: number }>();
  readonly #stopHearing: () => void;

  private constructor(options: OutboxOptions) {
    this.#options = options;
    this.#stopHearing = options.store.onChanged(() => void this.#refresh().catch((error: unknown) => options.log('the outbox cannot be read', error)));
  }

  /** Errors: StorageError. */
  static async open(options: OutboxOptions): Promise<Outbox> {
    const outbox = new Outbox(options);
    await outbox.#refresh();
    return outbox;
  }

  /** Kept for good when it resolves. Errors: StorageError. */
  async answer(author: Author, act: Exclude<Act, { name: 'report.submit' }>): Promise<void> {
    await this.#options.store.add({ ...by(author), act, hash: null, thumbnail: null }, null);
  }

  /** Kept for good, with its place in the chain, when it resolves. Errors: StorageError. */
  async report(author: Author, draft: ReportDraft, photo: { readonly bytes: Uint8Array<ArrayBuffer>; readonly thumbnail: NewItem['thumbnail'] } | null): Promise<void> {
    const { store, newChainId } = this.#options;
    for (let kept = false; !kept;) {
      const before = await store.headOf(author.unitId);
      const input: ReportInput = { ...draft, chainId: before?.chainId ?? newChainId(), deviceSequence: (before?.deviceSequence ?? 0) + 1, previousHash: before?.hash ?? null };
      const hash = await sha256(new TextEncoder().encode(canonicalReport(author.unitId, input)));
      const item = { ...by(author), act: { name: 'report.submit' as const, input }, hash, thumbnail: photo?.thumbnail ?? null };
      const head = { chainId: input.chainId, deviceSequence: input.deviceSequence, hash };
      kept = await store.add(item, { bytes: photo?.bytes ?? null, before, head });
    }
  }

  /** A photo's bytes while they are here; null: they are not. Errors: StorageError. */
  bytesOf(itemId: number): Promise<Uint8Array<ArrayBuffer> | null> {
    return this.#options.store.bytesOf(itemId);
  }

  /** Sends over this link until the answer is called. */
  attach(link: HallLink): () => void {
    const ended = new AbortController();
    const stop = link.state.subscribe(({ phase }, before) => phase !== before.phase && this.#bell.ring());
    ended.signal.addEventListener('abort', () => this.#bell.ring());
    this.#options.alone(ended.signal, () => this.#sendUntil(link, ended.signal)).catch((error: unknown) => {
      if (!ended.signal.aborted) this.#options.log('nothing is sent from here', error);
    });
    return () => {
      stop();
      ended.abort();
    };
  }

  /** Idempotent. */
  close(): void {
    this.#stopHearing();
    this.#options.store.close();
  }

  async #sendUntil(link: HallLink, ended: AbortSignal): Promise<void> {
    // Whoever sent before this one may have ended what it still shows as waiting.
    let stale = true;
    for (let failures = 0; !ended.aborted;) {
      let waitMs: number | null = null;
      try {
        if (stale) await this.#refresh();
        stale = false;
        const item = nextOf(this.state.getState().items, link.state.getState().session?.unit?.unitId);
        if (item !== undefined) {
          await this.#step(link, item);
          this.state.setState({ problem: null });
          failures = 0;
          continue;
        }
      } catch (error) {
        this.#options.log('what was done here has not reached the hall yet', error);
        this.state.setState({ problem: error instanceof AppError ? error.code : 'internal' });
        stale = error instanceof StorageError;
        waitMs = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** failures);
        failures += 1;
      }
      this.state.setState({ sending: null });
      if (!ended.aborted) await this.#bell.heard(waitMs);
    }
  }

  /** One piece of a picture, or the act itself. */
  async #step(link: HallLink, item: OutboxItem): Promise<void> {
    const { itemId, act } = item;
    const picture = act.name === 'report.submit' ? act.input.picture : null;
    const progress = this.#pictures.get(itemId) ?? { sentBytes: 0, tries: 0 };
    this.state.setState({ sending: { itemId, sentBytes: progress.sentBytes } });
    try {
      if (picture !== null && progress.sentBytes < picture.totalBytes) {
        const bytes = await this.#options.store.bytesOf(itemId);
        if (bytes === null) throw new AppError('notFound', { detail: 'the bytes of a picture are gone from the device' });
        const sentBytes = await this.#pieces.send(link, picture, bytes, progress.sentBytes);
        this.#pictures.set(itemId, { ...progress, sentBytes });
        return;
      }
      const outcome = await sendAct(link, act);
      await this.#options.store.settle(itemId, outcome);
    } catch (error) {
      if (!isFinal(error)) throw error;
      const damaged = picture !== null && (error.code === 'badPicture' || error.code === 'notFound');
      if (damaged && progress.tries < PICTURE_TRIES) {
        this.#pictures.set(itemId, { sentBytes: 0, tries: progress.tries + 1 });
        throw error;
      }
      await this.#options.store.settle(itemId, { state: 'refused', at: Math.round(link.now()), code: error.code });
    }
    this.#pictures.delete(itemId);
    await this.#refresh();
  }

  async #refresh(): Promise<void> {
    this.state.setState({ items: await this.#options.store.items() });
    this.#bell.ring();
  }
}

/** A person's answer must not wait behind a large picture. */
function nextOf(items: readonly OutboxItem[], unitId: UnitId | undefined): OutboxItem | undefined {
  const waiting = items.filter((item) => item.outcome === null && item.unitId === unitId);
  return waiting.find(({ act }) => act.name !== 'report.submit') ?? waiting[0];
}

function by({ unitId, name }: Author): Pick<NewItem, 'unitId' | 'unitName'> {
  return { unitId, unitName: name };
}
