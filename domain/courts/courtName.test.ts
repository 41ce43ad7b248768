import { expect, it } from 'vitest';
import type { Court } from '#protocol/nouns/courts.ts';
import type { CourtCode } from '#protocol/nouns/ids.ts';
import { courtName, upperCourt } from './courtName.ts';

it('calls a court by its registered name, and one that is not registered by its code', () => {
  const courts = new Map([['闽0203' as CourtCode, { name: '厦门市思明区人民法院' } as Court]]);
  expect(courtName(courts, '闽0203' as CourtCode)).toBe('厦门市思明区人民法院');
  expect(courtName(courts, '闽0206' as CourtCode)).toBe('闽0206');
});

it.each([
  ['闽0203', '闽02'],
  ['闽02', '闽'],
  ['闽72', '闽'],
  ['闽', null],
])('above %s is %s', (court, upper) => {
  expect(upperCourt(court as CourtCode)).toBe(upper);
});
