import { randomInt } from 'node:crypto';
import type { SourceRecord, SourceStatus } from '#protocol/media/sources.ts';
import type { FeedId } from '#protocol/nouns/ids.ts';
import type { Feeds } from '../ports/feeds.ts';
import type { RtpIntake } from '../ports/rtpIntake.ts';
import { carryArguments, tracksOf } from './ffmpeg/carryArguments.ts';
import { planOf, type CarryPlan } from './ffmpeg/carryPlan.ts';
import type { RunProgram } from './ffmpeg/program.ts';
import { probe } from './ffmpeg/probe.ts';
import { feedProgram, type StreamInput } from './ffmpeg/streamInput.ts';
import type { TranscodeLimits, Transcodes } from './ffmpeg/transcodes.ts';
import { faultOfProgram, StreamFault } from './streamFault.ts';

/** From the start of ffmpeg to its first packet; what was looked at just now is quick to open again. */
const FIRST_PACKET_WITHIN_MS = 15_000;
/** The intake tells after so long that no picture comes; what is still silent a while later is begun anew. */
const TOLD_AFTER_MS = 2_000;
const SILENT_FOR_MS = 3_000;
const MAX_SSRC = 2 ** 31 - 1;

export type Carried = { readonly feedId: FeedId; readonly media: NonNullable<SourceStatus['media']> };

type Ways = {
  readonly input: StreamInput;
  readonly intake: Pick<RtpIntake, 'listen'>;
  readonly run: RunProgram;
  readonly signal: AbortSignal;
};

export type CarryOptions = Ways & {
  readonly source: Pick<SourceRecord, 'unitId' | 'label'>;
  readonly feeds: Pick<Feeds, 'open'>;
  readonly transcodes: Transcodes;
  /** The first packet of the picture came. */
  readonly onLive: (carried: Carried) => void;
};

/** Brings one stream into the hall until it ends. Errors, always: StreamFault; what the feeds or the intake refuse. */
export async function carryStream({ source, feeds, transcodes, onLive, ...ways }: CarryOptions): Promise<never> {
  const plan = planOf(await probe(ways.run, ways.input, ways.signal));
  const leave = plan.copiedProfile === null ? transcodes.take() : () => undefined;
  if (leave === null) throw new StreamFault('transcodesFull', plan.videoCodec);
  try {
    const { feedId } = await feeds.open(source.unitId, source.label);
    ways.signal.throwIfAborted();
    const media = { videoCodec: plan.videoCodec, audioCodec: plan.audio?.codec ?? null, copied: plan.copiedProfile !== null };
    return await carryPlanned({ ...ways, feedId, plan, limits: transcodes.limits, mayPause: false, onLive: () => onLive({ feedId, media }) });
  } finally {
    leave();
  }
}

type PlannedOptions = Ways & { readonly feedId: FeedId; readonly plan: CarryPlan; readonly limits: TranscodeLimits; /** Silence is no end of it. */ readonly mayPause: boolean; /** Once. */ readonly onLive: () => void };

/** One run of ffmpeg, from a stream whose codecs are known into a feed. Errors, always: StreamFault; what the intake refuses. */
export async function carryPlanned({ feedId, input, plan, limits, mayPause, intake, run, signal, onLive }: PlannedOptions): Promise<never> {
  const { promise: silent, reject: fallSilent } = Promise.withResolvers<never>();
  // Nobody may be waiting for it yet, or any more.
  silent.catch(() => undefined);
  let told = false;
  /** Since when no picture comes, by the intake. */
  let quietAt: number | null = null;
  let timer = setTimeout(() => fallSilent(new StreamFault('noVideo', '')), FIRST_PACKET_WITHIN_MS);
  const tracks = tracksOf(plan, () => randomInt(1, MAX_SSRC));
  const taken = await intake.listen({
    feedId,
    tracks,
    remoteAddress: '127.0.0.1',
    onLive: (track, live) => {
      if (track !== 0) return;
      clearTimeout(timer);
      quietAt = live || mayPause ? null : performance.now();
      if (!live && mayPause) return;
      if (!live) timer = setTimeout(() => fallSilent(new StreamFault('silent', '', TOLD_AFTER_MS + SILENT_FOR_MS)), SILENT_FOR_MS);
      else if (!told) {
        told = true;
        onLive();
      }
    },
  }).catch((error: unknown) => {
    clearTimeout(timer);
    throw error;
  });
  const program = run({ name: 'ffmpeg', arguments: carryArguments({ input, plan, limits, tracks, ports: taken.ports }), secrets: input.secrets });
  program.stdout.resume();
  const stop = (): void => program.kill();
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  feedProgram(program, input, { last: true });
  try {
    await Promise.race([silent, program.ended]);
    // ffmpeg gives up a silent camera at about the same time: whoever is first, silence is what it was.
    throw told && quietAt !== null ? new StreamFault('silent', '', TOLD_AFTER_MS + performance.now() - quietAt) : faultOfProgram(program.said(), told ? 'ended' : 'failed');
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
    stop();
    program.stdin.destroy();
    await program.ended;
    taken.close();
  }
}
