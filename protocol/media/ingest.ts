import { z } from 'zod';
import { request } from '../definition/request.ts';
import { feedId, ingestId } from '../nouns/ids.ts';

const ssrc = z.int().min(1).max(0xffff_ffff);
const payloadType = z.int().min(96).max(127);
/** 0 and 8 are theirs by RFC 3551. */
const telephoneType = (fixed: number) => z.union([z.literal(fixed), payloadType]);

/** What a recorder, camera or encoder sends as plain RTP. */
export const ingestTrack = z.discriminatedUnion('mimeType', [
  z.strictObject({ mimeType: z.literal('video/VP8'), ssrc, payloadType }),
  z.strictObject({
    mimeType: z.literal('video/H264'),
    ssrc,
    payloadType,
    profileLevelId: z.string().regex(/^[0-9a-fA-F]{6}$/),
  }),
  z.strictObject({ mimeType: z.literal('audio/opus'), ssrc, payloadType }),
  /** G.711, 8 kHz, one channel: what recorders and cameras speak. */
  z.strictObject({ mimeType: z.literal('audio/PCMA'), ssrc, payloadType: telephoneType(8) }),
  z.strictObject({ mimeType: z.literal('audio/PCMU'), ssrc, payloadType: telephoneType(0) }),
]);
export type IngestTrack = z.infer<typeof ingestTrack>;

export const ingestRequests = {
  /**
   * Opens a UDP port for each track. The port accepts RTP only from the address of this session, stays the same
   * while the session lasts and outlives media workers. Errors: ingestRefused, tooManyFeeds.
   */
  'ingest.open': request({
    needs: 'media.publish',
    input: z.strictObject({ label: z.string().min(1).max(32), tracks: z.array(ingestTrack).min(1).max(2) }),
    output: z.object({
      ingestId,
      feedId,
      host: z.string(),
      /** RTP and RTCP share the port. In the order of the tracks asked for. */
      ports: z.array(z.int()),
    }),
  }),
  'ingest.close': request({
    needs: 'media.publish',
    input: z.strictObject({ ingestId }),
    output: z.object({}),
  }),
};
