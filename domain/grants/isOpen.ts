import type { Grant } from '#protocol/media/grants.ts';

/** Whether somebody may view by it at this time. */
export function isOpen({ revoked, endsAt }: Pick<Grant, 'revoked' | 'endsAt'>, at: number): boolean {
  return revoked === null && at < endsAt;
}
