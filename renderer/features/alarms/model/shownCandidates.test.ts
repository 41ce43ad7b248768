import { expect, it } from 'vitest';
import type { HelpCandidate } from '#protocol/alarms/help.ts';
import { shownCandidates } from './shownCandidates.ts';

const candidate = (courtName: string, able: boolean, distanceM: number) => ({ courtName, able, distanceM }) as HelpCandidate;

it('the card lists five that can come as they are ranked, and the three nearest that cannot', () => {
  const able = Array.from({ length: 9 }, (_, index) => candidate(`able ${index}`, true, 50_000 - index));
  const unable = Array.from({ length: 6 }, (_, index) => candidate(`unable ${index}`, false, 9_000 - index));
  expect(shownCandidates([...able, ...unable]).map(({ courtName }) => courtName)).toEqual(['able 0', 'able 1', 'able 2', 'able 3', 'able 4', 'unable 5', 'unable 4', 'unable 3']);
  expect(shownCandidates([able[0]!, ...unable])).toHaveLength(7);
});
