import type { TrackKind } from '#protocol/media/feeds.ts';
import type { DtlsParametersInput } from '#protocol/media/rtp.ts';
import type { Feedback } from '../../ports/standardMedia.ts';

/** One codec of a section as it was offered, with the payload type that repeats lost packets of it. */
export type OfferedCodec = {
  readonly payloadType: number;
  /** As `video/H264`. */
  readonly mimeType: string;
  readonly clockRate: number;
  readonly channels: number;
  /** The offer's own words after `a=fmtp:<pt> `; null without. */
  readonly format: string | null;
  readonly parameters: ReadonlyMap<string, string>;
  readonly rtcpFeedback: readonly Feedback[];
  readonly rtxPayloadType: number | null;
};

export type OfferedExtension = { readonly uri: string; readonly id: number };

/** One m-line that may carry media. */
export type OfferedSection = {
  /** Place among the m-lines. */
  readonly index: number;
  readonly kind: TrackKind;
  readonly mid: string;
  readonly sends: boolean;
  readonly receives: boolean;
  readonly codecs: readonly OfferedCodec[];
  readonly extensions: readonly OfferedExtension[];
  /** Simulcast layers, lowest first; empty for one plain stream. */
  readonly rids: readonly string[];
  /** Null where it names none. */
  readonly ssrc: number | null;
  readonly rtxSsrc: number | null;
  readonly cname: string | null;
};

/** Every m-line, for the answer has to speak of each. */
export type OfferedLine = { readonly type: string; readonly protocol: string; readonly payloads: string; readonly mid: string | null };

export type Offer = {
  readonly iceUfrag: string;
  readonly icePwd: string;
  readonly fingerprints: DtlsParametersInput['fingerprints'];
  /** Who begins DTLS, as the other side wants it. */
  readonly setup: 'actpass' | 'active' | 'passive';
  readonly lines: readonly OfferedLine[];
  readonly sections: readonly OfferedSection[];
};
