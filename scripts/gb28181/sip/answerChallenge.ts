import { createHash, randomBytes } from 'node:crypto';

const HASHES: Readonly<Record<string, string>> = { 'MD5': 'md5', 'SHA-256': 'sha256' };

type Asked = {
  readonly challenges: readonly string[];
  /** Of the two that the standard knows, the one that is taken where both are offered. */
  readonly preferred: 'MD5' | 'SHA-256';
  readonly username: string;
  readonly password: string;
  readonly method: string;
  readonly uri: string;
};

/** The Authorization header, by RFC 2617 (MD5, edition 2016) or RFC 7616 (SHA-256, edition 2022); null: none of the challenges can be answered. */
export function answerChallenge({ challenges, preferred, username, password, method, uri }: Asked): { readonly header: string; readonly algorithm: string } | null {
  const offers = challenges.flatMap((challenge) => {
    const parts = partsOf(challenge);
    const algorithm = (parts.get('algorithm') ?? 'MD5').toUpperCase();
    const [realm, nonce] = [parts.get('realm'), parts.get('nonce')];
    return algorithm in HASHES && realm !== undefined && nonce !== undefined ? [{ parts, algorithm, realm, nonce }] : [];
  });
  const offer = offers.find(({ algorithm }) => algorithm === preferred) ?? offers[0];
  if (offer === undefined) return null;
  const { parts, algorithm, realm, nonce } = offer;
  const hash = (text: string): string => createHash(HASHES[algorithm]!).update(text).digest('hex');
  const secret = hash([username, realm, password].join(':'));
  const wanted = hash([method, uri].join(':'));
  const withQuality = (parts.get('qop') ?? '').split(',').map((one) => one.trim()).includes('auth');
  const cnonce = randomBytes(8).toString('hex');
  const response = withQuality ? hash([secret, nonce, '00000001', cnonce, 'auth', wanted].join(':')) : hash([secret, nonce, wanted].join(':'));
  const opaque = parts.get('opaque');
  const header = [
    `Digest username="${username}"`, `realm="${realm}"`, `nonce="${nonce}"`, `uri="${uri}"`, `response="${response}"`, `algorithm=${algorithm}`,
    ...(withQuality ? ['qop=auth', 'nc=00000001', `cnonce="${cnonce}"`] : []),
    ...(opaque === undefined ? [] : [`opaque="${opaque}"`]),
  ].join(', ');
  return { header, algorithm };
}

function partsOf(challenge: string): ReadonlyMap<string, string> {
  return new Map([...challenge.matchAll(/([a-z]+)\s*=\s*(?:"([^"]*)"|([^\s,]+))/gi)].map(([, name = '', quoted, bare]) => [name.toLowerCase(), quoted ?? bare ?? '']));
}
