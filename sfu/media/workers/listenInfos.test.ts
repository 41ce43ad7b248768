import { describe, expect, it } from 'vitest';
import { listenInfos } from './listenInfos.ts';

const where = (options: { listenIp: string; announcedAddress: string | undefined }) =>
  listenInfos({ ...options, port: 30_000 }).map(({ protocol, ip, port, announcedAddress }) => ({ protocol, ip, port, announcedAddress }));

describe('listen infos', () => {
  it('listens on UDP and TCP of one port and announces what clients reach', () => {
    expect(where({ listenIp: '0.0.0.0', announcedAddress: '10.0.0.1' })).toEqual([
      { protocol: 'udp', ip: '0.0.0.0', port: 30_000, announcedAddress: '10.0.0.1' },
      { protocol: 'tcp', ip: '0.0.0.0', port: 30_000, announcedAddress: '10.0.0.1' },
    ]);
  });

  it('never offers a wildcard: without an announced address it takes every address of the machine', () => {
    const offered = where({ listenIp: '0.0.0.0', announcedAddress: undefined }).map(({ ip }) => ip);
    expect(offered).toContain('127.0.0.1');
    expect(offered).not.toContain('0.0.0.0');
    expect(new Set(offered).size).toBe(offered.length / 2);
  });
});
