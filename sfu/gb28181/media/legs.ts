import type { FeedId } from '#protocol/nouns/ids.ts';
import type { SourceFault, SourceStatus } from '#protocol/media/sources.ts';

export const LEG_TRANSPORTS = ['udp', 'tcpPassive', 'tcpActive'] as const;
/** As the hall sees it: `tcpPassive`: the hall listens; `tcpActive`: the hall connects. */
export type LegTransport = (typeof LEG_TRANSPORTS)[number];

/** What the other side's SDP says. */
export type LegAnswer = {
  readonly host: string;
  readonly port: number;
  /** Of `y=`, as a number; null: it says none. */
  readonly ssrc: number | null;
  /** RTP payload types with their encodings in upper case, such as 96 → `PS`, 98 → `H264`, 8 → `PCMA`. */
  readonly payloads: ReadonlyMap<number, string>;
};

export type LegEnd = { readonly fault: SourceFault; readonly detail: string };

/** One stream of media between the hall and a device or platform. */
export interface Leg {
  /** Where the hall takes or sends it; for the SDP. */
  readonly host: string;
  readonly port: number;
  /** The other side's answer came: from now on its packets count (or, for a leg that sends, go out). */
  answered(answer: LegAnswer): void;
  /** Idempotent; `onEnded` is not called after it. */
  close(): void;
}

export type StreamLegOptions = {
  readonly feedId: FeedId;
  readonly transport: LegTransport;
  readonly ssrc: number;
  /** A recording: it jumps, stands still and runs at other speeds, so its frames are of the time they come, and silence is no end. */
  readonly recorded?: boolean;
  /** The first picture is in the feed. */
  readonly onLive: (media: NonNullable<SourceStatus['media']>) => void;
  /** No media, no more media, or none that can be read. Called once. */
  readonly onEnded: (end: LegEnd) => void;
  /** The device should be asked for a key frame. */
  readonly onKeyFrameWanted: () => void;
};

export interface VoiceLeg extends Leg {
  /** RTP packets of Opus, as of `VoiceSink`. */
  packet(rtp: Buffer): void;
}

/** The media side of GB/T 28181. */
export interface GbLegs {
  /** A device's pictures into a feed. Errors: AppError ingestRefused (the address cannot be listened on), tooManyFeeds (no port is free). */
  openStream(options: StreamLegOptions): Promise<Leg>;
  /** A voice of the hall to a device; PCMA. Errors: AppError ingestRefused. */
  openVoice(options: { readonly transport: LegTransport; readonly ssrc: number; readonly onEnded: (end: LegEnd) => void }): Promise<VoiceLeg>;
  /** Idempotent. */
  close(): void;
}
