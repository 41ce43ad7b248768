import { describe, expect, it } from 'vitest';
import { nextReadoutDatum } from './readout.ts';

describe('the read-out', () => {
  it('cycles through its datums', () => {
    expect(nextReadoutDatum('WGS-84')).toBe('GCJ-02');
    expect(nextReadoutDatum('GCJ-02')).toBe('BD-09');
    expect(nextReadoutDatum('BD-09')).toBe('CGCS2000');
    expect(nextReadoutDatum('CGCS2000')).toBe('WGS-84');
  });
});
