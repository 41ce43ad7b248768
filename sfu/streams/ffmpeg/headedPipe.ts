import type { Writable } from 'node:stream';

/** More than any encoder sends while it is looked at; a reader that is so far behind does not catch up. */
const MAX_HELD_BYTES = 16 * 1024 * 1024;

/** Bytes of a stream that is read twice: first a look at its head, then from the beginning to the end. */
export class HeadedPipe {
  readonly #onOverflow: () => void;
  #head: Buffer[] | null = [];
  #headBytes = 0;
  readonly #readers = new Set<Writable>();
  #ended = false;

  constructor(onOverflow: () => void) {
    this.#onOverflow = onOverflow;
  }

  /** What no reader has taken yet, bytes. */
  get waiting(): number {
    return this.#headBytes + Math.max(0, ...Array.from(this.#readers, (reader) => reader.writableLength));
  }

  write(bytes: Buffer): void {
    if (this.#ended) return;
    if (this.#head !== null) {
      this.#head.push(bytes);
      this.#headBytes += bytes.length;
      if (this.#headBytes > MAX_HELD_BYTES) this.#overflow();
    }
    for (const reader of this.#readers) {
      if (reader.writable) reader.write(bytes);
      if (reader.writableLength > MAX_HELD_BYTES) this.#overflow();
    }
  }

  /** From the first byte on; the last reader after which nobody begins anew says so. */
  read(reader: Writable, { last }: { readonly last: boolean }): void {
    for (const bytes of this.#head ?? []) reader.write(bytes);
    if (last) {
      this.#head = null;
      this.#headBytes = 0;
    }
    if (this.#ended) {
      reader.end();
      return;
    }
    this.#readers.add(reader);
    reader.once('close', () => this.#readers.delete(reader));
  }

  /** Idempotent. */
  end(): void {
    if (this.#ended) return;
    this.#ended = true;
    for (const reader of this.#readers) reader.end();
    this.#readers.clear();
  }

  #overflow(): void {
    this.end();
    this.#head = null;
    this.#headBytes = 0;
    this.#onOverflow();
  }
}
