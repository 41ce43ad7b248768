/** One SIP message as it stands on the wire: first line, headers in their order (names in lower case, long form), body. */
export type SipText = { readonly start: string; readonly headers: readonly SipHeader[]; readonly body: Buffer };
export type SipHeader = readonly [name: string, value: string];

/** What came is no SIP. */
export class SipTextError extends Error {
  override readonly name = 'SipTextError';
}

const LONG_FORMS: Readonly<Record<string, string>> = { v: 'via', f: 'from', t: 'to', i: 'call-id', m: 'contact', l: 'content-length', c: 'content-type', s: 'subject', o: 'event', e: 'content-encoding', k: 'supported' };
const MAX_HEAD_BYTES = 16_384;

/** The message at the beginning of these bytes and where it ends; null: it is not whole yet. Errors: SipTextError. */
export function readSip(bytes: Buffer, { isStream }: { readonly isStream: boolean }): { readonly message: SipText; readonly end: number } | null {
  const headEnd = bytes.indexOf('\r\n\r\n');
  if (headEnd < 0) {
    if (bytes.length > MAX_HEAD_BYTES) throw new SipTextError('a head without end');
    return null;
  }
  // RFC 3261 7.3.1: a line that begins with a blank goes on with the one before.
  const [start = '', ...lines] = bytes.toString('utf8', 0, headEnd).replaceAll(/\r\n[ \t]+/g, ' ').split('\r\n');
  if (!/^SIP\/2\.0 \d{3}( |$)|^[A-Z]+ \S+ SIP\/2\.0$/.test(start)) throw new SipTextError(`no first line: ${start.slice(0, 60)}`);
  const headers = lines.map((line): SipHeader => {
    const colon = line.indexOf(':');
    if (colon < 1) throw new SipTextError(`no header: ${line.slice(0, 60)}`);
    const name = line.slice(0, colon).trim().toLowerCase();
    return [LONG_FORMS[name] ?? name, line.slice(colon + 1).trim()];
  });
  const said = headers.find(([name]) => name === 'content-length')?.[1];
  const bodyAt = headEnd + 4;
  // In a datagram the length may be left out; in a stream nothing else tells where the message ends.
  const length = said === undefined ? (isStream ? 0 : bytes.length - bodyAt) : Number(said);
  if (!Number.isInteger(length) || length < 0 || length > 1_000_000) throw new SipTextError('no length');
  const end = bodyAt + length;
  return bytes.length < end ? null : { message: { start, headers, body: bytes.subarray(bodyAt, end) }, end };
}

export function writeSip({ start, headers, body }: SipText): Buffer {
  const lines = headers.filter(([name]) => name !== 'content-length').map(([name, value]) => `${wireName(name)}: ${value}`);
  return Buffer.concat([Buffer.from(`${[start, ...lines, `Content-Length: ${body.length}`].join('\r\n')}\r\n\r\n`), body]);
}

export function headerOf({ headers }: SipText, name: string): string | undefined {
  return headers.find(([one]) => one === name)?.[1];
}

export function headersOf({ headers }: SipText, name: string): string[] {
  return headers.filter(([one]) => one === name).map(([, value]) => value);
}

/** Null for a request. */
export function statusOf({ start }: SipText): number | null {
  const status = /^SIP\/2\.0 (\d{3})/.exec(start)?.[1];
  return status === undefined ? null : Number(status);
}

/** Empty for an answer. */
export function methodOf({ start }: SipText): string {
  return start.startsWith('SIP/') ? '' : start.slice(0, start.indexOf(' '));
}

/** The address within `"Name" <sip:user@host:port;…>;tag=…`, its user, and the tag. */
export function addressOf(value: string): { readonly uri: string; readonly user: string; readonly tag: string | null } {
  const uri = /<([^>]*)>/.exec(value)?.[1] ?? value.split(';')[0]!.trim();
  return { uri, user: /^sips?:([^@;]*)@/.exec(uri)?.[1] ?? '', tag: /;\s*tag=([^;\s>]+)\s*(?:;|$)/.exec(value.slice(value.indexOf('>') + 1))?.[1] ?? null };
}

function wireName(name: string): string {
  if (name === 'call-id') return 'Call-ID';
  if (name === 'cseq') return 'CSeq';
  if (name === 'www-authenticate') return 'WWW-Authenticate';
  return name.replaceAll(/(^|-)([a-z])/g, (_, dash: string, letter: string) => `${dash}${letter.toUpperCase()}`);
}
