import { expect, it } from 'vitest';
import { passwordFault } from './passwordRule.ts';

it.each([
  ['Kq7-mfwz2x', null],
  ['kq7 mfwz2x', null],
  ['正确的马和电池订书钉1a', null],
  ['shallow rivers carry seven boats', null],
  ['Kq7-mfwz2', 'short'],
  ['', 'short'],
  ['Old-one-2026', 'same'],
  ['X-LINWEI-2026', 'name'],
  ['Password123!', 'common'],
  ['__Zhixing2026', 'common'],
  ['kqmfwzxplv', 'plain'],
  ['8305172946', 'plain'],
  ['kqmfwz2x91', 'plain'],
  // Long enough for a phrase, but a pattern.
  ['aaaaaaaaaaaaaaaaaaaaaaaa', 'plain'],
  ['Aa1-Aa1-Aa1-Aa1-Aa1-', 'plain'],
])('%j is %s', (next, fault) => {
  expect(passwordFault(next, { username: 'linwei', present: 'Old-one-2026' })).toBe(fault);
});
