import type { FeedId } from '#protocol/nouns/ids.ts';
import type { IngestTrack } from '#protocol/media/ingest.ts';

/** One track whose packets the hall receives itself. It outlives media workers: the plane moves it to another by itself. */
export interface InjectedTrack {
  /** One RTP packet as it came from the source; dropped while no worker can take it. */
  send(packet: Buffer): void;
  /** One RTCP packet of the source (sender reports). */
  sendRtcp(packet: Buffer): void;
  /** Whether packets arrive. A track that is not live is not listed in its feed and cannot be consumed. Starts false. */
  setLive(live: boolean): void;
  /** Idempotent. */
  close(): void;
}

/** What the room that receives plain RTP needs of the media plane. */
export interface TrackInjection {
  /** Errors: ingestRefused when the hall cannot forward such a codec. A missing worker is no error: the track starts when there is one. */
  injectTrack(options: {
    feedId: FeedId;
    track: IngestTrack;
    /** RTCP for the source: key-frame requests, receiver reports. */
    onRtcp: (packet: Buffer) => void;
  }): Promise<InjectedTrack>;
}
