import type { FeedId, SourceId } from '#protocol/nouns/ids.ts';
import type { SourceFault, SourceProtocol, SourceRecord, SourceStatus } from '#protocol/media/sources.ts';

/** The sources that the log knows, for the rooms that fetch or receive them. */
export interface Sources {
  /** Of these protocols, enabled or not. */
  list(protocols: readonly SourceProtocol[]): readonly SourceRecord[];
  /** Its password or stream key; null where it has none. Errors: JournalError. */
  secretOf(sourceId: SourceId): Promise<string | null>;
  /** Called with the id after a source was added, changed, given a new secret, switched or removed. Returns its own undoing. */
  onChange(listener: (sourceId: SourceId) => void): () => void;
  /** Called when somebody asks for a try at once. Returns its own undoing. */
  onRetry(listener: (sourceId: SourceId) => void): () => void;
  /** What people are told. Times are set by the book itself. */
  setStatus(sourceId: SourceId, status: SourceReading): void;
}

/** What a supervisor says of its source. */
export type SourceReading = Pick<SourceStatus, 'state' | 'attempts' | 'nextAttemptAt' | 'media'> & {
  readonly feedId: FeedId | null;
  /** Undefined: as before. */
  readonly fault?: { readonly fault: SourceFault; readonly detail: string } | null;
};
