import { expect, it } from 'vitest';
import { allowReload, NO_RELOADS } from './allowReload.ts';

const MINUTE_MS = 60_000;

function grantedMinutes(wishes: readonly number[]): number[] {
  let history = NO_RELOADS;
  return wishes.filter((minute) => {
    const answer = allowReload(history, minute * MINUTE_MS);
    history = answer.history;
    return answer.allowed;
  });
}

it('grants the first wish, then ever more rarely while the page goes on asking', () => {
  const everyMinute = Array.from({ length: 200 }, (_, minute) => minute);
  expect(grantedMinutes(everyMinute)).toEqual([0, 5, 15, 35, 75, 135, 195]);
});

it('begins anew after two quiet hours, and counts all of them', () => {
  expect(grantedMinutes([0, 6, 300, 305, 306])).toEqual([0, 6, 300, 305]);
  expect(allowReload(allowReload(NO_RELOADS, 0).history, 300 * MINUTE_MS).history.count).toBe(2);
});
