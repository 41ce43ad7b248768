import { describe, expect, it } from 'vitest';
import { unitOfToken } from './unitOfToken.ts';

const UNIT = '0190a0b0-0000-7000-8000-0000000000b9';
const tokenOf = (claims: object) => `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.c2lnbmF0dXJl`;

describe('the unit of a token', () => {
  it('is whom it was issued to, also where the text needs the letters of addresses', () => {
    expect(unitOfToken(tokenOf({ sub: UNIT, iss: '~~~???>>>' }))).toBe(UNIT);
  });

  it('is nobody in what names no unit', () => {
    expect([unitOfToken(''), unitOfToken('a.b.c'), unitOfToken(tokenOf({ sub: 'root' })), unitOfToken(tokenOf({}))]).toEqual([null, null, null, null]);
  });
});
