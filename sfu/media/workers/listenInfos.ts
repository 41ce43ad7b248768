import { networkInterfaces } from 'node:os';
import type { types } from 'mediasoup';

/** Bursts of key frames from many units arrive at once; the kernel's default of 208 KiB loses them. */
export const SOCKET_BUFFER_BYTES = 4 * 1024 * 1024;

/**
 * Where a worker listens: UDP and TCP on one port. Without an announced address a wildcard is replaced by every
 * IPv4 address of the machine, since a candidate that says 0.0.0.0 leads nowhere.
 */
export function listenInfos(options: {
  listenIp: string;
  announcedAddress: string | undefined;
  port: number;
}): types.TransportListenInfo[] {
  const { listenIp, announcedAddress, port } = options;
  const wildcard = listenIp === '0.0.0.0' || listenIp === '::';
  const addresses = wildcard && announcedAddress === undefined ? machineAddresses() : [listenIp];
  const protocols: types.TransportProtocol[] = ['udp', 'tcp'];
  return addresses.flatMap((ip) =>
    protocols.map((protocol) => ({
      protocol,
      ip,
      port,
      ...(announcedAddress === undefined ? {} : { announcedAddress }),
      sendBufferSize: SOCKET_BUFFER_BYTES,
      recvBufferSize: SOCKET_BUFFER_BYTES,
    })),
  );
}

function machineAddresses(): string[] {
  const found = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
  const usable = found.filter((entry) => entry.family === 'IPv4' && !entry.address.startsWith('169.254.'));
  // Outside addresses first: a client tries candidates in this order, and the loopback is of use to this machine only.
  return [...new Set(usable.sort((a, b) => Number(a.internal) - Number(b.internal)).map((entry) => entry.address))];
}
