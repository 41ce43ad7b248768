export const SAMPLE_RATE_HZ = 16_000;
/** -12.4 dBFS: heard over talk in a hall, and nobody jumps. */
export const PEAK = 0.24;

/** One tone of a sound; `decayMs` lets it ring out like a bell, else it is held. */
export type Tone = { readonly startMs: number; readonly durationMs: number; readonly frequencyHz: number; readonly decayMs?: number };

/** Two tones, twice, and a breath: calm, and unmistakable. It is made to be repeated. */
export const SIREN: readonly Tone[] = [
  { startMs: 0, durationMs: 420, frequencyHz: 659.3 },
  { startMs: 420, durationMs: 420, frequencyHz: 523.3 },
  { startMs: 840, durationMs: 420, frequencyHz: 659.3 },
  { startMs: 1_260, durationMs: 420, frequencyHz: 523.3 },
  { startMs: 2_600, durationMs: 0, frequencyHz: 0 },
];

export const CHIME: readonly Tone[] = [
  { startMs: 0, durationMs: 450, frequencyHz: 880, decayMs: 130 },
  { startMs: 120, durationMs: 480, frequencyHz: 1_174.7, decayMs: 140 },
];

const EDGE_MS = 25;

/** Samples from -1 to 1, no louder than `PEAK`. */
export function soundOf(tones: readonly Tone[]): Float32Array {
  const endMs = Math.max(...tones.map(({ startMs, durationMs }) => startMs + durationMs));
  const samples = new Float32Array(Math.ceil((endMs / 1_000) * SAMPLE_RATE_HZ));
  for (const tone of tones) {
    const from = Math.round((tone.startMs / 1_000) * SAMPLE_RATE_HZ);
    const count = Math.round((tone.durationMs / 1_000) * SAMPLE_RATE_HZ);
    for (let index = 0; index < count; index += 1) {
      samples[from + index] = (samples[from + index] ?? 0) + sampleOf(tone, (index / SAMPLE_RATE_HZ) * 1_000);
    }
  }
  const loudest = samples.reduce((peak, sample) => Math.max(peak, Math.abs(sample)), 0);
  return samples.map((sample) => (sample / (loudest || 1)) * PEAK);
}

function sampleOf({ durationMs, frequencyHz, decayMs }: Tone, atMs: number): number {
  const phase = (2 * Math.PI * frequencyHz * atMs) / 1_000;
  // A little of the octave makes it audible on small loudspeakers.
  const wave = Math.sin(phase) + 0.25 * Math.sin(2 * phase);
  const edges = Math.min(1, atMs / EDGE_MS, (durationMs - atMs) / EDGE_MS);
  return wave * edges * (decayMs === undefined ? 1 : Math.exp(-atMs / decayMs));
}

/** RIFF/WAVE, one channel, 16 bits. */
export function wavOf(samples: Float32Array): Buffer {
  const bytes = Buffer.alloc(44 + samples.length * 2);
  bytes.write('RIFF', 0, 'latin1');
  bytes.writeUInt32LE(36 + samples.length * 2, 4);
  bytes.write('WAVEfmt ', 8, 'latin1');
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(1, 20);
  bytes.writeUInt16LE(1, 22);
  bytes.writeUInt32LE(SAMPLE_RATE_HZ, 24);
  bytes.writeUInt32LE(SAMPLE_RATE_HZ * 2, 28);
  bytes.writeUInt16LE(2, 32);
  bytes.writeUInt16LE(16, 34);
  bytes.write('data', 36, 'latin1');
  bytes.writeUInt32LE(samples.length * 2, 40);
  samples.forEach((sample, index) => bytes.writeInt16LE(Math.round(sample * 32_767), 44 + index * 2));
  return bytes;
}
