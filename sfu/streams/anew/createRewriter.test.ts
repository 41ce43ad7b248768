import { PassThrough, Writable } from 'node:stream';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { FeedId } from '#protocol/nouns/ids.ts';
import type { RewriteOptions } from '../../ports/rewriter.ts';
import type { RtpIntake } from '../../ports/rtpIntake.ts';
import { Transcodes } from '../ffmpeg/transcodes.ts';
import { createRewriter } from './createRewriter.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }));
afterEach(() => void vi.useRealTimers());

const turn = () => vi.advanceTimersByTimeAsync(0);

/** Programs that a test starts, feeds and ends. `reads`: whether they take what they are given. */
function rewriting({ most = 1, reads = true, ...wish }: Partial<RewriteOptions> & { most?: number; reads?: boolean } = {}) {
  const programs: { bytes: number; killed: boolean; end: () => void }[] = [];
  let live: (live: boolean) => void = () => undefined;
  let open = 0;
  const intake: Pick<RtpIntake, 'listen'> = {
    listen: async ({ onLive }) => {
      open += 1;
      live = (is) => onLive(0, is);
      return { ports: [5_000, 5_002], close: () => void (open -= 1) };
    },
  };
  const metrics = new Registry();
  const transcodes = new Transcodes({ most, width: 640, rate: 900, metrics });
  const rewriter = createRewriter({
    intake, transcodes, log: pino({ level: 'silent' }),
    run: () => {
      const { promise, resolve } = Promise.withResolvers<number | null>();
      const program = { bytes: 0, killed: false, end: () => resolve(1) };
      programs.push(program);
      const stdin = new Writable({ write: (chunk: Buffer, _, done) => {
        program.bytes += chunk.length;
        if (reads) done();
      } });
      return { stdin, stdout: new PassThrough(), said: () => 'it said this', ended: promise, kill: () => {
        program.killed = true;
        resolve(null);
      } };
    },
  });
  const ends: unknown[] = [];
  const keyFramesWanted = vi.fn<() => void>();
  const begin = () => rewriter.begin({
    feedId: crypto.randomUUID() as FeedId, video: 'H265', copiedProfile: null, audio: null, mayPause: false,
    onLive: () => undefined, onEnded: (end) => ends.push(end), onKeyFrameWanted: keyFramesWanted, ...wish,
  });
  const taken = async () => (await metrics.getSingleMetric('hall_transcodes')?.get())?.values[0]?.value;
  return { begin, programs, ends, keyFramesWanted, live: (is: boolean) => live(is), open: () => open, taken };
}

const picture = (atMs: number, { key = false, size = 1_000 } = {}) => ({ kind: 'video' as const, bytes: Buffer.alloc(size), atMs, key });

describe('a stream that is written anew', () => {
  it('gets a new program after a second, and is given up after three that gave no picture', async () => {
    const made = rewriting();
    made.begin();
    await turn();
    for (const afterMs of [1_200, 2_400]) {
      const before = made.programs.length;
      made.programs.at(-1)?.end();
      await vi.advanceTimersByTimeAsync(afterMs / 2);
      expect([made.programs.length, made.open()]).toEqual([before, 0]);
      await vi.advanceTimersByTimeAsync(afterMs / 2);
      expect([made.programs.length, made.open()]).toEqual([before + 1, 1]);
    }
    expect(made.keyFramesWanted).toHaveBeenCalledTimes(2);
    made.programs.at(-1)?.end();
    await turn();
    expect(made.ends).toEqual([{ fault: 'failed', detail: 'it said this' }]);
    expect([made.open(), await made.taken()]).toEqual([0, 0]);
  });

  it('may lose as many programs as it likes as long as each gave a picture', async () => {
    const made = rewriting();
    made.begin();
    for (let lost = 1; lost < 8; lost += 1) {
      await turn();
      made.live(true);
      made.programs.at(-1)?.end();
      await vi.advanceTimersByTimeAsync(1_300);
      expect(made.programs).toHaveLength(lost + 1);
    }
    expect(made.ends).toEqual([]);
  });

  it.each([{ mayPause: false, ends: [{ fault: 'silent', detail: '' }], killed: true }, { mayPause: true, ends: [], killed: false }])('ends with silence, unless it may pause: $mayPause', async ({ mayPause, ends, killed }) => {
    const made = rewriting({ mayPause });
    const stream = made.begin();
    await turn();
    stream?.write(picture(0, { key: true }));
    made.live(true);
    await vi.advanceTimersByTimeAsync(60_000);
    made.live(false);
    await vi.advanceTimersByTimeAsync(60_000);
    expect([made.ends, made.programs.map((program) => program.killed)]).toEqual([ends, [killed]]);
    stream?.close();
    await turn();
    expect([made.open(), await made.taken(), made.programs[0]?.killed]).toEqual([0, 0, true]);
  });

  it('is begun anew where pictures come in and none comes out', async () => {
    const made = rewriting();
    const stream = made.begin();
    await turn();
    made.live(true);
    made.live(false);
    for (let at = 0; at < 7_000; at += 40) {
      stream?.write(picture(at, { key: at === 0 }));
      await vi.advanceTimersByTimeAsync(40);
    }
    expect([made.ends, made.programs.length]).toEqual([[], 2]);
  });

  it('begins with a key frame, and keeps little for a machine that does not keep up', async () => {
    const made = rewriting({ reads: false });
    const stream = made.begin();
    await turn();
    const empty = made.programs[0]!.bytes;
    stream?.write(picture(0));
    expect(made.programs[0]!.bytes).toBe(empty);
    for (let at = 0; at < 400; at += 1) stream?.write(picture(at * 40, { key: at % 50 === 0, size: 100_000 }));
    expect(made.keyFramesWanted).toHaveBeenCalledTimes(1);
    stream?.close();
  });

  it('is one of as many as the hall may, until it ends', async () => {
    const made = rewriting({ most: 1 });
    const first = made.begin();
    expect([made.begin(), await made.taken()]).toEqual([null, 1]);
    first?.close();
    await turn();
    expect(made.begin()).not.toBeNull();
  });

  it('costs no place where its picture is copied', async () => {
    const made = rewriting({ most: 0, video: 'H264', copiedProfile: '42e01f', audio: 'AAC' });
    expect(made.begin()).not.toBeNull();
    expect(await made.taken()).toBe(0);
  });
});
