import { networkInterfaces } from 'node:os';

/** Whether a peer with this address is a program on this machine: it comes over loopback, or from one of the machine's own addresses to another. */
export function isOwnAddress(remoteAddress: string): boolean {
  return /^127(\.\d+){3}$/.test(remoteAddress)
    || Object.values(networkInterfaces()).some((entries) => entries?.some(({ address }) => address === remoteAddress));
}
