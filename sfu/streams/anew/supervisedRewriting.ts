import type { Logger } from 'pino';
import type { MediaPiece, RewriteOptions, Rewriting } from '../../ports/rewriter.ts';
import type { RtpIntake } from '../../ports/rtpIntake.ts';
import { backOff } from '../backOff.ts';
import { carryPlanned } from '../carryStream.ts';
import type { CarryPlan } from '../ffmpeg/carryPlan.ts';
import { HeadedPipe } from '../ffmpeg/headedPipe.ts';
import type { RunProgram } from '../ffmpeg/program.ts';
import type { TranscodeLimits } from '../ffmpeg/transcodes.ts';
import { StreamFault } from '../streamFault.ts';
import { matroskaHead, matroskaPiece } from './matroska.ts';

/** What may wait for ffmpeg; beyond it pictures are left out, for late ones are of no use. */
const MOST_WAITING_BYTES = 2 * 1_024 * 1_024;
/** In a row, none of which gave a picture: it is not the program's bad luck then. */
const MOST_FAILURES = 3;
/** Frames are taken as they come, in one thread each: every thread more would hold one back. */
const INPUT = ['-threads', '2', '-thread_type', 'slice', '-probesize', '32', '-analyzeduration', '1', '-f', 'matroska', '-i', 'pipe:0'];

type Options = RewriteOptions & {
  readonly intake: Pick<RtpIntake, 'listen'>;
  readonly limits: TranscodeLimits;
  readonly run: RunProgram;
  /** Called once, at the end. */
  readonly leave: () => void;
  readonly log: Logger;
};

/** One program after the other for one stream, for as long as it is wanted. */
export class SupervisedRewriting implements Rewriting {
  readonly #options: Options;
  readonly #plan: CarryPlan;
  readonly #closing = new AbortController();
  #pipe: HeadedPipe | null = null;
  #waitsForKey = true;
  /** Of the first piece of this program. */
  #fromMs: number | null = null;
  #writtenAt = -Infinity;

  private constructor(options: Options) {
    this.#options = options;
    this.#plan = planOf(options);
  }

  static begin(options: Options): SupervisedRewriting {
    const rewriting = new SupervisedRewriting(options);
    void rewriting.#keepGoing();
    return rewriting;
  }

  write(piece: MediaPiece): void {
    const pipe = this.#pipe;
    if (pipe === null) return;
    if (pipe.waiting > MOST_WAITING_BYTES && !this.#waitsForKey) {
      this.#waitsForKey = true;
      this.#options.onKeyFrameWanted();
    }
    if (this.#waitsForKey) {
      if (piece.kind === 'audio' || !piece.key || pipe.waiting > MOST_WAITING_BYTES / 2) return;
      this.#waitsForKey = false;
    }
    this.#fromMs ??= piece.atMs;
    this.#writtenAt = performance.now();
    pipe.write(matroskaPiece({ ...piece, atMs: piece.atMs - this.#fromMs }));
  }

  close(): void {
    this.#closing.abort();
    this.#pipe = null;
  }

  async #keepGoing(): Promise<void> {
    const { onEnded, onKeyFrameWanted, leave, log } = this.#options;
    const { signal } = this.#closing;
    let failures = 0;
    try {
      while (!signal.aborted) {
        const beganAt = performance.now();
        const { fault, live } = await this.#once(signal);
        if (signal.aborted) return;
        const nothingCame = fault.fault === 'noVideo' || (fault.fault === 'silent' && performance.now() - this.#writtenAt >= fault.silentForMs);
        failures = live ? 1 : failures + 1;
        log.warn({ fault: fault.fault, detail: fault.message, afterMs: Math.round(performance.now() - beganAt), failures }, 'a stream is no longer written anew');
        if (nothingCame || failures >= MOST_FAILURES || fault.fault === 'noProgram') {
          onEnded({ fault: fault.fault, detail: fault.message });
          return;
        }
        await waited(backOff(failures, Math.random()), signal);
        if (!signal.aborted) onKeyFrameWanted();
      }
    } finally {
      this.close();
      leave();
    }
  }

  async #once(signal: AbortSignal): Promise<{ readonly fault: StreamFault; readonly live: boolean }> {
    const { feedId, video, audio, mayPause, intake, limits, run, onLive } = this.#options;
    const pipe = new HeadedPipe(() => undefined);
    pipe.write(matroskaHead(video, audio));
    this.#pipe = pipe;
    this.#waitsForKey = true;
    this.#fromMs = null;
    let live = false;
    try {
      return await carryPlanned({
        feedId, plan: this.#plan, limits, mayPause, intake, run, signal,
        input: { arguments: INPUT, body: pipe, secrets: [], parameterSets: 'dump_extra=freq=keyframe' },
        onLive: () => {
          live = true;
          if (!signal.aborted) onLive();
        },
      });
    } catch (error) {
      return { live, fault: error instanceof StreamFault ? error : new StreamFault('failed', error instanceof Error ? error.message : '') };
    } finally {
      if (this.#pipe === pipe) this.#pipe = null;
      pipe.end();
    }
  }
}

/** Or until aborted. */
function waited(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    }, { once: true });
  });
}

function planOf({ video, copiedProfile, audio }: RewriteOptions): CarryPlan {
  const telephone = audio === 'PCMA' ? 'audio/PCMA' : audio === 'PCMU' ? 'audio/PCMU' : null;
  return { videoCodec: video, copiedProfile, audio: audio === null ? null : { codec: audio, mimeType: telephone ?? 'audio/opus', copied: telephone !== null } };
}
