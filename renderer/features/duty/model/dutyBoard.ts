import { mayServe } from '#domain/access/roles.ts';
import { vacantPost } from '#domain/duty/foldDuty.ts';
import { DUTY_POSTS, type DutyPost } from '#protocol/nouns/duty.ts';
import type { CourtCode, UserId } from '#protocol/nouns/ids.ts';
import type { User } from '#protocol/nouns/people.ts';

/** What can be done with a post, as a command each. */
export type DutyAction = 'start' | 'offer' | 'withdraw' | 'accept' | 'end' | 'relieve';

/** The court's posts in their order, held before or not. */
export function postsOf(duty: { get(key: string): DutyPost | undefined }, courtCode: CourtCode): DutyPost[] {
  return DUTY_POSTS.map((post) => duty.get(`${courtCode}/${post}`) ?? vacantPost({ courtCode, post }));
}

/** Who looks at a post. */
export type DutyViewer = {
  /** Null for those who may not serve in its court. */
  readonly me: UserId | null;
  /** Who this person is, if they may take others off their posts; else null. */
  readonly reliever: UserId | null;
};

/** What this person may do with the post now; the most pressing first. */
export function actionsOn(post: DutyPost, { me, reliever }: DutyViewer): DutyAction[] {
  if (post.holder === null) {
    return me === null ? [] : ['start'];
  }
  if (post.holder.userId === me) {
    return post.offer === null ? ['offer', 'end'] : ['withdraw', 'end'];
  }
  const accepted: DutyAction[] = me !== null && post.offer?.toUserId === me ? ['accept'] : [];
  return mayRelieve(post, reliever) ? [...accepted, 'relieve'] : accepted;
}

/** One's own post is handed over or left, with the words that belong to it. */
export function mayRelieve(post: DutyPost, reliever: UserId | null): boolean {
  return reliever !== null && post.holder !== null && post.holder.userId !== reliever;
}

/** The posts that wait for this person to take them over. */
export function offeredTo(posts: readonly DutyPost[], me: UserId | null): DutyPost[] {
  return posts.filter((post) => me !== null && post.offer?.toUserId === me);
}

const collator = new Intl.Collator('zh-CN', { numeric: true });

/** Who may take over: people of this court in active service, but for the holder. */
export function successors(users: Iterable<User>, courtCode: CourtCode, holder: UserId): User[] {
  return [...users]
    .filter((user) => user.state === 'active' && user.courtCode === courtCode && user.userId !== holder && mayServe(user.roles))
    .toSorted((a, b) => collator.compare(a.name, b.name));
}
