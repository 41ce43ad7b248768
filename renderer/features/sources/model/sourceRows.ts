import type { HallState as FoldedState } from '#domain/hallState/hallState.ts';
import { courtName } from '#domain/courts/courtName.ts';
import type { SourceAddress, SourceProtocol, SourceRecord, SourceStatus } from '#protocol/media/sources.ts';
import type { SourceId } from '#protocol/nouns/ids.ts';

export type SourceRow = {
  readonly source: SourceRecord;
  readonly unitName: string;
  readonly courtName: string;
  /** Null: not known yet. */
  readonly status: SourceStatus | null;
};

export type SourceQuery = { readonly text: string; readonly protocol: SourceProtocol | null; readonly state: SourceStatus['state'] | null };
export const ALL_SOURCES: SourceQuery = { text: '', protocol: null, state: null };

const collator = new Intl.Collator('zh-CN', { numeric: true });

/** By name and never by state: a row does not move under the hand when its camera goes. */
export function sourceRows(log: Pick<FoldedState, 'sources' | 'units' | 'courts'>, statuses: ReadonlyMap<SourceId, SourceStatus> | null): SourceRow[] {
  return [...log.sources.values()]
    .map((source): SourceRow => ({
      source,
      unitName: log.units.get(source.unitId)?.name ?? '—',
      courtName: courtName(log.courts, source.courtCode),
      // A source that was just added has no status for a moment, and one that is off is off whatever was heard last.
      status: statuses?.get(source.sourceId) ?? null,
    }))
    .toSorted((a, b) => collator.compare(a.unitName, b.unitName) || collator.compare(a.source.label, b.source.label));
}

export function matchSourceRows(rows: readonly SourceRow[], { text, protocol, state }: SourceQuery): SourceRow[] {
  const words = text.toLowerCase().split(/\s+/).filter((word) => word !== '');
  return rows.filter(({ source, unitName, courtName: court, status }) => {
    const haystack = `${unitName} ${source.label} ${court} ${addressText(source.address)}`.toLowerCase();
    return (protocol === null || source.address.protocol === protocol) && (state === null || status?.state === state) && words.every((word) => haystack.includes(word));
  });
}

/** Where it comes from; empty for what is sent to the hall. */
export function addressText(address: SourceAddress): string {
  switch (address.protocol) {
    case 'rtsp': return address.url;
    case 'gb28181': return `${address.deviceId} / ${address.channelId}`;
    case 'rtmp':
    case 'srt': return '';
  }
}

/** Whole seconds until the next attempt, rounded up; null while none is due. */
export function secondsToNext(status: Pick<SourceStatus, 'state' | 'nextAttemptAt'> | null, now: number): number | null {
  return status === null || status.state !== 'retrying' || status.nextAttemptAt === null ? null : Math.max(0, Math.ceil((status.nextAttemptAt - now) / 1_000));
}

const CODEC_NAMES: Readonly<Record<string, string>> = { h264: 'H.264', hevc: 'H.265', h265: 'H.265', pcma: 'G.711A', pcmu: 'G.711U', opus: 'Opus', aac: 'AAC', pcm_alaw: 'G.711A', pcm_mulaw: 'G.711U', mpeg4: 'MPEG-4', mjpeg: 'MJPEG', vp8: 'VP8' };

/** As it is printed on devices. */
export function codecName(codec: string): string {
  return CODEC_NAMES[codec.toLowerCase()] ?? codec.toUpperCase();
}

export function codecsText({ videoCodec, audioCodec }: NonNullable<SourceStatus['media']>): string {
  return [videoCodec, ...(audioCodec === null ? [] : [audioCodec])].map(codecName).join(' + ');
}
