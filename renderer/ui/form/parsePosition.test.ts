import { describe, expect, it } from 'vitest';
import { parsePosition } from './parsePosition.ts';

describe('a typed position', () => {
  it.each([
    ['117.8970, 25.1230', { longitudeDeg: 117.897, latitudeDeg: 25.123 }],
    [' 117.8970，25.1230 ', { longitudeDeg: 117.897, latitudeDeg: 25.123 }],
    ['117.897 25.123', { longitudeDeg: 117.897, latitudeDeg: 25.123 }],
    ['', null],
    ['安溪', undefined],
    ['25.123, 117.897', undefined],
    ['117.897', undefined],
  ])('%s', (text, expected) => {
    expect(parsePosition(text)).toEqual(expected);
  });
});
