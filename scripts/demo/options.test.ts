import { describe, expect, it } from 'vitest';
import { DemoOptionError, readDemoOptions } from './options.ts';

describe('readDemoOptions', () => {
  it('runs until interrupted, with six units of which two are pages', () => {
    expect(readDemoOptions([])).toEqual({ forMs: null, screenshotFolder: null, units: 6, pages: 2, displays: 4, deskPerson: 'diaodu', scenario: null, rate: 10 });
  });

  it.each([
    ['60s', 60_000],
    ['90', 90_000],
    ['5m', 300_000],
  ])('takes --for %s', (text, forMs) => {
    expect(readDemoOptions(['--for', text]).forMs).toBe(forMs);
  });

  it('signs in whom it is told to, or nobody', () => {
    expect(readDemoOptions(['--as', 'shenji']).deskPerson).toBe('shenji');
    expect(readDemoOptions(['--as', 'nobody']).deskPerson).toBeNull();
  });

  it('has no more pages than units', () => {
    expect(readDemoOptions(['--units', '1', '--pages', '4']).pages).toBe(1);
  });

  it.each([[['--for', 'soon']], [['--for', '0s']], [['--units', '0']], [['--displays', '99']], [['--wrong']], [['--as', 'somebody']]])('refuses %j', (args) => {
    expect(() => readDemoOptions(args)).toThrow(DemoOptionError);
  });
});
