import type { HelpCandidate } from '#protocol/alarms/help.ts';

const ABLE = 5;
const ALL = 8;

/** What the card lists of a ranking: the best that can come, and the nearer ones that cannot, so that nobody asks why not they. */
export function shownCandidates(candidates: readonly HelpCandidate[]): readonly HelpCandidate[] {
  const able = candidates.filter((candidate) => candidate.able);
  const unable = candidates.filter((candidate) => !candidate.able).toSorted((a, b) => a.distanceM - b.distanceM);
  const best = able.slice(0, ABLE);
  return [...best, ...unable.slice(0, ALL - best.length)];
}
