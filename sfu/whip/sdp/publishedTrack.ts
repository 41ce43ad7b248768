import { rtpParameters as rtpParametersSchema } from '#protocol/media/rtp.ts';
import type { Feedback, HallMediaAbilities, PublishedTrack } from '../../ports/standardMedia.ts';
import type { AnsweredSection } from './writeAnswer.ts';
import { chooseCodec, chooseExtensions } from './chooseCodec.ts';
import type { OfferedSection } from './offer.ts';
import { Refusal } from './refusal.ts';

const TRANSPORT_CC = 'http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01';

export type TakenSection = { readonly track: PublishedTrack; readonly answer: AnsweredSection };

/** What the hall takes of a section that is sent to it; undefined when it offers no codec that the hall forwards. Errors: Refusal 422. */
export function publishedTrack(section: OfferedSection, abilities: HallMediaAbilities): TakenSection | undefined {
  const chosen = chooseCodec(section, abilities.codecs);
  if (chosen === undefined) {
    return undefined;
  }
  const { offered, hall } = chosen;
  const extensions = chooseExtensions(section, abilities, { sends: true });
  const rtcpFeedback = oneEstimator(chosen.rtcpFeedback, extensions.some(({ uri }) => uri === TRANSPORT_CC));
  const repeats = offered.rtxPayloadType !== null && (section.rids.length > 0 || section.rtxSsrc !== null) && rtcpFeedback.some(({ type }) => type === 'nack');
  const { rids, ssrc, rtxSsrc, kind, mid } = section;
  const parsed = rtpParametersSchema.safeParse({
    mid,
    codecs: [
      {
        mimeType: hall.mimeType,
        payloadType: offered.payloadType,
        clockRate: hall.clockRate,
        ...(kind === 'audio' ? { channels: hall.channels } : {}),
        parameters: hall.mimeType.toLowerCase() === 'audio/opus' ? opusParameters(offered.parameters) : hall.parameters,
        rtcpFeedback,
      },
      ...(repeats ? [{ mimeType: `${kind}/rtx`, payloadType: offered.rtxPayloadType, clockRate: hall.clockRate, parameters: { apt: offered.payloadType }, rtcpFeedback: [] }] : []),
    ],
    headerExtensions: extensions.map(({ uri, id }) => ({ uri, id })),
    encodings: rids.length > 0
      ? rids.map((rid) => ({ rid }))
      : [{ ...(ssrc === null ? {} : { ssrc }), ...(repeats && rtxSsrc !== null ? { rtx: { ssrc: rtxSsrc } } : {}) }],
    rtcp: { cname: section.cname ?? `whip-${mid}`, reducedSize: true },
  });
  if (!parsed.success) {
    throw new Refusal(422, `SDP 中 ${kind === 'video' ? '视频' : '音频'}的参数无法接受，请检查编码器。`);
  }
  return {
    track: { kind, rtpParameters: parsed.data },
    answer: {
      section,
      direction: 'recvonly',
      codecs: [{ offered, rtcpFeedback, rtxPayloadType: repeats ? offered.rtxPayloadType : null }],
      extensions,
      stream: null,
    },
  };
}

/** Both sides must take the same way of estimating the bandwidth: the newer one where it is offered whole. */
function oneEstimator(feedback: readonly Feedback[], transportCc: boolean): readonly Feedback[] {
  const newer = transportCc && feedback.some(({ type }) => type === 'transport-cc');
  return feedback.filter(({ type }) => type !== (newer ? 'goog-remb' : 'transport-cc'));
}

function opusParameters(offered: ReadonlyMap<string, string>): Record<string, number> {
  const flags = ['useinbandfec', 'usedtx', 'stereo', 'sprop-stereo'] as const;
  return Object.fromEntries(flags.flatMap((flag) => (offered.get(flag) === '1' ? [[flag, 1]] : [])));
}
