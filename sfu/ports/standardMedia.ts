import type { DtlsParametersInput, RtpParametersInput } from '#protocol/media/rtp.ts';
import type { TrackKind } from '#protocol/media/feeds.ts';
import type { FeedId } from '#protocol/nouns/ids.ts';

export type IceParameters = { readonly usernameFragment: string; readonly password: string };
export type IceCandidate = {
  readonly foundation: string;
  readonly priority: number;
  readonly address: string;
  readonly port: number;
  readonly protocol: 'udp' | 'tcp';
  readonly tcpType: 'passive' | null;
};

/** A codec or header extension that the hall forwards; the shape is mediasoup's. */
export type HallCodec = {
  readonly kind: TrackKind;
  readonly mimeType: string;
  readonly clockRate: number;
  readonly channels: number;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly rtcpFeedback: readonly Feedback[];
};
export type Feedback = { readonly type: string; readonly parameter?: string };
export type HallExtension = { readonly kind: TrackKind; readonly uri: string; readonly id: number; readonly receives: boolean; readonly sends: boolean };
export type HallMediaAbilities = { readonly codecs: readonly HallCodec[]; readonly extensions: readonly HallExtension[] };

/** Why a transport ended otherwise than by `close`. `neverConnected`: no DTLS in time. `sourceEnded`: what it carried is gone or was replaced. */
export type TransportEnd = 'neverConnected' | 'lost' | 'sourceEnded' | 'workerDied';

type Watched = { readonly onConnected: () => void; /** Once. */ readonly onEnded: (end: TransportEnd) => void };

/** One ICE-lite transport of a client that has no session. */
export interface StandardTransport {
  readonly iceParameters: IceParameters;
  readonly iceCandidates: readonly IceCandidate[];
  readonly fingerprints: readonly { readonly algorithm: string; readonly value: string }[];
  /** Errors: transportClosed. */
  restartIce(): Promise<IceParameters>;
  /** Idempotent; `onEnded` is not called. */
  close(): void;
}

export type PublishedTrack = { readonly kind: TrackKind; readonly rtpParameters: RtpParametersInput };

/** What a viewer can be sent of a feed now. */
export type ViewableTrack = HallCodec;
/** How one of them is to be sent: in the numbers that the viewer offered. */
export type ViewWish = {
  readonly kind: TrackKind;
  readonly payloadType: number;
  /** Null: nothing is sent again. */
  readonly rtxPayloadType: number | null;
  readonly rtcpFeedback: readonly Feedback[];
  readonly extensions: readonly { readonly uri: string; readonly id: number }[];
};
export type SentTrack = { readonly kind: TrackKind; readonly ssrc: number; readonly rtxSsrc: number | null; readonly cname: string; readonly extensions: readonly { readonly uri: string; readonly id: number }[] };

/** Media of clients that speak WebRTC by a standard and have no session of the hall: encoders (WHIP) and players (WHEP). */
export interface StandardMedia {
  /** Errors: mediaUnavailable. */
  abilities(): HallMediaAbilities;
  /**
   * Takes the place of what was behind the feed when it is connected, and not before. Errors: badInput (parameters that the hall
   * cannot read), mediaUnavailable, transportClosed.
   */
  publish(options: Watched & { readonly feedId: FeedId; readonly dtlsParameters: DtlsParametersInput; readonly tracks: readonly PublishedTrack[] }): Promise<StandardTransport>;
  /** What is live of the feed; empty while nothing is. */
  viewable(feedId: FeedId): readonly ViewableTrack[];
  /** `viewerId` counts as one that receives the feed while it is connected. Errors: feedNotLive, cannotConsume, mediaUnavailable, transportClosed. */
  view(options: Watched & { readonly feedId: FeedId; readonly viewerId: string; readonly dtlsParameters: DtlsParametersInput; readonly wishes: readonly ViewWish[] }): Promise<StandardTransport & { readonly sent: readonly SentTrack[] }>;
}
