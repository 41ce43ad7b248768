import { BlockList, isIP } from 'node:net';
import { networkInterfaces } from 'node:os';

/**
 * Where a source sends its RTP to. The port accepts the session's own address only, so the answer must be one that the source
 * reaches *from* that address: on this machine the loopback for a session that came over the loopback.
 */
export function reachableHost(options: { listenHost: string; announcedHost: string | undefined; remoteAddress: string }): string {
  const { listenHost, announcedHost, remoteAddress } = options;
  const wildcard = listenHost === '0.0.0.0' || listenHost === '::';
  if (!wildcard) return announcedHost ?? listenHost;
  if (remoteAddress.startsWith('127.') || remoteAddress === '::1') return remoteAddress === '::1' ? '::1' : '127.0.0.1';
  if (announcedHost !== undefined) return announcedHost;
  const own = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
  const family = isIP(remoteAddress) === 6 ? 'IPv6' : 'IPv4';
  const near = own.find((entry) => {
    if (entry.family !== family || entry.cidr === null) return false;
    const subnet = new BlockList();
    subnet.addSubnet(entry.address, Number(entry.cidr.split('/')[1]), family === 'IPv6' ? 'ipv6' : 'ipv4');
    return subnet.check(remoteAddress, family === 'IPv6' ? 'ipv6' : 'ipv4');
  });
  const outside = own.find((entry) => entry.family === family && !entry.internal);
  return (near ?? outside)?.address ?? '127.0.0.1';
}
