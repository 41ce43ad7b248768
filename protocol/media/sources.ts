import { z } from 'zod';
import { event } from '../definition/event.ts';
import { notice } from '../definition/notice.ts';
import { request } from '../definition/request.ts';
import { commandId, courtCode, feedId, sourceId, unitId } from '../nouns/ids.ts';

/** 20 digits, as GB/T 28181 names devices, channels and platforms. */
export const gbId = z.string().regex(/^\d{20}$/);
/** No name or password before the host: those are kept beside the log. */
const rtspUrl = z.string().trim().max(512).regex(/^rtsps?:\/\/[^\s/?#@]+([/?#]\S*)?$/i);

/**
 * How the hall comes by the pictures of a unit that has no field page. `rtsp` is fetched; `rtmp` and `srt` are sent to the hall by the
 * encoder, with the source's key; a `gb28181` device registers with the hall. Names and passwords are never in the address.
 */
export const sourceAddress = z.discriminatedUnion('protocol', [
  z.strictObject({ protocol: z.literal('rtsp'), url: rtspUrl, username: z.string().max(64), transport: z.enum(['tcp', 'udp']) }),
  z.strictObject({ protocol: z.literal('rtmp') }),
  z.strictObject({ protocol: z.literal('srt') }),
  z.strictObject({ protocol: z.literal('gb28181'), deviceId: gbId, channelId: gbId, transport: z.enum(['udp', 'tcpPassive', 'tcpActive']) }),
]);
export type SourceAddress = z.infer<typeof sourceAddress>;
export type SourceProtocol = SourceAddress['protocol'];

/** What the log knows of a source. A secret (password, stream key) is kept beside the log. */
export const sourceRecord = z.object({
  sourceId,
  courtCode,
  unitId,
  /** Which camera of the unit it is; names the feed. */
  label: z.string(),
  address: sourceAddress,
  enabled: z.boolean(),
  /** UDP port of the hall that it is sent to; null unless the protocol is `srt`. It stays the source's own. */
  srtPort: z.int().nullable(),
  version: z.int(),
});
export type SourceRecord = z.infer<typeof sourceRecord>;

/** `waiting`: the other side has to come; `retrying`: the next attempt is at `nextAttemptAt`. */
export const SOURCE_STATES = ['off', 'waiting', 'connecting', 'live', 'retrying'] as const;
/** Why the last attempt or connection ended. */
export const SOURCE_FAULTS = ['unreachable', 'refusedLogin', 'notFound', 'noVideo', 'codec', 'silent', 'ended', 'timedOut', 'busy', 'noProgram', 'noPort', 'transcodesFull', 'failed'] as const;
export type SourceFault = (typeof SOURCE_FAULTS)[number];

/** How a source is now; alive or gone, never in the log. */
export const sourceStatus = z.object({
  sourceId,
  state: z.enum(SOURCE_STATES),
  sinceAt: z.number(),
  /** Null: none since it was switched on. `detail`: what the other side or the program said, without secrets. */
  fault: z.object({ fault: z.enum(SOURCE_FAULTS), detail: z.string().max(500), at: z.number() }).nullable(),
  /** Attempts since it was live last. */
  attempts: z.int(),
  nextAttemptAt: z.number().nullable(),
  feedId: feedId.nullable(),
  /** Null while it is not live. `copied`: the picture goes on untouched; otherwise it is written anew. `soundLeftOut`: nobody can hear it, for its codec cannot be played. */
  media: z.object({ videoCodec: z.string(), audioCodec: z.string().nullable(), copied: z.boolean(), soundLeftOut: z.boolean().optional() }).nullable(),
});
export type SourceStatus = z.infer<typeof sourceStatus>;

/** A GB/T 28181 device that no source names, or a channel that a known device has told of. */
export const gbChannel = z.object({
  deviceId: gbId,
  /** Null: the device itself, which was refused. */
  channelId: gbId.nullable(),
  name: z.string().max(128),
  manufacturer: z.string().max(128),
  remoteAddress: z.string(),
  online: z.boolean(),
  seenAt: z.number(),
});
export type GbChannel = z.infer<typeof gbChannel>;

const facts = { label: z.string().trim().min(1).max(32), address: sourceAddress };
/** Null: none, or the one it has. Of `rtmp` and `srt` the hall makes the key itself. */
const secret = z.string().min(1).max(128).nullable();

export const sourceEvents = {
  /** Subject `source/<id>`, as for all. */
  'source.added': event({ data: z.object({ unitId, ...facts, srtPort: z.int().nullable() }) }),
  'source.changed': event({ data: z.object({ ...facts, secretChanged: z.boolean() }) }),
  'source.switched': event({ data: z.object({ enabled: z.boolean() }) }),
  'source.removed': event({ data: z.object({ reason: z.string() }) }),
};

const aboutSource = (input: { sourceId: string }) => [{ source: input.sourceId }];
const versioned = { commandId, sourceId, expectedVersion: z.int().min(0) };
/** Where an encoder sends to, with the key in it; told once. Null for sources that are fetched or register themselves. */
const pushUrl = z.string().nullable();

export const sourceRequests = {
  /** Errors: notFound, revoked (unit), conflict (a source of this unit has the label, or the channel is taken), tooManyFeeds (of the unit, or no SRT port is left). */
  'source.add': request({
    needs: 'units.manage',
    about: (input) => [{ unit: input.unitId }],
    input: z.strictObject({ commandId, unitId, ...facts, secret }),
    output: z.object({ source: sourceRecord, pushUrl }),
  }),
  /** Another protocol is another source. Errors: notFound, conflict, badInput. */
  'source.change': request({ needs: 'units.manage', about: aboutSource, input: z.strictObject({ ...versioned, ...facts, secret }), output: z.object({ source: sourceRecord }) }),
  /** A new key for a source that is pushed; the old one ends at once. Errors: notFound, conflict, badInput. */
  'source.newKey': request({ needs: 'units.manage', about: aboutSource, input: z.strictObject(versioned), output: z.object({ source: sourceRecord, pushUrl }) }),
  'source.switch': request({ needs: 'units.manage', about: aboutSource, input: z.strictObject({ ...versioned, enabled: z.boolean() }), output: z.object({ source: sourceRecord }) }),
  'source.remove': request({ needs: 'units.manage', about: aboutSource, input: z.strictObject({ ...versioned, reason: z.string().trim().min(2).max(200) }), output: z.object({}) }),
  /** Tries at once what waits for its next attempt. Errors: notFound. */
  'source.retry': request({ needs: 'units.manage', about: aboutSource, input: z.strictObject({ sourceId }), output: z.object({}) }),
  /** Of the caller's court and of those below it; changes come as `source.statusChanged`. */
  'source.statuses': request({ needs: 'units.manage', input: z.strictObject({}), output: z.object({ statuses: z.array(sourceStatus) }) }),
  /** GB/T 28181 devices and channels that no source names yet. For the court whose hall this is. */
  'source.gbChannels': request({ needs: 'units.manage', input: z.strictObject({}), output: z.object({ channels: z.array(gbChannel), /** What a device has to be told; null while the hall speaks no GB/T 28181. */ server: z.object({ id: gbId, realm: z.string(), host: z.string(), port: z.int() }).nullable() }) }),
};

export const sourceNotices = {
  /** To those who may manage it. */
  'source.statusChanged': notice({ data: sourceStatus }),
};
