import type { SourceRecord, SourceStatus } from '#protocol/media/sources.ts';
import type { SourceId } from '#protocol/nouns/ids.ts';
import type { SourceReading } from '../ports/sources.ts';

/** How each source is now; kept in memory alone. */
export class StatusBook {
  readonly #statuses = new Map<SourceId, SourceStatus>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** What is told of a source that nobody has spoken of yet, too. */
  of({ sourceId, enabled }: SourceRecord): SourceStatus {
    return this.#statuses.get(sourceId) ?? {
      sourceId, state: enabled ? 'waiting' : 'off', sinceAt: this.#now(), fault: null, attempts: 0, nextAttemptAt: null, feedId: null, media: null,
    };
  }

  /** Undefined when nothing changed. */
  set(source: SourceRecord, { fault, ...reading }: SourceReading): SourceStatus | undefined {
    const before = this.of(source);
    const now = this.#now();
    const next: SourceStatus = {
      ...before,
      ...reading,
      sinceAt: before.state === reading.state ? before.sinceAt : now,
      fault: fault === undefined ? before.fault : fault && { ...fault, detail: fault.detail.slice(0, 500), at: now },
    };
    const known = this.#statuses.has(source.sourceId);
    this.#statuses.set(source.sourceId, next);
    return known && JSON.stringify(before) === JSON.stringify(next) ? undefined : next;
  }

  forget(sourceId: SourceId): void {
    this.#statuses.delete(sourceId);
  }
}
