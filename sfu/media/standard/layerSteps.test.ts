import { describe, expect, it } from 'vitest';
import type { types } from 'mediasoup';
import { stepLayers } from './layerSteps.ts';

function rig(type: types.ConsumerType, scalabilityMode: string) {
  let now = 0;
  let told: (score: types.ConsumerScore) => void = () => undefined;
  const layers: number[] = [];
  stepLayers(
    {
      type,
      closed: false,
      rtpParameters: { codecs: [], encodings: [{ scalabilityMode }] },
      on: (_, listener) => (told = listener),
      setPreferredLayers: async ({ spatialLayer }) => void layers.push(spatialLayer),
    },
    () => now,
  );
  const score = (value: number, atMs: number) => {
    now = atMs;
    told({ score: value, producerScore: 10, producerScores: [10] });
  };
  return { layers, score };
}

describe('the layer of a player that estimates nothing', () => {
  it('goes down while much is lost and up again when all has been well for a while', () => {
    const { layers, score } = rig('simulcast', 'L3T1');
    score(3, 1_000);
    expect(layers).toEqual([]);
    score(3, 2_000);
    score(3, 2_500);
    score(3, 4_000);
    score(3, 6_000);
    expect(layers).toEqual([1, 0]);
    score(10, 13_000);
    expect(layers).toEqual([1, 0]);
    score(10, 14_001);
    score(10, 24_002);
    score(10, 40_000);
    expect(layers).toEqual([1, 0, 1, 2]);
  });

  it('stays where there is only one', () => {
    const { layers, score } = rig('simple', 'L1T1');
    score(0, 60_000);
    expect(layers).toEqual([]);
  });
});
