import { hostname, networkInterfaces } from 'node:os';

/** The machine's addresses in its networks (IPv4), then its name. */
export function ownAddresses(): string[] {
  const addresses = Object.values(networkInterfaces())
    .flatMap((entries) => entries ?? [])
    .filter((entry) => entry.family === 'IPv4' && !entry.internal)
    .map((entry) => entry.address);
  return [...new Set([...addresses, hostname()])].filter((name) => name !== '').slice(0, 32);
}
