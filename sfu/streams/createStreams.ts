import type { Logger } from 'pino';
import { Counter, Gauge, type Registry } from 'prom-client';
import { SOURCE_STATES, type SourceRecord } from '#protocol/media/sources.ts';
import type { SourceId } from '#protocol/nouns/ids.ts';
import type { Feeds } from '../ports/feeds.ts';
import type { RtpIntake } from '../ports/rtpIntake.ts';
import type { Sources } from '../ports/sources.ts';
import type { Units } from '../ports/units.ts';
import { carryStream } from './carryStream.ts';
import { runProgram } from './ffmpeg/program.ts';
import type { Transcodes } from './ffmpeg/transcodes.ts';
import type { Inlet } from './inlet.ts';
import { createRtspInlet } from './rtspInlet.ts';
import { RtmpDoor } from './rtmp/rtmpDoor.ts';
import { SourceSupervisor, type Attempt } from './sourceSupervisor.ts';
import { createSrtInlet } from './srtInlet.ts';
import { StreamFault } from './streamFault.ts';

/** The database was away when a key was to be read. */
const ASK_AGAIN_MS = 5_000;
const PROTOCOLS = ['rtsp', 'rtmp', 'srt'] as const;

export type StreamsConfig = { readonly listenHost: string; /** 0: none. */ readonly rtmpPort: number };

export type StreamsOptions = {
  readonly config: StreamsConfig;
  readonly sources: Sources;
  readonly feeds: Pick<Feeds, 'open'>;
  readonly units: Pick<Units, 'attend'>;
  readonly intake: RtpIntake;
  readonly transcodes: Transcodes;
  readonly now: () => number;
  readonly metrics: Registry;
  readonly log: Logger;
};

export interface Streams {
  /** Idempotent. Resolves when no program runs any more. */
  close(): Promise<void>;
}

type Running = { readonly supervisor: SourceSupervisor; readonly inlet: Inlet };

/** Keeps every enabled source of RTSP, RTMP and SRT going. */
export async function createStreams(options: StreamsOptions): Promise<Streams> {
  const { config, sources, feeds, units, intake, transcodes, log } = options;
  const door = await RtmpDoor.create({ host: config.listenHost, port: config.rtmpPort, log });
  const running = new Map<SourceId, Running>();
  const turns = new Map<SourceId, Promise<void>>();
  const restarts = registerStreamMetrics(options.metrics, () => running.values());
  let closed = false;

  const inletOf = (source: SourceRecord, secret: string | null): Inlet => {
    const { address, srtPort } = source;
    if (address.protocol === 'rtsp') return createRtspInlet(address, secret);
    if (secret === null) return brokenInlet(new StreamFault('refusedLogin', 'no key'));
    if (address.protocol === 'rtmp') return door.inletFor(secret);
    return srtPort === null ? brokenInlet(new StreamFault('noPort', 'SRT')) : createSrtInlet({ host: config.listenHost, port: srtPort, key: secret, run: runProgram });
  };

  const attempt = (source: SourceRecord, inlet: Inlet) => async ({ signal, onArrived, onLive }: Attempt): Promise<never> => {
    const stream = await inlet.open(signal);
    try {
      onArrived();
      return await carryStream({ source, input: stream.input, feeds, intake, transcodes, run: runProgram, signal, onLive });
    } finally {
      await stream.close();
    }
  };

  const start = async (source: SourceRecord): Promise<void> => {
    const { sourceId, unitId } = source;
    const secret = await sources.secretOf(sourceId);
    if (closed) return;
    const inlet = inletOf(source, secret);
    const supervisor = SourceSupervisor.start({
      pushed: source.address.protocol !== 'rtsp',
      attempt: attempt(source, inlet),
      tell: (reading) => {
        log.debug({ sourceId, state: reading.state, fault: reading.fault }, 'a source is told of');
        sources.setStatus(sourceId, reading);
      },
      attend: () => units.attend(unitId),
      onRestart: () => restarts.inc({ protocol: source.address.protocol }),
      onUnexpected: (error) => log.warn({ err: error, sourceId }, 'a source could not be taken'),
      now: options.now,
    });
    running.set(sourceId, { supervisor, inlet });
  };

  const stop = async (sourceId: SourceId): Promise<void> => {
    const known = running.get(sourceId);
    running.delete(sourceId);
    known?.inlet.close();
    await known?.supervisor.close();
  };

  /** What the log says of it now. */
  const settleNow = async (sourceId: SourceId): Promise<void> => {
    await stop(sourceId);
    const source = closed ? undefined : sources.list(PROTOCOLS).find((one) => one.sourceId === sourceId);
    if (source?.enabled === true) await start(source);
    else if (source !== undefined) sources.setStatus(sourceId, { state: 'off', attempts: 0, nextAttemptAt: null, media: null, feedId: null, fault: null });
  };

  const settleAfter = async (before: Promise<void> | undefined, sourceId: SourceId): Promise<void> => {
    try {
      await before;
      await settleNow(sourceId);
    } catch (error) {
      log.error({ err: error, sourceId }, 'a source could not be settled');
      setTimeout(() => {
        if (!closed) settle(sourceId);
      }, ASK_AGAIN_MS).unref();
    }
  };

  /** After what is under way for it. */
  const settle = (sourceId: SourceId): void => {
    const turn = settleAfter(turns.get(sourceId), sourceId);
    turns.set(sourceId, turn);
    void turn.finally(() => {
      if (turns.get(sourceId) === turn) turns.delete(sourceId);
    });
  };

  const undo = [sources.onChange(settle), sources.onRetry((sourceId) => running.get(sourceId)?.supervisor.retry())];
  for (const { sourceId } of sources.list(PROTOCOLS)) settle(sourceId);

  return {
    close: async () => {
      closed = true;
      for (const one of undo) one();
      await Promise.all(turns.values());
      await Promise.all([...running.keys()].map(stop));
      door.close();
    },
  };
}

function brokenInlet(fault: StreamFault): Inlet {
  return { open: () => Promise.reject(fault), close: () => undefined };
}

function registerStreamMetrics(registry: Registry, running: () => Iterable<Running>): Counter<'protocol'> {
  registry.registerMetric(new Gauge({
    name: 'hall_sources',
    help: 'Sources of RTSP, RTMP and SRT that are enabled, by their state',
    labelNames: ['state'],
    registers: [],
    collect() {
      const states = Array.from(running(), ({ supervisor }) => supervisor.state);
      for (const state of SOURCE_STATES) this.set({ state }, states.filter((one) => one === state).length);
    },
  }));
  return new Counter({ name: 'hall_source_restarts_total', help: 'Attempts at sources after the first', labelNames: ['protocol'], registers: [registry] });
}
