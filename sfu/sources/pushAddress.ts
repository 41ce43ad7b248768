import type { SourceRecord } from '#protocol/media/sources.ts';

/** Where encoders reach the hall. */
export type PushPlaces = {
  readonly host: () => string;
  /** 0: RTMP is off. */
  readonly rtmpPort: number;
};

/** What an encoder is told, its key in it; null where nothing is pushed or the hall does not listen. */
export function pushAddress({ address, srtPort }: SourceRecord, key: string | null, { host, rtmpPort }: PushPlaces): string | null {
  if (key === null) return null;
  if (address.protocol === 'rtmp') return rtmpPort === 0 ? null : `rtmp://${host()}:${rtmpPort}/live/${key}`;
  // `latency` is in microseconds, as ffmpeg and most encoders that take such an address read it.
  if (address.protocol === 'srt' && srtPort !== null) return `srt://${host()}:${srtPort}?mode=caller&latency=200000&pbkeylen=16&passphrase=${key}`;
  return null;
}
