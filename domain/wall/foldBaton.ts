import type { UserId } from '#protocol/nouns/ids.ts';
import type { Baton } from '#protocol/wall/wall.ts';
import type { EventOf } from '../hallState/fold.ts';

type BatonEvent = Extract<EventOf<'wall'>, { name: `wall.baton${string}` }>;

export function foldBaton(baton: Baton | null, event: BatonEvent): Baton | null {
  switch (event.name) {
    case 'wall.batonTaken': return { holder: event.data.person, sinceAt: event.at, loan: null, asked: null };
    case 'wall.batonPassed': return { holder: event.data.to, sinceAt: event.at, loan: null, asked: null };
    case 'wall.batonAsked': return baton && { ...baton, asked: { ...event.data.person, at: event.at } };
    case 'wall.batonLent': return baton && { ...baton, loan: { ...event.data.to, untilAt: event.data.untilAt }, asked: null };
    case 'wall.batonReturned': return baton !== null && baton.loan?.userId === event.data.person.userId ? { ...baton, loan: null } : null;
  }
}

/** Who may change the wall now; null: anybody who may at all. */
export function handOf(baton: Baton | null, now: number): { readonly userId: UserId; readonly name: string } | null {
  return baton === null ? null : baton.loan !== null && now < baton.loan.untilAt ? baton.loan : baton.holder;
}
