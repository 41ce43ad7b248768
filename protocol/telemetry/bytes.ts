import { TelemetryFrameError } from './frames.ts';

/** Up to this many bits of a number are moved by shifting, which is the quick way. */
const SHIFTED_BELOW = 2 ** 31;
const MOST_VARINT_BYTES = 8;

/** Numbers into bytes that grow as needed: little-endian, whole numbers as varints (7 bits a byte, low ones first). */
export class ByteWriter {
  #bytes: Uint8Array<ArrayBuffer>;
  #view: DataView;
  #length = 0;

  constructor(capacity = 256) {
    this.#bytes = new Uint8Array(capacity);
    this.#view = new DataView(this.#bytes.buffer);
  }

  get length(): number {
    return this.#length;
  }

  byte(value: number): void {
    this.#need(1);
    this.#bytes[this.#length++] = value;
  }

  float64(value: number): void {
    this.#need(8);
    this.#view.setFloat64(this.#length, value, true);
    this.#length += 8;
  }

  /** A whole number from 0 to 2^53. */
  varint(value: number): void {
    this.#need(MOST_VARINT_BYTES);
    let rest = value;
    while (rest >= SHIFTED_BELOW) {
      this.#bytes[this.#length++] = (rest % 128) | 128;
      rest = Math.floor(rest / 128);
    }
    while (rest > 127) {
      this.#bytes[this.#length++] = (rest & 127) | 128;
      rest >>>= 7;
    }
    this.#bytes[this.#length++] = rest;
  }

  /** A whole number of either sign, small ones short: 0, -1, 1, -2 … */
  zigzag(value: number): void {
    this.varint(value < 0 ? -2 * value - 1 : 2 * value);
  }

  raw(bytes: Uint8Array): void {
    this.#need(bytes.length);
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  /** A view of what was written from this place on; good until more is written. */
  from(start: number): Uint8Array<ArrayBuffer> {
    return this.#bytes.subarray(start, this.#length);
  }

  #need(more: number): void {
    if (this.#length + more > this.#bytes.length) {
      const wider = new Uint8Array(this.#bytes.length * 2 + more);
      wider.set(this.#bytes);
      this.#bytes = wider;
      this.#view = new DataView(wider.buffer);
    }
  }
}

/** Reads what `ByteWriter` wrote. Every method: TelemetryFrameError when the bytes end too soon or are no such number. */
export class ByteReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #offset = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get left(): number {
    return this.#bytes.length - this.#offset;
  }

  byte(): number {
    const value = this.#bytes[this.#offset];
    if (value === undefined) {
      throw new TelemetryFrameError('the bytes end too soon');
    }
    this.#offset += 1;
    return value;
  }

  float64(): number {
    if (this.left < 8) {
      throw new TelemetryFrameError('the bytes end too soon');
    }
    this.#offset += 8;
    return this.#view.getFloat64(this.#offset - 8, true);
  }

  /** A view of so many bytes. */
  raw(length: number): Uint8Array {
    if (this.left < length) {
      throw new TelemetryFrameError('the bytes end too soon');
    }
    this.#offset += length;
    return this.#bytes.subarray(this.#offset - length, this.#offset);
  }

  varint(): number {
    let value = 0;
    for (let place = 1, count = 0; count < MOST_VARINT_BYTES; count += 1, place *= 128) {
      const byte = this.byte();
      value += (byte & 127) * place;
      if (byte < 128) {
        if (value > Number.MAX_SAFE_INTEGER) {
          break;
        }
        return value;
      }
    }
    throw new TelemetryFrameError('a number is too long');
  }

  zigzag(): number {
    const value = this.varint();
    return value % 2 === 1 ? -(value + 1) / 2 : value / 2;
  }
}
