import { commandId, type CommandId } from '#protocol/nouns/ids.ts';

export function newCommandId(): CommandId {
  return commandId.parse(crypto.randomUUID());
}
