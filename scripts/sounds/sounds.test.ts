import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { CHIME, SIREN, soundOf, wavOf } from './tones.ts';

const kept = (name: string) => readFileSync(path.join(import.meta.dirname, '..', '..', 'assets', 'sounds', `${name}.wav`));

describe.each([['siren', SIREN], ['chime', CHIME]] as const)('%s.wav', (name, tones) => {
  it('is what the script writes', () => {
    expect(kept(name).equals(wavOf(soundOf(tones)))).toBe(true);
  });

  it('is no louder than -12 dBFS, begins and ends in silence, and is heard in between', () => {
    const bytes = kept(name);
    const samples = Array.from({ length: (bytes.length - 44) / 2 }, (_, index) => bytes.readInt16LE(44 + index * 2) / 32_767);
    const peakDb = 20 * Math.log10(Math.max(...samples.map(Math.abs)));
    expect(peakDb).toBeLessThanOrEqual(-12);
    expect(peakDb).toBeGreaterThan(-13);
    for (const sample of [...samples.slice(0, 4), ...samples.slice(-4)]) {
      expect(Math.abs(sample)).toBeLessThan(0.01);
    }
  });
});
