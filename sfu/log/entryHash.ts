import { hash } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { Entry } from '#protocol/nouns/log.ts';

/**
 * SHA-256, hex, over the previous entry's hash, a line feed, and the entry's content as canonical JSON (RFC 8785)
 * without `previousHash` and `hash`. Whoever has both entries can check it with any tool.
 */
export function entryHash(entry: Omit<Entry, 'hash'>): string {
  const { sequence, at, name, subject, version, courtCode, actor, data, commandId, via, previousHash } = entry;
  return sha256(`${previousHash}\n${canonicalJson({ sequence, at, name, subject, version, courtCode, actor, data, commandId, via })}`);
}

/** RFC 8785. Errors: TypeError for what JSON cannot carry. */
export function canonicalJson(value: unknown): string {
  const text = canonicalize(value);
  if (text === undefined) {
    throw new TypeError('the value has no JSON form');
  }
  return text;
}

export function sha256(text: string): string {
  return hash('sha256', text, 'hex');
}
