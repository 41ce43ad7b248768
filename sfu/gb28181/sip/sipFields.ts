import { randomBytes } from 'node:crypto';
import { SipSyntaxError } from './sipMessage.ts';

export type SipAddress = { readonly uri: string; readonly parameters: ReadonlyMap<string, string> };
export type SipUri = { readonly user: string; readonly host: string; readonly port: number | null; readonly transport: string | null };
export type Via = { readonly protocol: string; readonly host: string; readonly port: number | null; readonly parameters: ReadonlyMap<string, string> };

/** RFC 3261: so do branches begin that are unique. */
const MAGIC = 'z9hG4bK';

export function newBranch(): string {
  return `${MAGIC}${randomBytes(12).toString('hex')}`;
}

export function newTag(): string {
  return randomBytes(8).toString('hex');
}

/** `"name" <uri>;tag=…` or `uri;tag=…`. Errors: SipSyntaxError. */
export function parseAddress(value: string): SipAddress {
  const open = value.startsWith('"') ? value.indexOf('<', value.indexOf('"', 1)) : value.indexOf('<');
  if (open >= 0) {
    const close = value.indexOf('>', open);
    if (close < 0) throw new SipSyntaxError('a wrong address');
    return { uri: value.slice(open + 1, close), parameters: parseParameters(value.slice(close + 1)) };
  }
  const semicolon = value.indexOf(';');
  return semicolon < 0 ? { uri: value.trim(), parameters: new Map() } : { uri: value.slice(0, semicolon).trim(), parameters: parseParameters(value.slice(semicolon)) };
}

/** Errors: SipSyntaxError. */
export function parseUri(uri: string): SipUri {
  const matched = /^sips?:(?:([^@;?\s]{1,128})@)?(\[[0-9A-Fa-f:.]{2,64}\]|[A-Za-z0-9._-]{1,253})(?::(\d{1,5}))?(;[^?\s]*)?(?:\?\S*)?$/i.exec(uri);
  if (matched === null) throw new SipSyntaxError('a wrong address');
  const [, user = '', host = '', port, parameters = ''] = matched;
  return { user, host, port: port === undefined ? null : portOf(port), transport: parseParameters(parameters).get('transport')?.toLowerCase() ?? null };
}

/** Errors: SipSyntaxError. */
export function parseVia(value: string): Via {
  const matched = /^SIP\s*\/\s*2\.0\s*\/\s*([A-Za-z]{2,8})\s+(\[[0-9A-Fa-f:.]{2,64}\]|[A-Za-z0-9._-]{1,253})(?:\s*:\s*(\d{1,5}))?\s*(;.*)?$/.exec(value);
  if (matched === null) throw new SipSyntaxError('a wrong Via');
  const [, protocol = '', host = '', port, parameters = ''] = matched;
  return { protocol: protocol.toUpperCase(), host, port: port === undefined ? null : portOf(port), parameters: parseParameters(parameters) };
}

/** The value of a digest header after its scheme: `realm="a, b", qop=auth`. */
export function parseCredentials(value: string): ReadonlyMap<string, string> {
  const parts = new Map<string, string>();
  const pattern = /([A-Za-z0-9_-]{1,32})\s*=\s*(?:"([^"]{0,512})"|([^\s,"]{0,512}))\s*(?:,|$)/g;
  for (const [, name = '', quoted, plain] of value.matchAll(pattern)) {
    if (parts.size >= 32) break;
    parts.set(name.toLowerCase(), quoted ?? plain ?? '');
  }
  return parts;
}

function parseParameters(text: string): ReadonlyMap<string, string> {
  return new Map(text.split(';').slice(0, 32).map((part) => part.trim()).filter((part) => part !== '').map((part) => {
    const equals = part.indexOf('=');
    return equals < 0 ? [part.toLowerCase(), ''] as const : [part.slice(0, equals).trim().toLowerCase(), part.slice(equals + 1).trim()] as const;
  }));
}

function portOf(digits: string): number {
  const port = Number(digits);
  if (port < 1 || port > 65_535) throw new SipSyntaxError('a wrong port');
  return port;
}
