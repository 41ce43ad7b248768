import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import type { Config } from '../config/schema.ts';
import type { FeedBook } from '../feeds/feedBook.ts';
import { createGateway, type GbGateway } from '../gb28181/gateway.ts';
import { createUpward } from '../gb28181/upward/createUpward.ts';
import { createGbLegs } from '../gb28181/media/createGbLegs.ts';
import { openSigningKey } from '../keys/signingKey.ts';
import type { UnitAlarms } from '../ports/alarms.ts';
import type { HallLog } from '../ports/log.ts';
import type { FixIntake, Positions } from '../ports/positions.ts';
import type { RtpIntake } from '../ports/rtpIntake.ts';
import type { Session } from '../ports/session.ts';
import type { Stores } from '../ports/stores.ts';
import type { HandlersOf } from '../ports/session.ts';
import type { VideoTapping } from '../ports/videoTaps.ts';
import type { VoiceSinks } from '../ports/voiceSinks.ts';
import { createRecordings } from '../recordings/createRecordings.ts';
import { createSources } from '../sources/createSources.ts';
import { createSecretSeal } from '../keys/secretSeal.ts';
import { createRewriter } from '../streams/anew/createRewriter.ts';
import { createStreams, type Streams } from '../streams/createStreams.ts';
import { runProgram } from '../streams/ffmpeg/program.ts';
import { Transcodes } from '../streams/ffmpeg/transcodes.ts';
import type { UnitRegistry } from '../units/unitRegistry.ts';
import type { Closers } from './closers.ts';

/** Units without a field page: the book of sources, and the rooms that fetch or receive their pictures. */
export function createSourceRooms(options: {
  readonly config: Config;
  /** Storage folder. */
  readonly folder: string;
  /** Under which encoders reach the hall. */
  readonly publicHost: () => string;
  readonly log: HallLog;
  readonly stores: Stores;
  readonly units: UnitRegistry;
  readonly feeds: FeedBook;
  readonly intake: RtpIntake;
  readonly fixes: FixIntake;
  readonly alarms: UnitAlarms;
  readonly voices: VoiceSinks;
  readonly taps: VideoTapping;
  readonly positions: Pick<Positions, 'latest'>;
  readonly sessions: () => Iterable<Session>;
  readonly now: () => number;
  readonly metrics: Registry;
  readonly logger: Logger;
  readonly closers: Closers;
}) {
  const { config, folder, publicHost, log, stores, units, feeds, intake, fixes, alarms, voices, taps, positions, sessions, now, metrics, logger, closers } = options;
  const { listenHost, rtmpPort, srtPortFrom, srtPortTo, mostTranscodes, transcodeWidth, transcodeRate } = config.streams;
  let gateway: GbGateway | undefined;
  const sources = createSources({
    log,
    stores,
    seal: createSecretSeal(openSigningKey(folder, 'token').privateKey),
    sessions,
    places: { host: publicHost, rtmpPort },
    srtPorts: { from: srtPortFrom, to: srtPortTo },
    directory: { channels: () => gateway?.channels() ?? [], server: () => gateway?.server() ?? null },
    now,
    logger: logger.child({ room: 'sources' }),
  });
  const recordings = createRecordings({ log, devices: () => gateway?.recordings ?? null, sessions });
  let streams: Streams | undefined;
  // Said here and not when they start, so that they end after the rooms that would take the going of their units and feeds for a change.
  closers.push(() => sources.close(), () => streams?.close(), () => gateway?.close());
  return {
    sources,
    recordings,
    upward: { 'upward.platforms': () => ({ platforms: gateway?.above() ?? [] }) } satisfies HandlersOf<'upward'>,
    /** When there are sessions that can be told. */
    start: async () => {
      const transcodes = new Transcodes({ most: mostTranscodes, width: transcodeWidth, rate: transcodeRate, metrics });
      streams = await createStreams({ config: { listenHost, rtmpPort }, sources, feeds, units, intake, transcodes, now, metrics, log: logger.child({ room: 'streams' }) });
      if (!config.gb28181.enabled) return;
      const announcedHost = config.gb28181.announcedHost ?? config.media.announcedAddress ?? publicHost();
      const { upward: settings, ...media } = { ...config.gb28181, announcedHost };
      const openUpward = settings.length === 0 ? null : (ends: Pick<Parameters<typeof createUpward>[0], 'endpoint' | 'calls'>) => createUpward({ ...ends, settings, courtCode: config.courtCode, taps, log, live: feeds, positions, media, now, logger: logger.child({ room: 'upward' }) });
      gateway = await createGateway({
        config: config.gb28181, announcedHost, sources, feeds, units, fixes, alarms, voices, openUpward,
        legs: createGbLegs({ config: config.gb28181, announcedHost, intake, rewriter: createRewriter({ intake, transcodes, run: runProgram, log: logger.child({ room: 'streams' }) }) }),
        onPlayback: (playback) => recordings.tell(playback), now, realNow: Date.now, log: logger.child({ room: 'gb28181' }),
      });
    },
  };
}
