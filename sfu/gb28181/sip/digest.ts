import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { parseCredentials } from './sipFields.ts';

export const DIGEST_ALGORITHMS = ['MD5', 'SHA-256'] as const;
export type DigestAlgorithm = (typeof DIGEST_ALGORITHMS)[number];

type Answer = { readonly algorithm: DigestAlgorithm; readonly username: string; readonly realm: string; readonly password: string; readonly method: string; readonly uri: string; readonly nonce: string; readonly qop: { readonly nc: string; readonly cnonce: string } | null };

/** RFC 2617 (MD5) and RFC 7616 (SHA-256), qop `auth` or none. */
export function digestResponse({ algorithm, username, realm, password, method, uri, nonce, qop }: Answer): string {
  const hash = (text: string): string => createHash(algorithm === 'MD5' ? 'md5' : 'sha256').update(text).digest('hex');
  const secret = hash(`${username}:${realm}:${password}`);
  const asked = hash(`${method}:${uri}`);
  return hash(qop === null ? `${secret}:${nonce}:${asked}` : `${secret}:${nonce}:${qop.nc}:${qop.cnonce}:auth:${asked}`);
}

const NONCE_FOR_MS = 300_000;

/** Gives out nonces that need not be remembered: each carries its time, signed. */
export class DigestGate {
  readonly #key = randomBytes(32);
  readonly #realm: string;
  readonly #now: () => number;

  /** `now`: real time, ms. */
  constructor(options: { readonly realm: string; readonly now: () => number }) {
    this.#realm = options.realm;
    this.#now = options.now;
  }

  /** One value of WWW-Authenticate for each algorithm; devices of 2016 take the first that they know. */
  challenges({ stale }: { readonly stale: boolean }): string[] {
    const nonce = this.#nonce(this.#now());
    return DIGEST_ALGORITHMS.map((algorithm) => `Digest realm="${this.#realm}", nonce="${nonce}", algorithm=${algorithm}, qop="auth"${stale ? ', stale=true' : ''}`);
  }

  /** Who claims to send it, before anything is checked; null: no digest at all. */
  username(authorization: string | undefined): string | null {
    return credentialsOf(authorization)?.get('username') ?? null;
  }

  /** `stale`: right but for its age. */
  check({ authorization, method, passwords }: { readonly authorization: string | undefined; readonly method: string; readonly passwords: readonly string[] }): 'right' | 'stale' | 'wrong' {
    const parts = credentialsOf(authorization);
    const [username, realm, nonce, uri, response] = ['username', 'realm', 'nonce', 'uri', 'response'].map((name) => parts?.get(name));
    const algorithm = DIGEST_ALGORITHMS.find((one) => one === (parts?.get('algorithm') ?? 'MD5').toUpperCase());
    if (username === undefined || realm !== this.#realm || nonce === undefined || uri === undefined || response === undefined || algorithm === undefined) return 'wrong';
    const given = parts?.get('qop');
    if (given !== undefined && given !== 'auth') return 'wrong';
    const at = this.#timeOf(nonce);
    if (at === null) return 'wrong';
    const qop = given === undefined ? null : { nc: parts?.get('nc') ?? '', cnonce: parts?.get('cnonce') ?? '' };
    const right = passwords.filter((password) => same(response.toLowerCase(), digestResponse({ algorithm, username, realm, password, method, uri, nonce, qop }))).length > 0;
    if (!right) return 'wrong';
    return Math.abs(this.#now() - at) > NONCE_FOR_MS ? 'stale' : 'right';
  }

  #nonce(at: number): string {
    const time = at.toString(36);
    return `${time}.${createHmac('sha256', this.#key).update(time).digest('base64url').slice(0, 22)}`;
  }

  #timeOf(nonce: string): number | null {
    const time = /^([0-9a-z]{1,12})\./.exec(nonce)?.[1];
    if (time === undefined) return null;
    const at = Number.parseInt(time, 36);
    return same(nonce, this.#nonce(at)) ? at : null;
  }
}

/** The Authorization header that answers a challenge; null: none that this hall can answer. */
export function authorize({ challenges, username, password, method, uri }: { readonly challenges: readonly string[]; readonly username: string; readonly password: string; readonly method: string; readonly uri: string }): string | null {
  for (const challenge of challenges) {
    const parts = credentialsOf(challenge);
    const algorithm = DIGEST_ALGORITHMS.find((one) => one === (parts?.get('algorithm') ?? 'MD5').toUpperCase());
    const realm = parts?.get('realm');
    const nonce = parts?.get('nonce');
    if (algorithm === undefined || realm === undefined || nonce === undefined) continue;
    const offered = parts?.get('qop')?.split(',').map((one) => one.trim());
    if (offered !== undefined && !offered.includes('auth')) continue;
    const qop = offered === undefined ? null : { nc: '00000001', cnonce: randomBytes(8).toString('hex') };
    const response = digestResponse({ algorithm, username, realm, password, method, uri, nonce, qop });
    const opaque = parts?.get('opaque');
    return [
      `Digest username="${username}", realm="${realm}", nonce="${nonce}", uri="${uri}", response="${response}", algorithm=${algorithm}`,
      ...(qop === null ? [] : [`qop=auth, nc=${qop.nc}, cnonce="${qop.cnonce}"`]),
      ...(opaque === undefined ? [] : [`opaque="${opaque}"`]),
    ].join(', ');
  }
  return null;
}

function credentialsOf(value: string | undefined): ReadonlyMap<string, string> | null {
  return value !== undefined && /^digest\s/i.test(value) ? parseCredentials(value.slice(7)) : null;
}

function same(left: string, right: string): boolean {
  const [one, other] = [Buffer.from(left), Buffer.from(right)];
  return one.length === other.length && timingSafeEqual(one, other);
}
