import { randomInt } from 'node:crypto';
import type { SourceRecord, SourceStatus } from '#protocol/media/sources.ts';
import type { FeedId } from '#protocol/nouns/ids.ts';
import type { Feeds } from '../ports/feeds.ts';
import type { RtpIntake } from '../ports/rtpIntake.ts';
import { carryArguments, tracksOf } from './ffmpeg/carryArguments.ts';
import { planOf } from './ffmpeg/carryPlan.ts';
import type { RunProgram } from './ffmpeg/program.ts';
import { probe } from './ffmpeg/probe.ts';
import { feedProgram, type StreamInput } from './ffmpeg/streamInput.ts';
import { faultOfProgram, StreamFault } from './streamFault.ts';

/** From the start of ffmpeg to its first packet; what was looked at just now is quick to open again. */
const FIRST_PACKET_WITHIN_MS = 15_000;
/** The intake tells after 2 s that no picture comes; what is still silent 3 s later is begun anew. */
const SILENT_FOR_MS = 3_000;
const MAX_SSRC = 2 ** 31 - 1;

export type Carried = { readonly feedId: FeedId; readonly media: NonNullable<SourceStatus['media']> };

export type CarryOptions = {
  readonly source: Pick<SourceRecord, 'unitId' | 'label'>;
  readonly input: StreamInput;
  readonly feeds: Pick<Feeds, 'open'>;
  readonly intake: Pick<RtpIntake, 'listen'>;
  readonly run: RunProgram;
  readonly signal: AbortSignal;
  /** The first packet of the picture came. */
  readonly onLive: (carried: Carried) => void;
};

/** Brings one stream into the hall until it ends. Errors, always: StreamFault; what the feeds or the intake refuse. */
export async function carryStream({ source, input, feeds, intake, run, signal, onLive }: CarryOptions): Promise<never> {
  const plan = planOf(await probe(run, input, signal));
  const { feedId } = await feeds.open(source.unitId, source.label);
  signal.throwIfAborted();
  const { promise: silent, reject: fallSilent } = Promise.withResolvers<never>();
  // Nobody may be waiting for it yet, or any more.
  silent.catch(() => undefined);
  let told = false;
  let timer = setTimeout(() => fallSilent(new StreamFault('noVideo', '')), FIRST_PACKET_WITHIN_MS);
  const tracks = tracksOf(plan, () => randomInt(1, MAX_SSRC));
  const taken = await intake.listen({
    feedId,
    tracks,
    remoteAddress: '127.0.0.1',
    onLive: (track, live) => {
      if (track !== 0) return;
      clearTimeout(timer);
      if (!live) timer = setTimeout(() => fallSilent(new StreamFault('silent', '')), SILENT_FOR_MS);
      else if (!told) {
        told = true;
        onLive({ feedId, media: { videoCodec: plan.videoCodec, audioCodec: plan.audio?.codec ?? null, copied: plan.copiedProfile !== null } });
      }
    },
  }).catch((error: unknown) => {
    clearTimeout(timer);
    throw error;
  });
  const program = run({ name: 'ffmpeg', arguments: carryArguments({ input, plan, tracks, ports: taken.ports }), secrets: input.secrets });
  program.stdout.resume();
  const stop = (): void => program.kill();
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  feedProgram(program, input, { last: true });
  try {
    await Promise.race([silent, program.ended]);
    throw faultOfProgram(program.said(), told ? 'ended' : 'failed');
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
    stop();
    program.stdin.destroy();
    await program.ended;
    taken.close();
  }
}
