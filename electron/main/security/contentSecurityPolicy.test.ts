import { describe, expect, it } from 'vitest';
import { contentSecurityPolicy } from './contentSecurityPolicy.ts';

const server = { url: 'https://hall.court:8443', caFingerprint: 'a'.repeat(64) };

function directive(policy: string, name: string): string[] {
  const found = policy.split('; ').find((part) => part.startsWith(`${name} `));
  return found?.split(' ').slice(1) ?? [];
}

describe('contentSecurityPolicy', () => {
  it('lets pages talk to the configured hall and to nobody else', () => {
    const policy = contentSecurityPolicy({ server, streetsUrl: null });
    expect(directive(policy, 'connect-src')).toEqual(["'self'", 'https://hall.court:8443', 'wss://hall.court:8443']);
  });

  it('adds the origin of the street map, not its path', () => {
    const policy = contentSecurityPolicy({ server: null, streetsUrl: 'https://maps.court/fj/streets.pmtiles' });
    expect(directive(policy, 'connect-src')).toEqual(["'self'", 'https://maps.court']);
  });

  it('forbids eval, inline scripts, frames, plugins and any source not named', () => {
    const policy = contentSecurityPolicy({ server, streetsUrl: null });
    expect(directive(policy, 'script-src')).toEqual(["'self'", "'wasm-unsafe-eval'"]);
    expect(policy).not.toContain("'unsafe-eval'");
    expect(policy).not.toMatch(/\*/);
    for (const name of ['default-src', 'frame-src', 'object-src', 'base-uri', 'form-action', 'frame-ancestors']) {
      expect(directive(policy, name)).toEqual(["'none'"]);
    }
  });

  it('opens up for the development server only when one is given', () => {
    expect(contentSecurityPolicy({ server, streetsUrl: null })).not.toContain('localhost');
    const policy = contentSecurityPolicy({ server: null, streetsUrl: null }, 'http://localhost:5173/');
    expect(directive(policy, 'connect-src')).toContain('ws://localhost:5173');
    expect(policy).not.toContain("'unsafe-eval'");
  });
});
