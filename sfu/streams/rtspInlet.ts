import type { SourceAddress } from '#protocol/media/sources.ts';
import { scriptedInput } from './ffmpeg/streamInput.ts';
import type { Inlet } from './inlet.ts';

/** A camera that does not answer within this is away, µs. */
const ANSWER_WITHIN_US = '5000000';
/** What ffmpeg looks at before it begins, µs: the hall has looked already. */
const LOOK_US = '1500000';

/** Fetches from a camera or recorder; ffmpeg signs in by digest or basic, as it is asked. */
export function createRtspInlet({ url, username, transport }: Extract<SourceAddress, { protocol: 'rtsp' }>, password: string | null): Inlet {
  const secret = password ?? '';
  const credentials = username === '' ? '' : `${encodeURIComponent(username)}${secret === '' ? '' : `:${encodeURIComponent(secret)}`}@`;
  const address = url.replace(/^(rtsps?:\/\/)/i, (scheme) => `${scheme.toLowerCase()}${credentials}`);
  const input = {
    ...scriptedInput({ address, options: { rtsp_transport: transport, timeout: ANSWER_WITHIN_US, analyzeduration: LOOK_US }, secrets: [secret] }),
    parameterSets: 'dump_extra=freq=keyframe',
  } as const;
  return { open: async () => ({ input, close: () => undefined }), close: () => undefined };
}
