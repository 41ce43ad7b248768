import type { Actor } from '#protocol/nouns/log.ts';

/** The name an entry is under; empty for what the hall did of itself. */
export function actorName(actor: Actor): string {
  return actor.kind === 'hall' ? '' : actor.name;
}
