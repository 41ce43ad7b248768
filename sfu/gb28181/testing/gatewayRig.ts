import { randomUUIDv7 } from 'node:crypto';
import { pino } from 'pino';
import type { Playback } from '#protocol/media/recordings.ts';
import type { SourceRecord } from '#protocol/media/sources.ts';
import type { AlarmId, CourtCode, FeedId, SourceId, UnitId } from '#protocol/nouns/ids.ts';
import type { UnitHappening } from '../../ports/alarms.ts';
import type { MeasuredFix } from '../../ports/positions.ts';
import type { SourceReading } from '../../ports/sources.ts';
import type { VoiceSink } from '../../ports/voiceSinks.ts';
import { createGateway } from '../gateway.ts';
import type { GbLegs, LegAnswer, StreamLegOptions } from '../media/legs.ts';

export const DEVICE = '35000000001320000001';
export const CHANNEL = '35000000001310000001';

type Opened = { readonly options: StreamLegOptions; readonly answers: LegAnswer[]; closed: number };

/** The gateway at real sockets, with media that a test steers. */
export async function startGateway({ heartbeat = 60 }: { heartbeat?: number } = {}) {
  const unitId = randomUUIDv7() as UnitId;
  const sourceId = randomUUIDv7() as SourceId;
  let record: SourceRecord | null = { sourceId, unitId, courtCode: '闽02' as CourtCode, label: '记录仪', address: { protocol: 'gb28181', deviceId: DEVICE, channelId: CHANNEL, transport: 'udp' }, enabled: true, srtPort: null, version: 1 };
  const told: SourceReading[] = [];
  const fixes: MeasuredFix[] = [];
  const alarms: (Omit<UnitHappening, 'text'> & { readonly unitId: UnitId; readonly text: string })[] = [];
  const sinks = new Map<UnitId, VoiceSink>();
  const streams: Opened[] = [];
  const voices: { readonly answers: LegAnswer[]; packets: number; closed: number }[] = [];
  const clock = { now: 1_800_000_000_000, viewers: 1 };
  const playbacks: Playback[] = [];
  let here = 0;
  let refusal: Error | null = null;
  const silences: number[] = [];
  const listeners = new Set<(sourceId: SourceId) => void>();
  const legs: GbLegs = {
    openStream: async (options) => {
      if (refusal !== null) throw refusal;
      const opened: Opened = { options, answers: [], closed: 0 };
      streams.push(opened);
      return { host: '127.0.0.1', port: 33_000, answered: (answer) => void opened.answers.push(answer), close: () => void opened.closed++ };
    },
    openVoice: async () => {
      const opened = { answers: [] as LegAnswer[], packets: 0, closed: 0 };
      voices.push(opened);
      return { host: '127.0.0.1', port: 33_002, answered: (answer) => void opened.answers.push(answer), packet: () => void opened.packets++, close: () => void opened.closed++ };
    },
    close: () => undefined,
  };
  const gateway = await createGateway({
    config: { id: '35000000002000000001', realm: '3500000000', listenHost: '127.0.0.1', port: 0, registerTtl: 3_600, heartbeat, positionEvery: 5 },
    announcedHost: '127.0.0.1',
    sources: {
      list: () => (record === null ? [] : [record]),
      secretOf: async () => 'secret',
      onChange: (listener) => {
        listeners.add(listener);
        return () => void listeners.delete(listener);
      },
      onRetry: () => () => undefined,
      setStatus: (_, reading) => void told.push(reading),
    },
    feeds: { open: async (_, label) => ({ feedId: randomUUIDv7() as FeedId, unitId, label, tracks: [], generation: 0, sinceAt: 0 }), openPlayback: async (_, label) => ({ feedId: randomUUIDv7() as FeedId, unitId, label, recorded: true, tracks: [], generation: 0, sinceAt: 0 }), viewersOf: () => clock.viewers },
    units: {
      attend: () => {
        here++;
        return (silentForMs = 0) => {
          here--;
          silences.push(silentForMs);
        };
      },
      heard: () => undefined,
      get: () => ({ unitId, name: '执法记录仪1', courtCode: '闽02', telemetryIndex: 1 }) as never,
    },
    fixes: { take: (_, fix) => void fixes.push(fix) },
    alarms: {
      raiseOf: async (unit, { text, ...happening }) => {
        alarms.push({ ...happening, unitId: unit, text: text('执法记录仪1') });
        return randomUUIDv7() as AlarmId;
      },
    },
    voices: {
      register: (unit, sink) => {
        sinks.set(unit, sink);
        return () => void sinks.delete(unit);
      },
    },
    openUpward: null,
    legs,
    onPlayback: (playback) => void playbacks.push(playback),
    now: () => clock.now,
    realNow: () => clock.now,
    log: pino({ level: 'silent' }),
  });
  return {
    gateway, record: () => record!, playbacks, told, fixes, alarms, sinks, streams, voices, clock, unitId,
    here: () => here,
    /** From now on no stream can be opened. */
    refuse: (error: Error) => void (refusal = error),
    /** Of each time that the unit was given up, for how long nothing had come of it, ms. */
    silences,
    change: (next: Partial<SourceRecord> | null) => {
      record = next === null || record === null ? null : { ...record, ...next, version: record.version + 1 };
      for (const listener of listeners) listener(sourceId);
    },
  };
}

/** The SDP with which a device takes a call. */
export function deviceSdp(kind: 'video' | 'audio', { port = 40_000, direction = 'sendonly' }: { port?: number; direction?: string } = {}): string {
  const payload = kind === 'video' ? '96 98' : '8';
  const maps = kind === 'video' ? 'a=rtpmap:96 PS/90000\r\na=rtpmap:98 H264/90000\r\n' : 'a=rtpmap:8 PCMA/8000\r\n';
  return `v=0\r\no=${DEVICE} 0 0 IN IP4 127.0.0.1\r\ns=Play\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=${kind} ${port} RTP/AVP ${payload}\r\n${maps}a=${direction}\r\ny=0100000001\r\nf=\r\n`;
}
