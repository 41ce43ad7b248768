import { createHash } from 'node:crypto';
import { commandId, type CommandId } from '#protocol/nouns/ids.ts';

/** The same id for the same matter at every start of the hall, so that it is done once (UUID version 8). */
export function lastingId(...matter: readonly (string | number)[]): CommandId {
  const hex = createHash('sha256').update(JSON.stringify(matter)).digest('hex');
  return commandId.parse(`${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`);
}
