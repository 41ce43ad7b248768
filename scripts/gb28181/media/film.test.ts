import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toneALaw } from './aLaw.ts';
import { Film } from './film.ts';
import { programPack, VIDEO_CODECS } from './programStream.ts';

const LENGTH_S = 2;
const FRAMES = LENGTH_S * 10;
/** On a minute, so that the film is at its beginning. */
const MOMENT = 1_800_000_000_000;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'film-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.each(VIDEO_CODECS)('a film in %s', (codec) => {
  it('is a program stream that ffmpeg decodes to every picture, with a key frame at each second', async () => {
    const film = await Film.create({ codec, folder, lengthS: LENGTH_S });
    const pictures = Array.from({ length: FRAMES }, (_, index) => film.recordedAt(MOMENT + index * 100).picture);
    expect(pictures.flatMap(({ isKeyFrame }, index) => (isKeyFrame ? [index] : []))).toEqual([0, 10]);
    const stream = Buffer.concat(pictures.map(({ bytes, isKeyFrame }, index) => programPack({ ticks: 90_000 + index * 9_000, codec, picture: bytes, isKeyFrame, sound: toneALaw({ from: index * 800, count: 800, toneHz: 700 }) })));
    // The sound is left to ears: ffmpeg takes 0xc0 for MPEG sound, whatever the map says.
    const decoded = execFileSync('ffmpeg', ['-v', 'error', '-f', 'mpeg', '-i', 'pipe:0', '-map', '0:v', '-fps_mode', 'passthrough', '-f', 'rawvideo', '-s', '32x18', '-pix_fmt', 'gray', 'pipe:1'], { input: stream });
    expect(decoded.length).toBe(FRAMES * 32 * 18);
  });
});
