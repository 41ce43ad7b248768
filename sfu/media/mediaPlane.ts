import { setLogEventListeners } from 'mediasoup';
import { AppError } from '#protocol/errors.ts';
import type { SessionId } from '#protocol/nouns/ids.ts';
import type { TrackInjection } from '../ports/mediaPlane.ts';
import type { HandlersOf, Session } from '../ports/session.ts';
import type { StandardMedia } from '../ports/standardMedia.ts';
import type { TalkMedia } from '../ports/talkMedia.ts';
import type { RoomMedia } from '../ports/roomMedia.ts';
import type { VideoTapping } from '../ports/videoTaps.ts';
import { InjectedTracks } from './injectedTracks.ts';
import { createMediaContext, type MediaPlaneOptions } from './mediaContext.ts';
import { feedSourceOf } from './room/feedSource.ts';
import { roomTrackOf } from './room/roomTrack.ts';
import { SessionMedia } from './sessionMedia.ts';
import { createStandardMedia } from './standard/standardMedia.ts';
import { voiceOf } from './talkTrack.ts';
import { layersOf } from './viewedTrack.ts';
import { VideoTaps } from './videoTaps.ts';
import { mediaError } from './wire.ts';

export interface MediaPlane extends TrackInjection, VideoTapping, TalkMedia, RoomMedia {
  readonly handlers: Omit<HandlersOf<'media'>, 'media.lookBack'>;
  /** For clients without a session. */
  readonly standard: StandardMedia;
  /** How many workers there should be, and how many are at work now (the standby not counted). */
  status(): { workers: number; alive: number };
  /** Process ids of the workers at work, and of the standby while there is one. */
  processes(): { atWork: readonly number[]; standby: number | null };
  /** Ends all media at once. Idempotent. */
  close(): Promise<void>;
}

/** Starts the workers and serves `media.*`. Errors: a worker cannot start (named in the message). */
export async function createMediaPlane(options: MediaPlaneOptions): Promise<MediaPlane> {
  const { config, log } = options;
  setLogEventListeners({
    onwarn: (namespace, text) => log.warn({ namespace }, text),
    onerror: (namespace, text, error) => log.error({ namespace, err: error }, text),
  });
  const context = await createMediaContext(options);
  const { pool, pipes } = context;
  const injectedTracks = new InjectedTracks(context);
  const taps = new VideoTaps(context);
  const sessions = new Map<SessionId, SessionMedia>();

  const mediaOf = (session: Session): SessionMedia => {
    const known = sessions.get(session.sessionId);
    if (known !== undefined) return known;
    if (session.ended.aborted) throw new AppError('disconnected');
    const media = new SessionMedia(context, session);
    sessions.set(session.sessionId, media);
    session.ended.addEventListener(
      'abort',
      () => {
        sessions.delete(session.sessionId);
        media.close();
      },
      { once: true },
    );
    return media;
  };
  const served = async <Result>(session: Session, work: (media: SessionMedia) => Result | Promise<Result>): Promise<Result> => {
    try {
      return await work(mediaOf(session));
    } catch (error) {
      throw mediaError(error);
    }
  };
  const done = async (work: Promise<void>): Promise<Record<string, never>> => {
    await work;
    return {};
  };

  return {
    handlers: {
      'media.capabilities': async () => ({ routerRtpCapabilities: pool.rtpCapabilities }),
      'media.createTransport': (data, session) => served(session, (media) => media.createTransport(data)),
      'media.connectTransport': (data, session) => done(served(session, (media) => media.connectTransport(data))),
      'media.restartIce': (data, session) => served(session, (media) => media.restartIce(data)),
      'media.closeTransport': (data, session) => done(served(session, (media) => media.closeTransport(data))),
      'media.limitTransport': (data, session) => done(served(session, (media) => media.limitTransport(data))),
      'media.produce': (data, session) => served(session, (media) => media.produce(data)),
      'media.closeProducer': (data, session) => done(served(session, (media) => media.closeProducer(data))),
      'media.consume': (data, session) => served(session, (media) => media.consume(data)),
      'media.setConsumers': (data, session) => served(session, (media) => media.setConsumers(data)),
      'media.closeConsumers': (data, session) => done(served(session, (media) => media.closeConsumers(data))),
    },
    standard: createStandardMedia(context),
    injectTrack: (injection) => injectedTracks.inject(injection),
    tapVideo: (tap) => taps.tapVideo(tap),
    produceVoice: async (session, data, onClosed) => {
      const voice = await served(session, (media) => media.produceOwn({ ...data, kind: 'audio', paused: true }));
      return voiceOf(voice, { onClosed, consumeFor: (hearer, transportId) => served(hearer, (media) => media.consumeOwn(transportId, voice)) });
    },
    produceForRoom: async (session, data, onClosed) => {
      const track = await served(session, (media) => media.produceOwn(data));
      return roomTrackOf(track, {
        onClosed,
        // Un-paused it would ask for a key frame that arrives before the receiver has a decoder for it.
        consumeFor: (viewer, { transportId, layers }) => served(viewer, (media) => media.consumeOwn(transportId, track, { paused: true, ...(layers === undefined || data.kind === 'audio' ? {} : { preferredLayers: layersOf(layers) }) })),
      });
    },
    feedSource: (feedId, kind) => feedSourceOf(feedId, kind, (viewer, feed, { transportId, layers }, onClosed) => served(viewer, (media) => media.viewFeed(transportId, { ...feed, ...(layers === undefined ? {} : { layers }) }, onClosed))),
    status: () => ({ workers: config.workers, alive: pool.workers.length }),
    processes: () => ({ atWork: pool.workers.map((worker) => worker.pid), standby: pool.standby?.pid ?? null }),
    close: async () => {
      for (const media of sessions.values()) media.close();
      sessions.clear();
      pipes.close();
      pool.close();
    },
  };
}
