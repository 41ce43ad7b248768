// The certificate library's injection container needs this polyfill loaded first.
import 'reflect-metadata';
import { isIP } from 'node:net';
import { randomBytes, webcrypto } from 'node:crypto';
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  cryptoProvider,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  PemConverter,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509Certificate,
  X509CertificateGenerator,
} from '@peculiar/x509';

cryptoProvider.set(webcrypto);

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
/** Certificates begin a little in the past: phones and consoles have clocks of their own. */
const BACKDATE_MS = 3_600_000;
const DAY_MS = 86_400_000;

/** Certificate and private key as PEM. */
export type PemPair = { readonly certificatePem: string; readonly keyPem: string };

/** A private authority that can sign server certificates, and nothing below itself. */
export async function issueAuthority(options: { name: string; days: number; now: number }): Promise<PemPair> {
  const keys = await makeKeys();
  const certificate = await X509CertificateGenerator.createSelfSigned({
    serialNumber: serialNumber(),
    name: [{ CN: [options.name] }],
    ...validity(options),
    signingAlgorithm: ALGORITHM,
    keys,
    extensions: [
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return pairOf(certificate, keys.privateKey);
}

/** A server certificate for these names and addresses. */
export async function issueServerCertificate(options: {
  authority: PemPair;
  hosts: readonly string[];
  days: number;
  now: number;
}): Promise<PemPair> {
  const keys = await makeKeys();
  const authority = new X509Certificate(options.authority.certificatePem);
  const certificate = await X509CertificateGenerator.create({
    serialNumber: serialNumber(),
    subject: [{ CN: [options.hosts[0] ?? 'localhost'] }],
    issuer: authority.subjectName,
    ...validity(options),
    signingAlgorithm: ALGORITHM,
    publicKey: keys.publicKey,
    signingKey: await readKey(options.authority.keyPem),
    extensions: [
      new BasicConstraintsExtension(false, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
      new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
      new SubjectAlternativeNameExtension(options.hosts.map((host) => ({ type: isIP(host) === 0 ? 'dns' : 'ip', value: host }))),
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
      await AuthorityKeyIdentifierExtension.create(authority),
    ],
  });
  return pairOf(certificate, keys.privateKey);
}

function makeKeys(): Promise<webcrypto.CryptoKeyPair> {
  return webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
}

async function readKey(pem: string): Promise<webcrypto.CryptoKey> {
  const [der] = PemConverter.decode(pem);
  if (der === undefined) {
    throw new Error('the key file holds no PEM block');
  }
  return webcrypto.subtle.importKey('pkcs8', der, ALGORITHM, false, ['sign']);
}

async function pairOf(certificate: X509Certificate, privateKey: webcrypto.CryptoKey): Promise<PemPair> {
  const key = await webcrypto.subtle.exportKey('pkcs8', privateKey);
  return { certificatePem: `${certificate.toString('pem')}\n`, keyPem: `${PemConverter.encode(key, PemConverter.PrivateKeyTag)}\n` };
}

function validity({ days, now }: { days: number; now: number }): { notBefore: Date; notAfter: Date } {
  return { notBefore: new Date(now - BACKDATE_MS), notAfter: new Date(now - BACKDATE_MS + days * DAY_MS) };
}

/** Positive and never used before: 127 random bits. */
function serialNumber(): string {
  const bytes = randomBytes(16);
  bytes[0] = (bytes[0]! & 0x7f) | 0x40;
  return bytes.toString('hex');
}
