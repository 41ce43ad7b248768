import { SipSyntaxError, type SipHeaders, type SipMessage } from './sipMessage.ts';

/** RFC 3261 lets a datagram be that large; what is larger is no message of a recorder. */
export const MAX_MESSAGE_BYTES = 65_536;
const MAX_HEADERS = 128;
const MAX_LINE = 8_192;
const COMPACT: Readonly<Record<string, string>> = {
  i: 'call-id', m: 'contact', e: 'content-encoding', l: 'content-length', c: 'content-type', f: 'from', s: 'subject', k: 'supported', t: 'to', v: 'via', o: 'event', u: 'allow-events', r: 'refer-to',
};
/** Of which one line may hold several values; those of others have commas of their own. */
const LISTS = new Set(['via', 'contact', 'route', 'record-route']);
const NAME = /^[A-Za-z0-9.!%*_+`'~-]{1,64}$/;
const REQUEST_LINE = /^([A-Z]{1,32}) (\S{1,512}) SIP\/2\.0$/;
const STATUS_LINE = /^SIP\/2\.0 ([1-6]\d\d)(?: ([^\r\n]*))?$/;
const REQUIRED = ['via', 'from', 'to', 'call-id', 'cseq'] as const;

export type SipHead = { readonly firstLine: string; readonly headers: SipHeaders };

/** One datagram. Errors: SipSyntaxError. */
export function parseSip(bytes: Buffer): SipMessage {
  if (bytes.length > MAX_MESSAGE_BYTES) throw new SipSyntaxError('too long');
  const end = bytes.indexOf('\r\n\r\n');
  if (end < 0) throw new SipSyntaxError('no end of the head');
  const head = readHead(bytes.subarray(0, end));
  const rest = bytes.subarray(end + 4);
  const length = contentLength(head.headers) ?? rest.length;
  if (length > rest.length) throw new SipSyntaxError('the body is shorter than Content-Length');
  return messageOf(head, Buffer.from(rest.subarray(0, length)));
}

/** Errors: SipSyntaxError. */
export function readHead(bytes: Buffer): SipHead {
  const lines: string[] = [];
  for (const line of bytes.toString('utf8').replace(/^(?:\r\n)+/, '').split('\r\n')) {
    if (line.length > MAX_LINE || lines.length > MAX_HEADERS) throw new SipSyntaxError('too long a head');
    if (/[\0\r\n]/.test(line)) throw new SipSyntaxError('a control character');
    const folded = line.startsWith(' ') || line.startsWith('\t');
    if (!folded) lines.push(line);
    else if (lines.length < 2) throw new SipSyntaxError('a folded first line');
    else {
      const unfolded = `${lines.at(-1) ?? ''} ${line.trim()}`;
      if (unfolded.length > MAX_LINE) throw new SipSyntaxError('too long a head');
      lines[lines.length - 1] = unfolded;
    }
  }
  const [firstLine = '', ...rest] = lines;
  const headers = rest.flatMap((line): (readonly [string, string])[] => {
    const colon = line.indexOf(':');
    const written = line.slice(0, Math.max(0, colon)).trim();
    if (!NAME.test(written)) throw new SipSyntaxError('a line that is no header');
    const name = COMPACT[written.toLowerCase()] ?? written.toLowerCase();
    const value = line.slice(colon + 1).trim();
    return (LISTS.has(name) ? splitList(value) : [value]).map((one) => [name, one] as const);
  });
  return { firstLine, headers };
}

/** Errors: SipSyntaxError for what is no length, or for two that differ. */
export function contentLength(headers: SipHeaders): number | undefined {
  const told = new Set(headers.filter(([name]) => name === 'content-length').map(([, value]) => value));
  const [value] = told;
  if (value === undefined) return undefined;
  if (told.size > 1 || !/^\d{1,6}$/.test(value) || Number(value) > MAX_MESSAGE_BYTES) throw new SipSyntaxError('a wrong Content-Length');
  return Number(value);
}

/** Errors: SipSyntaxError. */
export function messageOf({ firstLine, headers }: SipHead, body: Buffer): SipMessage {
  for (const name of REQUIRED) if (!headers.some(([known]) => known === name)) throw new SipSyntaxError(`no ${name}`);
  const sequence = /^(\d{1,10})\s+([A-Z]{1,32})$/.exec(headers.find(([name]) => name === 'cseq')?.[1] ?? '');
  if (sequence === null || Number(sequence[1]) >= 2 ** 31) throw new SipSyntaxError('a wrong CSeq');
  const request = REQUEST_LINE.exec(firstLine);
  if (request !== null) {
    const [, method = '', uri = ''] = request;
    if (sequence[2] !== method) throw new SipSyntaxError('CSeq is of another method');
    return { method, uri, headers, body };
  }
  const status = STATUS_LINE.exec(firstLine);
  if (status === null) throw new SipSyntaxError('a wrong first line');
  return { status: Number(status[1]), reason: status[2] ?? '', headers, body };
}

/** At commas, but for those in quotes and angle brackets. */
function splitList(value: string): string[] {
  const parts: string[] = [];
  let from = 0;
  let quoted = false;
  let depth = 0;
  for (let at = 0; at < value.length; at++) {
    const letter = value[at];
    if (quoted && letter === '\\') at++;
    else if (letter === '"') quoted = !quoted;
    else if (!quoted && letter === '<') depth++;
    else if (!quoted && letter === '>') depth = Math.max(0, depth - 1);
    else if (!quoted && depth === 0 && letter === ',') {
      parts.push(value.slice(from, at).trim());
      from = at + 1;
    }
  }
  return [...parts, value.slice(from).trim()].filter((part) => part !== '');
}
