import { contentLength, MAX_MESSAGE_BYTES, messageOf, readHead } from './parseSip.ts';
import { SipSyntaxError, type SipMessage } from './sipMessage.ts';

/** Cuts the bytes of a TCP connection into messages. */
export class SipStream {
  #chunks: Buffer[] = [];
  #length = 0;
  /** Nothing can be done with fewer bytes than these: a body that trickles in is not joined anew for each byte. */
  #wanted = 0;

  /** The messages that are whole now, in order. Errors: SipSyntaxError, after which the connection is of no use. */
  take(bytes: Buffer): SipMessage[] {
    this.#chunks.push(bytes);
    this.#length += bytes.length;
    if (this.#length < this.#wanted) return [];
    let rest = this.#chunks.length === 1 ? bytes : Buffer.concat(this.#chunks, this.#length);
    const messages: SipMessage[] = [];
    this.#wanted = 0;
    for (;;) {
      // Empty lines between messages keep the connection open.
      let start = 0;
      while (rest[start] === 13 || rest[start] === 10) start++;
      rest = rest.subarray(start);
      const end = rest.indexOf('\r\n\r\n');
      if (end < 0) break;
      const head = readHead(rest.subarray(0, end));
      const length = contentLength(head.headers);
      if (length === undefined) throw new SipSyntaxError('no Content-Length');
      const whole = end + 4 + length;
      if (whole > MAX_MESSAGE_BYTES) throw new SipSyntaxError('too long');
      if (rest.length < whole) {
        this.#wanted = whole;
        break;
      }
      messages.push(messageOf(head, Buffer.from(rest.subarray(end + 4, whole))));
      rest = rest.subarray(whole);
    }
    if (rest.length > MAX_MESSAGE_BYTES) throw new SipSyntaxError('too long');
    this.#chunks = rest.length === 0 ? [] : [Buffer.from(rest)];
    this.#length = rest.length;
    return messages;
  }
}
