import { createHash } from 'node:crypto';
import { commandId, type CommandId } from '#protocol/nouns/ids.ts';

/** The same command id for the same thing, however often and after whatever restart: what happens once in the world is done once in the hall. UUIDv8. */
export function derivedCommandId(...parts: readonly (string | number)[]): CommandId {
  const hash = createHash('sha256').update(JSON.stringify(parts)).digest('hex');
  const variant = ((Number.parseInt(hash[16]!, 16) & 0x3) | 0x8).toString(16);
  return commandId.parse(`${hash.slice(0, 8)}-${hash.slice(8, 12)}-8${hash.slice(13, 16)}-${variant}${hash.slice(17, 20)}-${hash.slice(20, 32)}`);
}
