import { describe, expect, it } from 'vitest';
import type { UnitId } from '#protocol/nouns/ids.ts';
import { packTrack } from '#protocol/telemetry/packedTrack.ts';
import { FakeHallLink } from '../link/fakeHallLink.ts';
import { readTrack } from './readTrack.ts';

const UNIT = '0190a0b0-0000-7000-8000-0000000000aa' as UnitId;

describe('a track that was read', () => {
  it('comes as columns of the same length', async () => {
    const link = new FakeHallLink();
    link.goOnline();
    const bytes = packTrack([1_000, 2_000].map((at) => ({ at, longitudeDeg: 118.5, latitudeDeg: 24.25, headingDeg: 90, speedMps: 2.5, accuracyM: 4 })));
    link.answers['track.read'] = () => ({ tracks: [{ unitId: UNIT, packed: btoa(String.fromCharCode(...bytes)), fixes: 9, toleranceM: 1.5, more: true }] });
    const span = { unitIds: [UNIT], from: 0, until: 5_000, maxPoints: 100 };
    const [track] = await readTrack(link, span);
    expect(track).toEqual({
      unitId: UNIT, fixes: 9, toleranceM: 1.5, more: true,
      times: Float64Array.of(1_000, 2_000),
      positions: Float64Array.of(118.5, 24.25, 118.5, 24.25),
      headingsDeg: Float32Array.of(90, 90),
      speedsMps: Float32Array.of(2.5, 2.5),
    });
    expect(link.inputsOf('track.read')).toEqual([span]);
  });
});
