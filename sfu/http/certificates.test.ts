import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { connect, createServer } from 'node:tls';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { certificateHosts, openCertificates, readAuthorityFingerprint, type Certificates } from './certificates.ts';

const DAY_MS = 86_400_000;

describe('certificates', () => {
  let storageFolder: string;
  beforeEach(() => {
    storageFolder = mkdtempSync(path.join(tmpdir(), 'hall-tls-'));
  });
  afterEach(() => rmSync(storageFolder, { recursive: true }));

  const open = (hosts = ['hall.example', '192.0.2.7', '127.0.0.1', '::1', 'localhost'], now = Date.now()) => openCertificates({ storageFolder, hosts, now });
  /** Shakes hands for real, trusting the authority alone; answers null or why not. */
  const handshake = async ({ server, authorityPem }: Certificates, servername: string, trusted = authorityPem) => {
    const listener = createServer({ key: server.keyPem, cert: server.certificatePem + authorityPem }, (socket) => socket.end()).listen(0, '127.0.0.1');
    await once(listener, 'listening');
    const socket = connect({ host: '127.0.0.1', port: (listener.address() as AddressInfo).port, ca: trusted, servername });
    const outcome = await Promise.race([
      once(socket, 'secureConnect').then(() => null),
      once(socket, 'error').then(([error]) => (error as NodeJS.ErrnoException).code ?? 'failed'),
    ]).catch((error: NodeJS.ErrnoException) => error.code ?? 'failed');
    socket.destroy();
    listener.close();
    return outcome;
  };

  it('a client that trusts the authority alone shakes hands for every host and for no other', async () => {
    const certificates = await open();
    expect(await handshake(certificates, 'hall.example')).toBeNull();
    expect(await handshake(certificates, 'localhost')).toBeNull();
    expect(await handshake(certificates, 'elsewhere.example')).toBe('ERR_TLS_CERT_ALTNAME_INVALID');
    const server = new X509Certificate(certificates.server.certificatePem);
    expect([server.checkIP('192.0.2.7'), server.checkIP('::1'), server.checkIP('192.0.2.8')]).toEqual(['192.0.2.7', '::1', undefined]);
  });

  it('another authority of the same name is not trusted', async () => {
    const certificates = await open();
    const foreign = mkdtempSync(path.join(tmpdir(), 'hall-tls-'));
    const other = await openCertificates({ storageFolder: foreign, hosts: ['hall.example'], now: Date.now() });
    rmSync(foreign, { recursive: true });
    expect(await handshake(certificates, 'hall.example', other.authorityPem)).toMatch(/UNABLE_TO_VERIFY|CERT_SIGNATURE|DECRYPT|SELF_SIGNED/);
  });

  it('authority and server certificate stay over a restart; keys are their owner’s alone', async () => {
    const first = await open();
    const second = await open();
    expect(second).toEqual(first);
    expect(readAuthorityFingerprint(storageFolder)).toBe(first.authorityFingerprint);
    expect(first.authorityFingerprint).toBe(new X509Certificate(first.authorityPem).fingerprint256.replaceAll(':', '').toLowerCase());
    for (const key of ['ca.key', 'server.key']) {
      expect(statSync(path.join(storageFolder, 'tls', key)).mode & 0o777).toBe(0o600);
    }
    expect(readFileSync(path.join(storageFolder, 'tls', 'ca.crt'), 'utf8')).toBe(first.authorityPem);
  });

  it('other hosts or a near end make a new server certificate under the same authority', async () => {
    const first = await open();
    const moved = await open(['192.0.2.9', 'localhost']);
    expect(moved.authorityFingerprint).toBe(first.authorityFingerprint);
    expect(moved.server.certificatePem).not.toBe(first.server.certificatePem);
    const later = await open(['192.0.2.9', 'localhost'], Date.now() + 700 * DAY_MS);
    expect(later.server.certificatePem).toBe(moved.server.certificatePem);
    const nearEnd = await open(['192.0.2.9', 'localhost'], Date.now() + 800 * DAY_MS);
    expect(nearEnd.server.certificatePem).not.toBe(moved.server.certificatePem);
    expect(nearEnd.authorityFingerprint).toBe(first.authorityFingerprint);
  });

  it('lasts as long as it should and no longer', async () => {
    const { server, authorityPem } = await open();
    const days = (pem: string) => {
      const certificate = new X509Certificate(pem);
      return Math.round((certificate.validToDate.getTime() - certificate.validFromDate.getTime()) / DAY_MS);
    };
    expect(days(server.certificatePem)).toBe(825);
    expect(days(authorityPem)).toBe(3_650);
    expect(new X509Certificate(authorityPem).ca).toBe(true);
    expect(new X509Certificate(server.certificatePem).ca).toBe(false);
  });

  it('is good for this machine, too, and names nothing twice', () => {
    const hosts = certificateHosts(['127.0.0.1', 'hall.example']);
    expect(hosts.slice(0, 2)).toEqual(['127.0.0.1', 'hall.example']);
    expect(hosts).toContain('localhost');
    expect(new Set(hosts).size).toBe(hosts.length);
  });
});
