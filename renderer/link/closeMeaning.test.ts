import { describe, expect, it } from 'vitest';
import { CLOSE_CODES, FINAL_CLOSE_CODES } from '#protocol/closeCodes.ts';
import { endingOf } from './closeMeaning.ts';

describe('the end of a socket', () => {
  it.each([...FINAL_CLOSE_CODES])('is final after close code %i', (closeCode) => {
    expect(endingOf({ closeCode, helloError: null }).final).toBe(true);
  });

  it.each([null, 1006, 1001, CLOSE_CODES.serverClosing, CLOSE_CODES.silent, CLOSE_CODES.tooSlow])('is not final after %s', (closeCode) => {
    expect(endingOf({ closeCode, helloError: null }).final).toBe(false);
  });

  it('tells what hello was refused with rather than what the close code can', () => {
    expect(endingOf({ closeCode: null, helloError: 'tokenRevoked' })).toEqual({ final: true, error: 'tokenRevoked' });
    expect(endingOf({ closeCode: CLOSE_CODES.unauthorised, helloError: null })).toEqual({ final: true, error: 'tokenInvalid' });
    expect(endingOf({ closeCode: CLOSE_CODES.replaced, helloError: null })).toEqual({ final: true, error: 'replaced' });
  });

  it('keeps trying when hello met a hall that is overloaded or closing', () => {
    expect(endingOf({ closeCode: null, helloError: 'closing' }).final).toBe(false);
    expect(endingOf({ closeCode: null, helloError: 'timedOut' }).final).toBe(false);
  });
});
