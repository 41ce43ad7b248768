import { writeFileSync } from 'node:fs';

const SAMPLES_PER_SECOND = 48_000;
const LENGTH_S = 10;
/** Half of full scale: loud enough for every gain control, far from clipping. */
const AMPLITUDE = 16_000;

/** Two strokes of a speaker's syllables a second: what never changes is taken for noise by those who suppress it. */
const STROKES_PER_SECOND = 2;

/**
 * Writes a WAV file with one tone, for a browser's fake microphone, which plays it round and round. Whole periods: the seam is not heard.
 * `spoken`: with pauses between, as speech has them.
 */
export function writeTone(file: string, frequencyHz: number, { spoken = false }: { readonly spoken?: boolean } = {}): void {
  const samples = SAMPLES_PER_SECOND * LENGTH_S;
  const bytes = Buffer.alloc(44 + samples * 2);
  bytes.write('RIFF', 0);
  bytes.writeUInt32LE(36 + samples * 2, 4);
  bytes.write('WAVEfmt ', 8);
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(1, 20);
  bytes.writeUInt16LE(1, 22);
  bytes.writeUInt32LE(SAMPLES_PER_SECOND, 24);
  bytes.writeUInt32LE(SAMPLES_PER_SECOND * 2, 28);
  bytes.writeUInt16LE(2, 32);
  bytes.writeUInt16LE(16, 34);
  bytes.write('data', 36);
  bytes.writeUInt32LE(samples * 2, 40);
  for (let sample = 0; sample < samples; sample += 1) {
    const loudness = spoken && (sample * STROKES_PER_SECOND) % SAMPLES_PER_SECOND > SAMPLES_PER_SECOND * 0.7 ? 0 : AMPLITUDE;
    bytes.writeInt16LE(Math.round(loudness * Math.sin((2 * Math.PI * frequencyHz * sample) / SAMPLES_PER_SECOND)), 44 + sample * 2);
  }
  writeFileSync(file, bytes);
}
