import { createHash, X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import type { Certificate, Session } from 'electron';
import type { ServerAddress } from '#protocol/ipc/calls.ts';

/** `pinned`: ours, whatever the system thinks; `refused`: claims to be the hall and is not; `system`: not our concern. */
type CertificateVerdict = 'pinned' | 'refused' | 'system';

const MAX_CHAIN = 6;

/**
 * Judges a TLS chain (PEM, leaf first). The hall's own host is trusted through its pinned CA alone, so that neither a
 * public authority nor one installed on the machine can speak for it. Each signature is checked here: when Chromium
 * meets an unknown CA it hands over the certificates as the peer sent them, and anyone can send along the hall's CA.
 */
export function judgeCertificate(
  connection: { readonly hostname: string; readonly chain: readonly string[] },
  server: ServerAddress | null,
  nowAt: number,
): CertificateVerdict {
  if (server === null || !sameHost(connection.hostname, new URL(server.url).hostname)) return 'system';
  try {
    const chain = connection.chain.slice(0, MAX_CHAIN).map((pem) => new X509Certificate(pem));
    return isSignedByPin(chain, server.caFingerprint, nowAt) && isFor(chain[0], connection.hostname) ? 'pinned' : 'refused';
  } catch {
    return 'refused';
  }
}

function isSignedByPin(chain: readonly X509Certificate[], caFingerprint: string, nowAt: number): boolean {
  for (const [index, certificate] of chain.entries()) {
    if (!isInForce(certificate, nowAt)) return false;
    // The pinned certificate must have signed something: a leaf is never its own CA here.
    if (index > 0 && fingerprint(certificate) === caFingerprint) return true;
    const issuer = chain[index + 1];
    if (issuer === undefined || !issuer.ca || !certificate.checkIssued(issuer) || !certificate.verify(issuer.publicKey)) {
      return false;
    }
  }
  return false;
}

function isFor(leaf: X509Certificate | undefined, hostname: string): boolean {
  if (leaf === undefined) return false;
  const bare = hostname.replace(/^\[|\]$/g, '');
  const found = isIP(bare) > 0 ? leaf.checkIP(bare) : leaf.checkHost(bare, { subject: 'never' });
  return found !== undefined;
}

function isInForce(certificate: X509Certificate, nowAt: number): boolean {
  return Date.parse(certificate.validFrom) <= nowAt && nowAt <= Date.parse(certificate.validTo);
}

function fingerprint(certificate: X509Certificate): string {
  return createHash('sha256').update(certificate.raw).digest('hex');
}

function sameHost(a: string, b: string): boolean {
  const bare = (host: string) => host.replace(/^\[|\]$/g, '').toLowerCase();
  return bare(a) === bare(b);
}

/** Electron links each certificate to the next one the peer sent through `issuerCert`. */
export function chainOf(leaf: Pick<Certificate, 'data' | 'issuerCert'>): string[] {
  const chain: string[] = [];
  let current: Pick<Certificate, 'data' | 'issuerCert'> | undefined = leaf;
  while (current !== undefined && chain.length < MAX_CHAIN && !chain.includes(current.data)) {
    chain.push(current.data);
    current = current.issuerCert;
  }
  return chain;
}

// Answers Electron understands: trust, reject, and what Chromium's own verification said.
const ANSWERS: Record<CertificateVerdict, number> = { pinned: 0, refused: -2, system: -3 };

/** Pins the session. Call again when the server changes: setting the procedure also empties Chromium's cache of verdicts. */
export function pinCertificate(
  session: Pick<Session, 'setCertificateVerifyProc'>,
  server: ServerAddress | null,
  onRefused: (hostname: string) => void,
): void {
  session.setCertificateVerifyProc((request, answer) => {
    const connection = { hostname: request.hostname, chain: chainOf(request.certificate) };
    const verdict = judgeCertificate(connection, server, Date.now());
    if (verdict === 'refused') onRefused(request.hostname);
    answer(ANSWERS[verdict]);
  });
}
