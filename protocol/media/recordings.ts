import { z } from 'zod';
import { event } from '../definition/event.ts';
import { notice } from '../definition/notice.ts';
import { request } from '../definition/request.ts';
import { commandId, courtCode, feedId, sessionId, sourceId, unitId } from '../nouns/ids.ts';
import { SOURCE_FAULTS } from './sources.ts';

/** GB/T 28181 asks devices for these; most of them keep a few key frames only above 2. */
export const PLAYBACK_SPEEDS = [0.25, 0.5, 1, 2, 4] as const;

/** A day, and an hour for clocks that are changed. */
const MAX_SPAN_MS = 25 * 3_600_000;
/** Of one device; the list is for one day. */
const MAX_RECORDINGS = 10_000;

/** Why the device recorded: always, at an alarm, because somebody pressed a button. */
export const RECORDING_KINDS = ['time', 'alarm', 'manual', 'unknown'] as const;

/** Times as the device's clock had them, ms since the epoch; `until` is not included. */
const span = { from: z.int().min(0), until: z.int().min(0) };

/** One recording that a device keeps. */
export const deviceRecording = z.object({
  ...span,
  kind: z.enum(RECORDING_KINDS),
  /** The device calls it secret. */
  secret: z.boolean(),
  name: z.string().max(128),
  /** Null: the device does not say. */
  bytes: z.number().nullable(),
});
export type DeviceRecording = z.infer<typeof deviceRecording>;

/** `calling`: until the first picture. */
export const PLAYBACK_STATES = ['calling', 'playing', 'paused', 'ended'] as const;
/** `finished`: the recording is at its end; `unwatched`: nobody looked; `fault` says more. */
export const PLAYBACK_ENDINGS = ['finished', 'stopped', 'unwatched', 'deviceAway', 'sourceGone', 'fault'] as const;

/** A recording of a device that is being played; one a device. Alive or gone, never in the log. */
export const playback = z.object({
  sourceId,
  unitId,
  courtCode,
  /** What is played comes as this feed. */
  feedId,
  ...span,
  state: z.enum(PLAYBACK_STATES),
  speed: z.number(),
  /** Which moment was shown when this was told; while it plays it goes on from there at `speed`. */
  recordedAt: z.number(),
  /** Who steers it; null: whoever does so next. */
  holder: z.object({ sessionId, name: z.string() }).nullable(),
  /** Null until it ended. `detail`: what the device said. */
  ending: z.object({ why: z.enum(PLAYBACK_ENDINGS), fault: z.enum(SOURCE_FAULTS).nullable(), detail: z.string() }).nullable(),
});
export type Playback = z.infer<typeof playback>;
export type PlaybackEnding = NonNullable<Playback['ending']>;

export const steering = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('pause') }),
  z.strictObject({ kind: z.literal('resume') }),
  z.strictObject({ kind: z.literal('seek'), at: z.int().min(0) }),
  z.strictObject({ kind: z.literal('speed'), speed: z.literal(PLAYBACK_SPEEDS) }),
]);
export type Steering = z.infer<typeof steering>;

export const recordingEvents = {
  /** Subject `recording/<a new id>`: somebody played what a device had recorded. */
  'recording.played': event({ data: z.object({ unitId, sourceId, label: z.string(), fromAt: z.int(), untilAt: z.int(), purpose: z.string() }) }),
};

const aboutSource = (input: { sourceId: string }) => [{ source: input.sourceId }];
const isSpan = ({ from, until }: { from: number; until: number }) => until > from && until - from <= MAX_SPAN_MS;

/** Whoever may read where units were may see what their devices recorded. */
export const recordingRequests = {
  /** The unit's GB/T 28181 channels, and what of them is played now. */
  'recording.channels': request({
    needs: 'tracks.read',
    about: (input) => [{ unit: input.unitId }],
    input: z.strictObject({ unitId }),
    output: z.object({
      channels: z.array(z.object({ sourceId, label: z.string(), /** Its device is registered. */ here: z.boolean() })),
      playbacks: z.array(playback),
    }),
  }),
  /** Asks the device, which may take a while. Errors: notFound; deviceAway, deviceSilent, deviceRefused. */
  'recording.list': request({
    needs: 'tracks.read',
    about: aboutSource,
    input: z.strictObject({ sourceId, ...span }).refine(isSpan, { path: ['until'] }),
    output: z.object({ recordings: z.array(deviceRecording).max(MAX_RECORDINGS), /** How many the device said there are; more than came: the list is not whole. */ announced: z.int() }),
  }),
  /** In the log before it is played. What the same session plays of the device is replaced. Errors: notFound; deviceAway; playbackHeld; logUnavailable. */
  'recording.play': request({
    needs: 'tracks.read',
    about: aboutSource,
    input: z.strictObject({ commandId, sourceId, ...span, purpose: z.string().trim().min(2).max(100) }).refine(isSpan, { path: ['until'] }),
    output: z.object({ playback }),
  }),
  /** By the holder, or by anybody when it has gone. Errors: notFound (nothing is played); playbackHeld; deviceSilent, deviceRefused. */
  'recording.steer': request({ needs: 'tracks.read', about: aboutSource, input: z.strictObject({ sourceId, steering }), output: z.object({ playback }) }),
  /** Nothing happens where nothing is played. Errors: playbackHeld. */
  'recording.stop': request({ needs: 'tracks.read', about: aboutSource, input: z.strictObject({ sourceId }), output: z.object({}) }),
};

export const recordingNotices = {
  /** To those who may play it: what is played, how far it is, and that it ended. */
  'recording.changed': notice({ data: playback }),
};
