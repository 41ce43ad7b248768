import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { PaperContent } from '#domain/papers/paperContent.ts';

/** As in `paperCode` of the contract. */
const SIGNS = '23456789ABCDEFGHJKMNPQRSTVWXYZ';
const LENGTH = 12;
const GROUP = 4;

/** SHA-256 of the canonical JSON (RFC 8785), hex. */
export function hashOf(value: object): string {
  return createHash('sha256').update(canonicalize(value) ?? '').digest('hex');
}

/** What the paper is verified by: 7K2M-9QXA-B4CD. Whoever does not have the task cannot guess it, for the task's id is part of the content. */
export function codeOf(content: PaperContent): string {
  let rest = BigInt(`0x${hashOf(content)}`);
  const base = BigInt(SIGNS.length);
  const signs = Array.from({ length: LENGTH }, () => {
    const sign = SIGNS[Number(rest % base)]!;
    rest /= base;
    return sign;
  }).join('');
  return Array.from({ length: LENGTH / GROUP }, (_, index) => signs.slice(index * GROUP, (index + 1) * GROUP)).join('-');
}
