import { DUTY_POSTS } from '#protocol/nouns/duty.ts';
import type { CourtCode } from '#protocol/nouns/ids.ts';
import type { HallLink } from '../../../link/hallLink.ts';
import { createLogStretch, type LogStretchReader } from '../../../replica/createLogStretch.ts';
import type { HallReplica } from '../../../replica/hallReplica.ts';

type Options = { readonly link: HallLink; readonly replica: HallReplica; readonly courtCode: CourtCode; /** At most 200. */ readonly page: number };

/** The duty log of one court: its posts and its centre. */
export function createDutyLog({ link, replica, courtCode, page }: Options): LogStretchReader {
  const subjects = new Set([...DUTY_POSTS.map((post) => `duty/${courtCode}/${post}`), `centre/${courtCode}`]);
  return createLogStretch({
    replica,
    read: (before) => link.request('duty.log', { courtCode, limit: page, ...(before !== undefined && { before }) }),
    isOwn: ({ subject }) => subjects.has(subject),
  });
}
