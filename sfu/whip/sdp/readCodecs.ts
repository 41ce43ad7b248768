import type { MediaDescription } from 'sdp-transform';
import type { TrackKind } from '#protocol/media/feeds.ts';
import type { OfferedCodec } from './offer.ts';
import { wordOf } from './wordOf.ts';

const MAX_CODECS = 64;
/** Numbers that need no `a=rtpmap` (RFC 3551). */
const STATIC: ReadonlyMap<number, { readonly codec: string; readonly rate: number }> = new Map([
  [0, { codec: 'PCMU', rate: 8_000 }],
  [8, { codec: 'PCMA', rate: 8_000 }],
]);

/** The codecs of an m-line in the writer's order of preference, each with the payload type of its repetitions. */
export function readCodecs(line: MediaDescription, kind: TrackKind): OfferedCodec[] {
  const order = wordOf(line.payloads).split(' ').map(Number).filter((payloadType) => Number.isInteger(payloadType) && payloadType >= 0 && payloadType <= 127);
  const maps = new Map(line.rtp.map((map) => [map.payload, map]));
  const formats = new Map(line.fmtp.map(({ payload, config }) => [payload, wordOf(config)]));
  const rtxOf = new Map<number, number>();
  for (const [payloadType, map] of maps) {
    const repeated = Number(parametersOf(formats.get(payloadType)).get('apt') ?? Number.NaN);
    if (nameOf(map) === 'rtx' && Number.isInteger(repeated)) {
      rtxOf.set(repeated, payloadType);
    }
  }
  return [...new Set(order)].slice(0, MAX_CODECS).flatMap((payloadType) => {
    const map = maps.get(payloadType) ?? STATIC.get(payloadType);
    const clockRate = Number(map?.rate);
    if (map === undefined || nameOf(map) === 'rtx' || !Number.isInteger(clockRate)) {
      return [];
    }
    const format = formats.get(payloadType) ?? null;
    const channels = 'encoding' in map && Number.isInteger(map.encoding) ? map.encoding : 1;
    return [{
      payloadType,
      mimeType: `${kind}/${map.codec}`,
      clockRate,
      channels,
      format,
      parameters: parametersOf(format),
      rtcpFeedback: feedbackOf(line, payloadType),
      rtxPayloadType: rtxOf.get(payloadType) ?? null,
    }];
  });
}

function parametersOf(format: string | null | undefined): ReadonlyMap<string, string> {
  const pairs = (format ?? '').split(';').map((part) => part.trim()).filter((part) => part !== '');
  return new Map(pairs.map((part) => {
    const at = part.indexOf('=');
    return at < 0 ? [part.toLowerCase(), ''] : [part.slice(0, at).trim().toLowerCase(), part.slice(at + 1).trim()];
  }));
}

function feedbackOf(line: MediaDescription, payloadType: number): OfferedCodec['rtcpFeedback'] {
  return (line.rtcpFb ?? [])
    .filter(({ payload }) => payload === '*' || Number(payload) === payloadType)
    .map(({ type, subtype }) => (subtype === undefined ? { type: wordOf(type) } : { type: wordOf(type), parameter: wordOf(subtype) }));
}

function nameOf({ codec }: { readonly codec: unknown }): string {
  return wordOf(codec).toLowerCase();
}
