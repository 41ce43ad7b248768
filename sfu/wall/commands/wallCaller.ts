import type { WallCaller } from '#domain/wall/decide/decideWall.ts';
import type { Session } from '../../ports/session.ts';

/** Whoever asks, as the rules of the wall know them. */
export function wallCaller({ actor, userId, courtCode }: Session): WallCaller {
  return { userId, name: actor.kind === 'hall' ? '' : actor.name, courtCode };
}
