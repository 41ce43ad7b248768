import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { randomUUIDv7 } from 'node:crypto';
import { pino } from 'pino';
import type { SourceAddress, SourceRecord } from '#protocol/media/sources.ts';
import type { CourtCode, FeedId, SourceId } from '#protocol/nouns/ids.ts';
import { createIngest } from '../../ingest/ingest.ts';
import { InjectedTracks } from '../../media/injectedTracks.ts';
import { createMediaContext } from '../../media/mediaContext.ts';
import { feedList, newUnitId, planeOptions } from '../../media/mediaRig.ts';
import { VideoTaps } from '../../media/videoTaps.ts';
import type { SourceReading, Sources } from '../../ports/sources.ts';
import { createStreams } from '../../streams/createStreams.ts';
import { Transcodes } from '../../streams/ffmpeg/transcodes.ts';
import { createUnitReader } from './nalUnits.ts';

type Cleanup = () => unknown;

/** A book of sources in memory. */
export function sourceBook() {
  const records = new Map<SourceId, { record: SourceRecord; secret: string | null }>();
  const told = new Map<SourceId, SourceReading[]>();
  const changes = new Set<(sourceId: SourceId) => void>();
  const retries = new Set<(sourceId: SourceId) => void>();
  const listening = <Listener>(all: Set<Listener>, listener: Listener) => {
    all.add(listener);
    return () => void all.delete(listener);
  };
  const changed = (sourceId: SourceId): void => changes.forEach((listener) => listener(sourceId));
  const port: Sources = {
    list: (protocols) => [...records.values()].map(({ record }) => record).filter(({ address }) => protocols.includes(address.protocol)),
    secretOf: async (sourceId) => records.get(sourceId)?.secret ?? null,
    onChange: (listener) => listening(changes, listener),
    onRetry: (listener) => listening(retries, listener),
    setStatus: (sourceId, reading) => void told.set(sourceId, [...(told.get(sourceId) ?? []), reading]),
  };
  return {
    port,
    add: (address: SourceAddress, secret: string | null, srtPort: number | null = null): SourceRecord => {
      const record: SourceRecord = { sourceId: randomUUIDv7() as SourceId, courtCode: '闽02' as CourtCode, unitId: newUnitId(), label: '主摄像头', address, enabled: true, srtPort, version: 1 };
      records.set(record.sourceId, { record, secret });
      changed(record.sourceId);
      return record;
    },
    remove: (sourceId: SourceId) => {
      records.delete(sourceId);
      changed(sourceId);
    },
    setSecret: (sourceId: SourceId, secret: string) => {
      const known = records.get(sourceId);
      if (known !== undefined) records.set(sourceId, { ...known, secret });
      changed(sourceId);
    },
    retry: (sourceId: SourceId) => retries.forEach((listener) => listener(sourceId)),
    told: (sourceId: SourceId): readonly SourceReading[] => told.get(sourceId) ?? [],
    last: (sourceId: SourceId): SourceReading | undefined => told.get(sourceId)?.at(-1),
  };
}

let rigs = 0;

/** The hall's media with real workers, and streams that bring real pictures. */
export async function startStreams(cleanups: Cleanup[], { ports = 10, mostTranscodes = 4 }: { ports?: number; mostTranscodes?: number } = {}) {
  const feeds = feedList();
  const options = planeOptions({ feeds: feeds.port, workers: 1 });
  const context = await createMediaContext(options);
  cleanups.push(() => context.pool.close());
  const injected = new InjectedTracks(context);
  const from = options.config.basePort + 5_000;
  const silent = pino({ level: 'silent' });
  const ingest = await createIngest({
    config: { listenHost: '127.0.0.1', announcedHost: undefined, ports: { from, to: from + ports - 1 } },
    media: { injectTrack: (injection) => injected.inject(injection) },
    feeds: feeds.port,
    log: silent,
    metrics: options.metrics,
  });
  cleanups.push(() => ingest.close());
  const lines: string[] = [];
  const book = sourceBook();
  const here = new Map<string, number>();
  const rtmpPort = 26_000 + (process.pid % 300) * 10 + (rigs++ % 10);
  const transcodes = new Transcodes({ most: mostTranscodes, width: 1_280, rate: 2_000, metrics: options.metrics });
  const streams = await createStreams({
    config: { listenHost: '127.0.0.1', rtmpPort },
    sources: book.port,
    feeds: feeds.port,
    units: {
      attend: (unitId) => {
        here.set(unitId, (here.get(unitId) ?? 0) + 1);
        return () => void here.set(unitId, (here.get(unitId) ?? 0) - 1);
      },
    },
    intake: ingest.intake,
    transcodes,
    now: Date.now,
    metrics: options.metrics,
    log: pino({ level: 'trace' }, { write: (line: string) => void lines.push(line) }),
  });
  cleanups.push(() => streams.close());
  const taps = new VideoTaps(context);
  /** NAL units as they are forwarded, from the next key frame on. */
  const tap = async (feedId: FeedId) => {
    const units: Buffer[] = [];
    const read = createUnitReader((unit) => units.push(Buffer.from(unit)));
    const tapped = await taps.tapVideo({ feedId, onPacket: read, onClosed: () => undefined });
    tapped.requestKeyFrame();
    cleanups.push(() => tapped.close());
    return units;
  };
  const metric = async (name: string, labels: Readonly<Record<string, string>> = {}): Promise<number> => {
    const values = (await options.metrics.getSingleMetric(name)?.get())?.values ?? [];
    return values.filter((one) => Object.entries(labels).every(([label, value]) => one.labels[label] === value)).reduce((sum, { value }) => sum + value, 0);
  };
  return { metric, feeds, book, streams, lines, here, rtmpPort, tap, context, srtPort: rtmpPort + 3_500 };
}

/** Runs ffmpeg to its end; what it wrote to standard output. */
export function ffmpeg(...words: string[]): Buffer {
  return execFileSync('ffmpeg', ['-hide_banner', '-loglevel', 'error', '-y', ...words], { maxBuffer: 64 * 1024 * 1024 });
}

/** An encoder that sends until it is stopped. */
export function push(cleanups: Cleanup[], ...words: string[]): ChildProcess {
  const child = spawn('ffmpeg', ['-hide_banner', '-loglevel', 'error', '-nostdin', '-re', '-stream_loop', '-1', ...words], { stdio: 'ignore' });
  cleanups.push(() => child.kill('SIGKILL'));
  return child;
}
