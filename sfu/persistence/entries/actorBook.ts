import type { Kysely } from 'kysely';
import type { CourtCode, UserId } from '#protocol/nouns/ids.ts';
import type { Entry } from '#protocol/nouns/log.ts';
import { chunksOf } from '../database/database.ts';
import type { Tables } from '../database/tables.ts';
import { prefixRange } from './prefix.ts';

type ActorRow = Tables['actors'];
type Known = { readonly name: string; readonly homeCourtCode: CourtCode; readonly courts: ReadonlySet<CourtCode> };

/** Keeps the table of actors beside the entries, so that asking for names does not read the whole log. */
export interface ActorBook {
  /** Writes what these entries make new. Call what it returns once the transaction is durable. */
  write(db: Kysely<Tables>, entries: readonly Entry[]): Promise<() => void>;
}

export function createActorBook(): ActorBook {
  // What was written already: mostly the same few people act in the same courts.
  const known = new Map<UserId, Known>();
  return {
    async write(db, entries) {
      const fresh = new Map<UserId, Known>();
      const rows = new Map<string, ActorRow>();
      for (const { actor, courtCode, sequence } of entries) {
        if (actor.kind !== 'person') {
          continue;
        }
        const before = fresh.get(actor.userId) ?? known.get(actor.userId);
        const same = before?.name === actor.name && before.homeCourtCode === actor.courtCode;
        if (same && before.courts.has(courtCode)) {
          continue;
        }
        // Under a new name every court's row has to be written anew, when the person next acts there.
        fresh.set(actor.userId, { name: actor.name, homeCourtCode: actor.courtCode, courts: new Set([...(same ? before.courts : []), courtCode]) });
        rows.set(`${actor.userId}/${courtCode}`, { userId: actor.userId, courtCode, name: actor.name, homeCourtCode: actor.courtCode, sequence });
      }
      for (const chunk of chunksOf([...rows.values()])) {
        await db.insertInto('actors').values(chunk)
          .onConflict((conflict) => conflict.columns(['userId', 'courtCode']).doUpdateSet((set) => ({
            name: set.ref('excluded.name'),
            homeCourtCode: set.ref('excluded.homeCourtCode'),
            sequence: set.ref('excluded.sequence'),
          })))
          .execute();
      }
      return () => {
        for (const [userId, actor] of fresh) {
          known.set(userId, actor);
        }
      };
    },
  };
}

/** People who acted in courts whose code begins so, under the name they had last, by name. */
export async function readActors(db: Kysely<Tables>, seenFrom: CourtCode): Promise<{ userId: UserId; name: string; courtCode: CourtCode }[]> {
  const { low, high } = prefixRange(seenFrom);
  const rows = await db.selectFrom('actors').selectAll()
    .where('courtCode', '>=', low as CourtCode)
    .where('courtCode', '<', high as CourtCode)
    .orderBy('sequence')
    .execute();
  const last = new Map(rows.map(({ userId, name, homeCourtCode }) => [userId, { userId, name, courtCode: homeCourtCode }]));
  return [...last.values()].sort((one, other) => one.name.localeCompare(other.name, 'zh-CN') || (one.userId < other.userId ? -1 : 1));
}
