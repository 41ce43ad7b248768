import { describe, expect, it } from 'vitest';
import { formatPosition, nextReadoutDatum } from './readout.ts';

describe('the read-out', () => {
  it('cycles through its three datums', () => {
    expect(nextReadoutDatum('WGS-84')).toBe('GCJ-02');
    expect(nextReadoutDatum('GCJ-02')).toBe('CGCS2000');
    expect(nextReadoutDatum('CGCS2000')).toBe('WGS-84');
  });

  it('writes hemispheres, not signs', () => {
    expect(formatPosition([119.3062, 26.0823])).toBe('119.30620°E 26.08230°N');
    expect(formatPosition([-0.1276, -33.8688])).toBe('0.12760°W 33.86880°S');
  });
});
