import type { Court } from '#protocol/nouns/courts.ts';
import type { DutyPost } from '#protocol/nouns/duty.ts';
import type { CourtCode } from '#protocol/nouns/ids.ts';
import { postsOf } from './dutyBoard.ts';

export type RosterCourt = { readonly courtCode: CourtCode; readonly courtName: string; readonly posts: readonly DutyPost[] };
export type Roster = {
  /** All posts of it, held or not. */
  readonly own: RosterCourt;
  /** Other courts where somebody is on duty, with the held posts alone; the nearest above first, then by code. */
  readonly others: readonly RosterCourt[];
  /** How many other courts have nobody. */
  readonly vacantCourts: number;
};

type Source = { readonly duty: { get(key: string): DutyPost | undefined }; readonly courts: Iterable<Court>; readonly own: { readonly courtCode: CourtCode; readonly name: string } };

export function rosterOf({ duty, courts, own }: Source): Roster {
  const rows = [...courts]
    .filter(({ courtCode }) => courtCode !== own.courtCode)
    .toSorted((a, b) => (a.courtCode < b.courtCode ? -1 : 1))
    .map(({ courtCode, name }): RosterCourt => ({ courtCode, courtName: name, posts: postsOf(duty, courtCode).filter(({ holder }) => holder !== null) }));
  const others = rows.filter(({ posts }) => posts.length > 0);
  return { own: { courtCode: own.courtCode, courtName: own.name, posts: postsOf(duty, own.courtCode) }, others, vacantCourts: rows.length - others.length };
}
