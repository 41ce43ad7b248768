import { z } from 'zod';

/**
 * Bounded structure of the WebRTC parameters that clients send: sizes and depth are limited here,
 * their meaning is checked by mediasoup's own ortc. Shapes follow mediasoup's RtpParameters types.
 */
const shortText = z.string().max(256);
const parameterValue = z.union([z.string().max(1_024), z.number(), z.boolean(), z.null()]);
const parameterMap = z.record(z.string().max(64), parameterValue);
const payloadType = z.int().min(0).max(127);
const ssrc = z.int().min(0).max(0xffff_ffff);

const rtcpFeedback = z.strictObject({ type: shortText, parameter: shortText.optional() });

const codecCommon = {
  mimeType: z.string().regex(/^(audio|video)\/[\w.-]{1,32}$/i),
  clockRate: z.int().min(1).max(1_000_000),
  channels: z.int().min(1).max(8).optional(),
  parameters: parameterMap.optional(),
  rtcpFeedback: z.array(rtcpFeedback).max(16).optional(),
};

export const rtpParameters = z.strictObject({
  mid: z.string().max(32).optional(),
  codecs: z.array(z.strictObject({ ...codecCommon, payloadType })).min(1).max(32),
  headerExtensions: z
    .array(
      z.strictObject({ uri: shortText, id: z.int().min(0).max(255), encrypt: z.boolean().optional(), parameters: parameterMap.optional() }),
    )
    .max(32)
    .optional(),
  encodings: z
    .array(
      z.strictObject({
        ssrc: ssrc.optional(),
        rid: z.string().max(32).optional(),
        codecPayloadType: payloadType.optional(),
        rtx: z.strictObject({ ssrc }).optional(),
        dtx: z.boolean().optional(),
        active: z.boolean().optional(),
        scalabilityMode: z.string().max(32).optional(),
        scaleResolutionDownBy: z.number().min(1).max(64).optional(),
        maxBitrate: z.number().min(0).optional(),
        maxFramerate: z.number().min(0).optional(),
        adaptivePtime: z.boolean().optional(),
        priority: z.string().max(16).optional(),
        networkPriority: z.string().max(16).optional(),
      }),
    )
    .max(8)
    .optional(),
  rtcp: z
    .strictObject({ cname: shortText.optional(), reducedSize: z.boolean().optional(), mux: z.boolean().optional() })
    .optional(),
  msid: shortText.optional(),
});
export type RtpParametersInput = z.infer<typeof rtpParameters>;

export const rtpCapabilities = z.strictObject({
  codecs: z
    .array(z.strictObject({ kind: z.enum(['audio', 'video']), ...codecCommon, preferredPayloadType: payloadType.optional() }))
    .max(64)
    .optional(),
  headerExtensions: z
    .array(
      z.strictObject({
        kind: z.enum(['audio', 'video']),
        uri: shortText,
        preferredId: z.int().min(0).max(255),
        preferredEncrypt: z.boolean().optional(),
        direction: z.enum(['sendrecv', 'sendonly', 'recvonly', 'inactive']).optional(),
      }),
    )
    .max(64)
    .optional(),
});
export type RtpCapabilitiesInput = z.infer<typeof rtpCapabilities>;

export const dtlsParameters = z.strictObject({
  role: z.enum(['auto', 'client', 'server']).optional(),
  fingerprints: z
    .array(z.strictObject({ algorithm: z.enum(['sha-1', 'sha-224', 'sha-256', 'sha-384', 'sha-512']), value: z.string().max(256) }))
    .min(1)
    .max(8),
});
export type DtlsParametersInput = z.infer<typeof dtlsParameters>;

/** Server→client parameters are the hall's own; the client's media library reads them. */
export const serverParameters = z.record(z.string(), z.unknown());
