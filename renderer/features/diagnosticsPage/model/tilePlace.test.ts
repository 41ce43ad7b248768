import { expect, it } from 'vitest';
import { tilePlace } from './tilePlace.ts';

it('reads a tile\'s cell, and nothing from other keys', () => {
  expect(tilePlace('0-0')).toEqual({ column: 1, row: 1, ahead: false });
  expect(tilePlace('beneath/11-3')).toEqual({ column: 12, row: 4, ahead: true });
  expect(tilePlace('desk-selected')).toBeNull();
});
