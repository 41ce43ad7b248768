import { handOf } from '#domain/wall/foldBaton.ts';
import { capabilitiesOfPerson } from '#domain/access/roles.ts';
import type { CourtCode, UserId } from '#protocol/nouns/ids.ts';
import type { User } from '#protocol/nouns/people.ts';
import type { Baton } from '#protocol/wall/wall.ts';

/** What a person can do with the baton, as a command each. */
export type BatonAction = 'take' | 'seize' | 'ask' | 'lend' | 'pass' | 'return';
export type BatonDialogName = 'seize' | 'lend' | 'pass';

export type BatonView = {
  /** `free`: anybody's; `mine`: in one's own hand; `lent`: one's own in another's; `borrowed`; `others`. */
  readonly state: 'free' | 'mine' | 'lent' | 'borrowed' | 'others';
  /** Who may change the wall now. */
  readonly hand: { readonly userId: UserId; readonly name: string } | null;
  readonly sinceAt: number | null;
  readonly holderName: string | null;
  readonly untilAt: number | null;
  /** Somebody else who asked for it and was not answered. */
  readonly asked: { readonly userId: UserId; readonly name: string; readonly at: number } | null;
  readonly actions: readonly BatonAction[];
};

type Viewer = { readonly me: UserId | null; readonly mayCommand: boolean; readonly now: number };

export function batonView(baton: Baton | null, { me, mayCommand, now }: Viewer): BatonView {
  const hand = handOf(baton, now);
  if (baton === null || hand === null) {
    return { state: 'free', hand: null, sinceAt: null, holderName: null, untilAt: null, asked: null, actions: me === null ? [] : ['take'] };
  }
  const isLent = hand.userId !== baton.holder.userId;
  const own = baton.holder.userId === me;
  const state = hand.userId === me ? (own ? 'mine' : 'borrowed') : own ? 'lent' : 'others';
  return {
    state,
    hand,
    sinceAt: baton.sinceAt,
    holderName: baton.holder.name,
    untilAt: isLent ? (baton.loan?.untilAt ?? null) : null,
    asked: baton.asked !== null && baton.asked.userId !== me ? baton.asked : null,
    actions: me === null ? [] : actionsIn(state, mayCommand),
  };
}

function actionsIn(state: Exclude<BatonView['state'], 'free'>, mayCommand: boolean): BatonAction[] {
  switch (state) {
    case 'mine':
      return ['lend', 'pass', 'return'];
    case 'lent':
      return ['take', 'pass'];
    case 'borrowed':
      return ['return'];
    case 'others':
      // Whoever left without returning it is no reason to wait: the hall gives it to the first who takes it.
      return mayCommand ? ['ask', 'seize'] : ['ask', 'take'];
  }
}

const collator = new Intl.Collator('zh-CN', { numeric: true });

/** People of the court who may change the wall, but for oneself. Whether they have a desk open is for the hall to say. */
export function batonTakers(users: Iterable<User>, courtCode: CourtCode, me: UserId | null): User[] {
  return [...users]
    .filter((user) => user.state === 'active' && user.courtCode === courtCode && user.userId !== me && capabilitiesOfPerson(user.roles, { mustChangePassword: false }).includes('wall.edit'))
    .toSorted((a, b) => collator.compare(a.name, b.name));
}
