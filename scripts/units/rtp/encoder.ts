import { spawn, type ChildProcess } from 'node:child_process';
import type { Writable } from 'node:stream';
import type { FrameSize } from '../picture/scene.ts';

export type EncoderOptions = {
  readonly size: FrameSize;
  readonly framesPerSecond: number;
  readonly videoBitrateBps: number;
  readonly bytesPerFrame: number;
  /** Where ffmpeg sends RTP and RTCP of both tracks: a UDP port on this machine. */
  readonly localPort: number;
  readonly video: { readonly ssrc: number; readonly payloadType: number };
  readonly audio: { readonly ssrc: number; readonly payloadType: number };
  /** Pitch of the unit's quiet tone, Hz. */
  readonly toneHz: number;
  /** Fills a frame; `at` is hall time, ms since the epoch. */
  readonly paint: (target: Uint8Array, at: number) => void;
  readonly now: () => number;
  readonly onExit: (reason: string) => void;
};

const SAMPLE_RATE = 48_000;
const AUDIO_STEP_MS = 40;
/** After a stall longer than this the missing sound is skipped, not made up for, ms. */
const MAX_AUDIO_GAP_MS = 500;
const TONE_LEVEL = 0.06;

/**
 * One ffmpeg that encodes a unit live: raw pictures and raw sound go in by pipes, RTP comes out.
 * Both pipes are fed by the clock; a picture that ffmpeg has no room for is left out, so the picture is never late.
 * When this process dies the pipes end, and with them ffmpeg.
 */
export class Encoder {
  readonly #options: EncoderOptions;
  readonly #child: ChildProcess;
  readonly #pictures: Writable;
  readonly #sound: Writable;
  /** Two frames: one may still be on its way to ffmpeg while the next is painted. */
  readonly #frames: readonly [Uint8Array, Uint8Array];
  #turn: 0 | 1 = 0;
  #writing = false;
  #framesWritten = 0;
  #framesLeftOut = 0;
  #timers: NodeJS.Timeout[] = [];
  #samplesWritten = 0;
  #soundStartedAt = performance.now();
  #closed = false;

  constructor(options: EncoderOptions) {
    this.#options = options;
    this.#frames = [new Uint8Array(options.bytesPerFrame), new Uint8Array(options.bytesPerFrame)];
    this.#child = spawn('ffmpeg', ffmpegArguments(options), { stdio: ['pipe', 'ignore', 'pipe', 'pipe'] });
    this.#pictures = this.#child.stdin!;
    this.#sound = this.#child.stdio[3] as Writable;
    let complaint = '';
    this.#child.stderr!.on('data', (chunk: Buffer) => (complaint = (complaint + chunk.toString()).slice(-2_000)));
    for (const pipe of [this.#pictures, this.#sound]) {
      pipe.on('error', () => undefined); // the exit tells why
    }
    this.#child.on('error', (cause) => this.#ended(`ffmpeg cannot be started: ${cause.message}`));
    this.#child.on('exit', (code, signal) => this.#ended(`ffmpeg ended (${signal ?? code}) ${complaint.trim()}`));
    this.#run();
  }

  get framesWritten(): number {
    return this.#framesWritten;
  }

  /** Pictures that were due while ffmpeg still worked on an earlier one. */
  get framesLeftOut(): number {
    return this.#framesLeftOut;
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** Idempotent; resolves when ffmpeg has ended. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#stopTimers();
    if (this.#child.exitCode !== null || this.#child.signalCode !== null || this.#child.pid === undefined) {
      return;
    }
    const ended = new Promise((resolve) => this.#child.once('exit', resolve));
    this.#child.kill('SIGKILL'); // nothing to flush: RTP has no end
    await ended;
  }

  #run(): void {
    const intervalMs = 1_000 / this.#options.framesPerSecond;
    const startedAt = performance.now();
    let due = 0;
    const next = () => {
      this.#writeFrame();
      due = Math.max(due + 1, Math.floor((performance.now() - startedAt) / intervalMs));
      this.#timers[0] = setTimeout(next, Math.max(0, startedAt + due * intervalMs - performance.now()));
    };
    this.#timers[0] = setTimeout(next, 0);
    this.#timers[1] = setInterval(() => this.#writeSound(), AUDIO_STEP_MS);
  }

  #writeFrame(): void {
    if (this.#writing) {
      this.#framesLeftOut += 1;
      return;
    }
    const frame = this.#frames[this.#turn];
    this.#turn = this.#turn === 0 ? 1 : 0;
    this.#options.paint(frame, this.#options.now());
    this.#writing = true;
    this.#framesWritten += 1;
    this.#pictures.write(frame, () => (this.#writing = false));
  }

