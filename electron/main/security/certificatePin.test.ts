import { createHash } from 'node:crypto';
import type { Session } from 'electron';
import { describe, expect, it, vi } from 'vitest';
import { issueCertificate, type Issued } from './certificateBuilder.ts';
import { chainOf, judgeCertificate, pinCertificate } from './certificatePin.ts';

const DAY_MS = 86_400_000;
const nowAt = Date.now();
const hallHosts = ['hall.court', '192.168.1.10'];

type Wish = Partial<Parameters<typeof issueCertificate>[0]> & { name: string };
const issue = (wish: Wish): Issued => issueCertificate({ fromAt: nowAt - 2 * DAY_MS, untilAt: nowAt + DAY_MS, ...wish });

const ca = issue({ name: 'Hall CA', ca: true });
const leaf = issue({ name: 'hall', issuer: ca, hosts: hallHosts });
const evilCa = issue({ name: 'Hall CA', ca: true });

const pem = (...issued: Issued[]) => issued.map((one) => one.pem);
const fingerprintOf = (issued: Issued) => createHash('sha256').update(issued.der).digest('hex');
const server = (url = 'https://hall.court:8443') => ({ url, caFingerprint: fingerprintOf(ca) });
const judge = (hostname: string, chain: string[], address = server()) => judgeCertificate({ hostname, chain }, address, nowAt);

describe('judgeCertificate', () => {
  it('trusts the hall by its pinned CA, by name and by address', () => {
    expect(judge('hall.court', pem(leaf, ca))).toBe('pinned');
    expect(judge('192.168.1.10', pem(leaf, ca), server('https://192.168.1.10:8443'))).toBe('pinned');
  });

  it('trusts a chain with a CA in between', () => {
    const between = issue({ name: 'Hall TLS', issuer: ca, ca: true });
    const below = issue({ name: 'hall', issuer: between, hosts: hallHosts });
    expect(judge('hall.court', pem(below, between, ca))).toBe('pinned');
  });

  it('leaves other hosts to the system', () => {
    expect(judge('maps.court', pem(leaf, ca))).toBe('system');
    expect(judgeCertificate({ hostname: 'hall.court', chain: pem(leaf, ca) }, null, nowAt)).toBe('system');
  });

  it('refuses a CA of the same name, and a stranger that sends the true CA along', () => {
    const forged = issue({ name: 'hall', issuer: evilCa, hosts: hallHosts });
    expect(judge('hall.court', pem(forged, evilCa))).toBe('refused');
    expect(judge('hall.court', pem(forged, ca))).toBe('refused');
    expect(judge('hall.court', pem(forged, evilCa, ca))).toBe('refused');
  });

  it('refuses a leaf of our CA that signs for others', () => {
    const signed = issue({ name: 'hall.court', issuer: leaf, hosts: hallHosts });
    expect(judge('hall.court', pem(signed, leaf, ca))).toBe('refused');
  });

  it('refuses a certificate for another host, an expired one, and one of an expired CA', () => {
    const other = issue({ name: 'hall.court', issuer: ca, hosts: ['other.court'] });
    const expired = issue({ name: 'hall', issuer: ca, hosts: hallHosts, untilAt: nowAt - DAY_MS });
    const oldCa = issue({ name: 'Old CA', ca: true, untilAt: nowAt - DAY_MS });
    const underOld = issue({ name: 'hall', issuer: oldCa, hosts: hallHosts });
    const pinOld = { url: 'https://hall.court', caFingerprint: fingerprintOf(oldCa) };
    expect(judge('hall.court', pem(other, ca))).toBe('refused');
    expect(judge('hall.court', pem(expired, ca))).toBe('refused');
    expect(judge('hall.court', pem(underOld, oldCa), pinOld)).toBe('refused');
  });

  it('refuses the CA itself as a server, a chain without it, and nonsense', () => {
    const self = issue({ name: 'hall', hosts: hallHosts, ca: true });
    expect(judge('hall.court', pem(self), { url: 'https://hall.court', caFingerprint: fingerprintOf(self) })).toBe('refused');
    expect(judge('hall.court', pem(leaf))).toBe('refused');
    expect(judge('hall.court', [])).toBe('refused');
    expect(judge('hall.court', ['-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----'])).toBe('refused');
  });
});

describe('pinCertificate', () => {
  it('walks the chain as Electron links it and gives Electron its answers', () => {
    const setCertificateVerifyProc = vi.fn<Session['setCertificateVerifyProc']>();
    const refused = vi.fn<(hostname: string) => void>();
    pinCertificate({ setCertificateVerifyProc }, server(), refused);
    const [leafPem = '', caPem = ''] = pem(leaf, ca);
    const linked = { data: leafPem, issuerCert: { data: caPem } };
    const ask = (hostname: string, certificate: object) => {
      const answer = vi.fn<(result: number) => void>();
      setCertificateVerifyProc.mock.lastCall?.[0]?.({ hostname, certificate } as never, answer);
      return answer.mock.lastCall?.[0];
    };
    expect(ask('hall.court', linked)).toBe(0);
    expect(ask('maps.court', linked)).toBe(-3);
    expect(refused).not.toHaveBeenCalled();
    expect(ask('hall.court', { data: leafPem })).toBe(-2);
    expect(refused).toHaveBeenCalledWith('hall.court');
  });

  it('stops at a chain that runs in a circle', () => {
    const root: { data: string; issuerCert: never } = { data: 'root', issuerCert: undefined as never };
    root.issuerCert = root as never;
    expect(chainOf({ data: 'leaf', issuerCert: root as never })).toEqual(['leaf', 'root']);
  });
});
