import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { cutPictures, type Picture, type PictureSource } from './pictures.ts';
import type { VideoCodec } from './programStream.ts';

const FRAMES_PER_SECOND = 10;
const FRAME_MS = 1_000 / FRAMES_PER_SECOND;
const USUAL_LENGTH_S = 60;
const SIZE = '640x360';

/** One slice a picture, no pictures of later: what is sent is shown in the order in which it is sent. */
const ENCODERS: Readonly<Record<VideoCodec, { readonly words: readonly string[]; readonly format: string }>> = {
  h264: { words: ['-c:v', 'libx264', '-preset', 'veryfast', '-profile:v', 'main', '-bf', '0', '-x264-params', `slices=1:keyint=${FRAMES_PER_SECOND}:min-keyint=${FRAMES_PER_SECOND}:scenecut=0:repeat-headers=1`], format: 'h264' },
  h265: { words: ['-c:v', 'libx265', '-preset', 'ultrafast', '-x265-params', `log-level=error:bframes=0:keyint=${FRAMES_PER_SECOND}:min-keyint=${FRAMES_PER_SECOND}:scenecut=0:open-gop=0:repeat-headers=1:slices=1`], format: 'hevc' },
  mpeg4: { words: ['-c:v', 'mpeg4', '-bf', '0', '-g', String(FRAMES_PER_SECOND), '-bsf:v', 'dump_extra=freq=keyframe'], format: 'm4v' },
};

/** ffmpeg is missing, or cannot make this film. */
export class FilmError extends Error {
  override readonly name = 'FilmError';
}

/**
 * A minute of a test card with its second burnt in, played in step with the clock on the wall: at any moment, live or of a recording, the picture
 * shows the second of that moment. Made once and kept.
 */
export class Film implements PictureSource {
  readonly codec: VideoCodec;
  readonly #pictures: readonly Picture[];

  private constructor(codec: VideoCodec, pictures: readonly Picture[]) {
    this.codec = codec;
    this.#pictures = pictures;
  }

  /** Errors: FilmError. */
  static async create({ codec, folder, lengthS = USUAL_LENGTH_S }: { readonly codec: VideoCodec; readonly folder: string; readonly lengthS?: number }): Promise<Film> {
    const file = path.join(folder, `test-card-${SIZE}-${lengthS}s.${codec}`);
    if (!existsSync(file)) await record({ codec, file, lengthS });
    const pictures = cutPictures(await readFile(file), codec);
    if (pictures.length !== lengthS * FRAMES_PER_SECOND) throw new FilmError(`${file} 不完整，请删除后重试`);
    return new Film(codec, pictures);
  }

  live(onPicture: (picture: Picture) => void): () => void {
    let timer: NodeJS.Timeout;
    const next = (): void => {
      const now = Date.now();
      onPicture(this.#at(now));
      timer = setTimeout(next, FRAME_MS - (now % FRAME_MS));
    };
    timer = setTimeout(next, FRAME_MS - (Date.now() % FRAME_MS));
    return () => clearTimeout(timer);
  }

  recordedAt(momentMs: number): { readonly picture: Picture; readonly nextAtMs: number } {
    return { picture: this.#at(momentMs), nextAtMs: (Math.floor(momentMs / FRAME_MS) + 1) * FRAME_MS };
  }

  #at(momentMs: number): Picture {
    return this.#pictures[Math.floor(momentMs / FRAME_MS) % this.#pictures.length]!;
  }
}

async function record({ codec, file, lengthS }: { readonly codec: VideoCodec; readonly file: string; readonly lengthS: number }): Promise<void> {
  const { words, format } = ENCODERS[codec];
  const clock = String.raw`drawtext=text='%{eif\:t\:d\:2}':x=(w-tw)/2:y=(h-th)/2:fontsize=140:fontcolor=white:box=1:boxcolor=black:boxborderw=12`;
  // So that two devices that start at once do not read each other's half.
  const own = `${file}.${process.pid}`;
  await mkdir(path.dirname(file), { recursive: true });
  try {
    await promisify(execFile)('ffmpeg', ['-v', 'error', '-y', '-f', 'lavfi', '-i', `testsrc2=size=${SIZE}:rate=${FRAMES_PER_SECOND}:duration=${lengthS}`, '-vf', `${clock},format=yuv420p`, ...words, '-b:v', '500k', '-f', format, own]);
  } catch (cause) {
    const missing = (cause as NodeJS.ErrnoException).code === 'ENOENT';
    throw new FilmError(missing ? '找不到 ffmpeg：请先安装（npm run setup）' : `ffmpeg 无法制作测试画面：${cause instanceof Error ? cause.message.trim().split('\n').at(-1) : ''}`, { cause });
  }
  await rename(own, file);
}