  #writeSound(): void {
    const due = Math.floor(((performance.now() - this.#soundStartedAt) / 1_000) * SAMPLE_RATE);
    const count = due - this.#samplesWritten;
    if (count > (MAX_AUDIO_GAP_MS / 1_000) * SAMPLE_RATE) {
      this.#samplesWritten = due;
      return;
    }
    if (this.#sound.writableLength < SAMPLE_RATE / 2) {
      this.#sound.write(tone(this.#samplesWritten, count, this.#options.toneHz));
    }
    this.#samplesWritten = due;
  }

  #ended(reason: string): void {
    this.#stopTimers();
    if (!this.#closed) {
      this.#closed = true;
      this.#options.onExit(reason);
    }
  }

  #stopTimers(): void {
    for (const timer of this.#timers) {
      clearTimeout(timer);
    }
    this.#timers = [];
  }
}

function tone(from: number, count: number, pitchHz: number): Buffer {
  const bytes = Buffer.alloc(count * 2);
  for (let index = 0; index < count; index += 1) {
    const value = Math.sin((2 * Math.PI * pitchHz * ((from + index) % SAMPLE_RATE)) / SAMPLE_RATE);
    bytes.writeInt16LE(Math.round(value * TONE_LEVEL * 32_767), index * 2);
  }
  return bytes;
}

function ffmpegArguments(options: EncoderOptions): string[] {
  const { size, framesPerSecond, localPort } = options;
  const target = `rtp://127.0.0.1:${localPort}?rtcpport=${localPort}&pkt_size=1200`;
  const track = ({ ssrc, payloadType }: { ssrc: number; payloadType: number }) =>
    words(`-ssrc ${ssrc} -payload_type ${payloadType} -flush_packets 1 -f rtp ${target}`);
  const prompt = '-probesize 32 -analyzeduration 0 -fflags +nobuffer -thread_queue_size 4';
  return [
    ...words('-hide_banner -nostats -v error'),
    ...words(`${prompt} -use_wallclock_as_timestamps 1 -f rawvideo -pix_fmt yuv420p`),
    ...words(`-s ${size.width}x${size.height} -r ${framesPerSecond} -i pipe:0`),
    ...words(`${prompt} -f s16le -ar ${SAMPLE_RATE} -ac 1 -i pipe:3`),
    ...words('-map 0:v -fps_mode passthrough -enc_time_base 1:1000'),
    ...vp8Arguments(options),
    ...track(options.video),
    ...words(`-map 1:a -c:a libopus -application lowdelay -b:a 20k -frame_duration ${AUDIO_STEP_MS} -compression_level 0`),
    ...track(options.audio),
  ];
}

/** How a live picture is coded. Key frames come every second, because nobody can ask ffmpeg for one. */
export function vp8Arguments(options: { framesPerSecond: number; videoBitrateBps: number }): string[] {
  const { framesPerSecond, videoBitrateBps: rate } = options;
  return [
    ...words('-c:v libvpx -deadline realtime -cpu-used 12 -threads 1 -lag-in-frames 0 -error-resilient 1'),
    ...words(`-b:v ${rate} -maxrate ${rate} -bufsize ${rate} -qmin 4 -qmax 48 -static-thresh 80 -g ${framesPerSecond}`),
  ];
}

function words(line: string): string[] {
  return line.split(' ');
}
