import { describe, expect, it } from 'vitest';
import { allLayers, readLayerChoices, writeLayerChoices } from './layerChoices.ts';

describe('remembered layers', () => {
  it('come back as they were left', () => {
    const left = { ...allLayers, courts: false, trails: false };
    expect(readLayerChoices(writeLayerChoices(left))).toEqual(left);
  });

  it.each([[null], ['{'], ['7'], ['null'], ['{"courts":"no","unknown":false}']])('show everything when %j was kept', (text) => {
    expect(readLayerChoices(text)).toEqual(allLayers);
  });
});
