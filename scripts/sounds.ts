/** Writes the console's sounds into assets/sounds: `node scripts/sounds.ts`. The files are kept; this is how they came to be. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { CHIME, SAMPLE_RATE_HZ, SIREN, soundOf, wavOf } from './sounds/tones.ts';

const folder = path.join(import.meta.dirname, '..', 'assets', 'sounds');
mkdirSync(folder, { recursive: true });
for (const [name, tones] of Object.entries({ siren: SIREN, chime: CHIME })) {
  const samples = soundOf(tones);
  writeFileSync(path.join(folder, `${name}.wav`), wavOf(samples));
  console.log(`${name}.wav: ${(samples.length / SAMPLE_RATE_HZ).toFixed(2)} s`);
}
