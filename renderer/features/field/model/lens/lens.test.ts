import { describe, expect, it } from 'vitest';
import { setLens } from './lens.ts';
import { within, zoomOf } from './zoom.ts';

function aCamera(capabilities: object, settings: object = {}) {
  const asked: MediaTrackConstraints[] = [];
  const track = {
    getCapabilities: () => capabilities,
    getSettings: () => settings,
    applyConstraints: async (constraints: MediaTrackConstraints) => void asked.push(constraints),
  } as unknown as MediaStreamTrack;
  return { track, asked };
}

describe('the lens of a phone', () => {
  it('has a zoom only where the camera tells a range', () => {
    expect(zoomOf(aCamera({}).track)).toBeNull();
    expect(zoomOf(aCamera({ zoom: { min: 1, max: 1 } }).track)).toBeNull();
    expect(zoomOf(aCamera({ zoom: { min: 1, max: 8, step: 0.1 } }, { zoom: 2 }).track)).toEqual({ least: 1, most: 8, now: 2 });
  });

  it('never asks for more than there is', () => {
    expect([0.2, 3, 90].map((factor) => within({ least: 1, most: 8 }, factor))).toEqual([1, 3, 8]);
  });

  it('keeps the lamp as it is while it zooms', async () => {
    const { track, asked } = aCamera({ torch: true, zoom: { min: 1, max: 8 } });
    await setLens(track, { lit: true, zoom: 3 });
    await setLens(track, { lit: null, zoom: 3 });
    expect(asked).toEqual([{ advanced: [{ torch: true, zoom: 3 }] }, { advanced: [{ zoom: 3 }] }]);
  });
});
