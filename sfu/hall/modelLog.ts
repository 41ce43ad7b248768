import { createHash } from 'node:crypto';
import type { NewEvent } from '#domain/decision/decision.ts';
import { fold, nextVersion } from '#domain/hallState/fold.ts';
import { EMPTY_STATE, type HallState } from '#domain/hallState/hallState.ts';
import { eventOf } from '#protocol/events.ts';
import { GENESIS_HASH, type Entry, type LogPosition, type LogStatus } from '#protocol/nouns/log.ts';
import type { Appended } from '../ports/log.ts';

/** For tests: the durable log as the hall room sees it, with a ring of the last entries. */
export class ModelLog {
  state: HallState = EMPTY_STATE;
  position: LogPosition = { sequence: 0, hash: GENESIS_HASH };
  status: LogStatus = { writable: true, reason: null, sinceAt: 0 };
  ring = Infinity;
  readonly entries: Entry[] = [];
  readonly #appended = new Set<(appended: Appended) => void>();
  readonly #statuses = new Set<(status: LogStatus) => void>();

  onAppended(listener: (appended: Appended) => void): () => void {
    this.#appended.add(listener);
    return () => this.#appended.delete(listener);
  }

  onStatus(listener: (status: LogStatus) => void): () => void {
    this.#statuses.add(listener);
    return () => this.#statuses.delete(listener);
  }

  since({ sequence, hash }: LogPosition): readonly Entry[] | null {
    const known = sequence === 0 ? GENESIS_HASH : this.entries[sequence - 1]?.hash;
    return known !== hash || this.entries.length - sequence > this.ring ? null : this.entries.slice(sequence);
  }

  append(...events: NewEvent[]): void {
    const after = this.position;
    const entries = events.map(({ name, subject, courtCode: court, data }) => {
      const version = nextVersion(this.state, name, subject);
      const content = { sequence: this.position.sequence + 1, at: Date.now(), name, subject, version, courtCode: court, actor: { kind: 'hall' as const }, data, commandId: null, via: null, previousHash: this.position.hash };
      const entry: Entry = { ...content, hash: createHash('sha256').update(JSON.stringify(content)).digest('hex') };
      const event = eventOf(entry);
      this.state = event === null ? this.state : fold(this.state, event);
      this.position = { sequence: entry.sequence, hash: entry.hash };
      this.entries.push(entry);
      return entry;
    });
    for (const listener of this.#appended) {
      listener({ after, entries, state: this.state, upTo: this.position });
    }
  }

  change(status: LogStatus): void {
    this.status = status;
    for (const listener of this.#statuses) {
      listener(status);
    }
  }
}
