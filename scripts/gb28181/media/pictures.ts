import type { VideoCodec } from './programStream.ts';

/** One coded picture with its start codes; a key frame begins with its parameter sets. */
export type Picture = { readonly bytes: Buffer; readonly isKeyFrame: boolean };

/** What a device's camera sees now, and what it saw. */
export interface PictureSource {
  readonly codec: VideoCodec;
  /** Each picture as it is made. Answers how to stop. */
  live(onPicture: (picture: Picture) => void): () => void;
  /** The picture of a past moment (ms since the epoch), and when the next one was made; null: it keeps no recordings. At a whole second it is a key frame. */
  recordedAt(momentMs: number): { readonly picture: Picture; readonly nextAtMs: number } | null;
}

type Kind = { readonly isPicture: boolean; readonly isKeyFrame: boolean };

/** Cuts a raw stream into its pictures; what stands before one (parameter sets, headers) goes with it. */
export function cutPictures(stream: Buffer, codec: VideoCodec): Picture[] {
  const pictures: Picture[] = [];
  let from = 0;
  const codes = startCodes(stream);
  codes.forEach((at, index) => {
    const kind = kindOf(stream, at, codec);
    if (!kind.isPicture) return;
    const end = codes[index + 1] ?? stream.length;
    pictures.push({ bytes: stream.subarray(from, end), isKeyFrame: kind.isKeyFrame });
    from = end;
  });
  return pictures;
}

function kindOf(stream: Buffer, at: number, codec: VideoCodec): Kind {
  const first = stream[at + 3] ?? 0;
  switch (codec) {
    case 'h264': {
      const type = first & 0x1f;
      return { isPicture: type === 1 || type === 5, isKeyFrame: type === 5 };
    }
    case 'h265': {
      const type = (first >> 1) & 0x3f;
      return { isPicture: type < 32, isKeyFrame: type >= 16 && type <= 23 };
    }
    case 'mpeg4': return { isPicture: first === 0xb6, isKeyFrame: first === 0xb6 && (stream[at + 4] ?? 0xff) >> 6 === 0 };
  }
}

/** Where each 00 00 01 stands; a zero before it belongs to what was before, which does no harm. */
function startCodes(stream: Buffer): number[] {
  const places: number[] = [];
  for (let at = stream.indexOf('000001', 0, 'hex'); at >= 0; at = stream.indexOf('000001', at + 3, 'hex')) places.push(at);
  return places;
}
