import { createHash, X509Certificate } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';
import type { PemPair } from './issueCertificate.ts';

const AUTHORITY_DAYS = 3_650;
/** The most that browsers and phones accept. */
const SERVER_DAYS = 825;
/** A server certificate is made anew this long before it ends, ms. */
const RENEW_BEFORE_MS = 60 * 86_400_000;

export type Certificates = {
  readonly authorityPem: string;
  /** SHA-256 of the authority's certificate (DER), lower-case hex: what consoles pin. */
  readonly authorityFingerprint: string;
  readonly server: PemPair;
};

/** Every name and address the server certificate is good for. */
export function certificateHosts(publicHosts: readonly string[]): string[] {
  return [...new Set([...publicHosts, hostname(), 'localhost', '127.0.0.1', '::1'])].filter((host) => host !== '');
}

/**
 * The hall's private authority and its server certificate, from `<storage>/tls`. The authority is made once and kept;
 * the server certificate is made anew when the hosts change, it is about to end or another authority signed it.
 */
export async function openCertificates(options: { storageFolder: string; hosts: readonly string[]; now: number }): Promise<Certificates> {
  const folder = path.join(options.storageFolder, 'tls');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const authority = readPair(folder, 'ca')
    ?? writePair(folder, 'ca', await (await issuing()).issueAuthority({ name: 'Command Hall Private CA', days: AUTHORITY_DAYS, now: options.now }));
  const kept = readPair(folder, 'server');
  const server = kept !== null && isGood(kept, authority, options)
    ? kept
    : writePair(folder, 'server', await (await issuing()).issueServerCertificate({ ...options, authority, days: SERVER_DAYS }));
  return { authorityPem: authority.certificatePem, authorityFingerprint: fingerprintOf(authority), server };
}

/** Fingerprint of the authority that was made earlier; null before the hall's first start. */
export function readAuthorityFingerprint(storageFolder: string): string | null {
  const authority = readPair(path.join(storageFolder, 'tls'), 'ca');
  return authority && fingerprintOf(authority);
}

function fingerprintOf({ certificatePem }: PemPair): string {
  return createHash('sha256').update(new X509Certificate(certificatePem).raw).digest('hex');
}

/** Loaded only when there is something to sign: a hall that starts again after a crash has no time to lose. */
const issuing = () => import('./issueCertificate.ts');

function isGood(server: PemPair, authority: PemPair, options: { hosts: readonly string[]; now: number }): boolean {
  const certificate = new X509Certificate(server.certificatePem);
  return certificate.verify(new X509Certificate(authority.certificatePem).publicKey)
    && certificate.validToDate.getTime() - options.now > RENEW_BEFORE_MS
    && namesOf(certificate).join() === [...options.hosts].map(normalised).sort().join();
}

function namesOf(certificate: X509Certificate): string[] {
  return (certificate.subjectAltName ?? '')
    .split(', ')
    .map((name) => normalised(name.replace(/^(DNS|IP Address):/, '')))
    .sort();
}

/** OpenSSL writes IPv6 addresses unabridged. */
function normalised(host: string): string {
  return host.includes(':') ? (URL.parse(`http://[${host}]`)?.hostname ?? host) : host;
}

function readPair(folder: string, name: string): PemPair | null {
  const [certificate, key] = filesOf(folder, name);
  return existsSync(certificate) && existsSync(key)
    ? { certificatePem: readFileSync(certificate, 'utf8'), keyPem: readFileSync(key, 'utf8') }
    : null;
}

/** The key first, and each file whole or not at all: a kill in between leaves no pair, and the next start makes one. */
function writePair(folder: string, name: string, pair: PemPair): PemPair {
  const [certificate, key] = filesOf(folder, name);
  writeWhole(key, pair.keyPem, 0o600);
  writeWhole(certificate, pair.certificatePem, 0o644);
  return pair;
}

function writeWhole(file: string, text: string, mode: number): void {
  const fresh = `${file}.new`;
  writeFileSync(fresh, text, { mode });
  renameSync(fresh, file);
}

function filesOf(folder: string, name: string): [certificate: string, key: string] {
  return [path.join(folder, `${name}.crt`), path.join(folder, `${name}.key`)];
}
