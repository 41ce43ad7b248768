/** Lower-case long names with their values, in order. */
export type SipHeaders = readonly (readonly [name: string, value: string])[];
export type SipRequest = { readonly method: string; readonly uri: string; readonly headers: SipHeaders; readonly body: Buffer };
export type SipResponse = { readonly status: number; readonly reason: string; readonly headers: SipHeaders; readonly body: Buffer };
export type SipMessage = SipRequest | SipResponse;

/** The bytes are no SIP message. */
export class SipSyntaxError extends Error {
  override readonly name = 'SipSyntaxError';
}

export function isRequest(message: SipMessage): message is SipRequest {
  return 'method' in message;
}

/** The first value of a header. */
export function header({ headers }: SipMessage, name: string): string | undefined {
  return headers.find(([known]) => known === name)?.[1];
}

export function headersOf({ headers }: SipMessage, name: string): string[] {
  return headers.filter(([known]) => known === name).map(([, value]) => value);
}

const CANONICAL: Readonly<Record<string, string>> = {
  'call-id': 'Call-ID', cseq: 'CSeq', 'www-authenticate': 'WWW-Authenticate', 'x-gb-ver': 'X-GB-Ver', 'mime-version': 'MIME-Version',
};

function spelled(name: string): string {
  return CANONICAL[name] ?? name.replace(/(^|-)[a-z]/g, (letter) => letter.toUpperCase());
}

/** As it goes over the wire; Content-Length is set from the body. */
export function serialiseSip(message: SipMessage): Buffer {
  const first = isRequest(message) ? `${message.method} ${message.uri} SIP/2.0` : `SIP/2.0 ${message.status} ${message.reason}`;
  const lines = message.headers.filter(([name]) => name !== 'content-length').map(([name, value]) => `${spelled(name)}: ${value}`);
  return Buffer.concat([Buffer.from([first, ...lines, `Content-Length: ${message.body.length}`, '', ''].join('\r\n'), 'utf8'), message.body]);
}
