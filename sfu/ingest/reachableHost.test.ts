import { networkInterfaces } from 'node:os';
import { describe, expect, it } from 'vitest';
import { reachableHost } from './reachableHost.ts';

const ANY = { listenHost: '0.0.0.0', announcedHost: undefined };

describe('reachable host', () => {
  it('sends a source on this machine to the loopback, whatever is announced to others', () => {
    expect(reachableHost({ ...ANY, remoteAddress: '127.0.0.1' })).toBe('127.0.0.1');
    expect(reachableHost({ ...ANY, announcedHost: 'hall.example', remoteAddress: '127.0.0.1' })).toBe('127.0.0.1');
  });

  it('names what is announced, or the one address it listens on', () => {
    expect(reachableHost({ ...ANY, announcedHost: '10.9.8.7', remoteAddress: '10.1.1.1' })).toBe('10.9.8.7');
    expect(reachableHost({ listenHost: '10.9.8.6', announcedHost: undefined, remoteAddress: '10.1.1.1' })).toBe('10.9.8.6');
  });

  it('names the address on the source\'s own network', () => {
    for (const entry of Object.values(networkInterfaces()).flat()) {
      if (entry?.family !== 'IPv4' || entry.internal) continue;
      expect(reachableHost({ ...ANY, remoteAddress: entry.address })).toBe(entry.address);
    }
    expect(reachableHost({ ...ANY, remoteAddress: '203.0.113.9' })).not.toBe('0.0.0.0');
  });
});
