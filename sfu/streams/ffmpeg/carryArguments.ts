import type { IngestTrack } from '#protocol/media/ingest.ts';
import type { CarryPlan } from './carryPlan.ts';
import type { StreamInput } from './streamInput.ts';
import type { TranscodeLimits } from './transcodes.ts';

/** Fits a datagram on every way that the hall's media takes. */
const PACKET_BYTES = 1_200;
/** Of a picture that is written anew. */
const ANEW_PROFILE = '42e01f';
/** So soon whoever comes has a picture, s. */
const KEY_FRAME_EVERY_S = 2;
/** Pictures that come closer together than this are left out: 30 a second are enough, s. */
const CLOSEST_S = 0.03;
const PAYLOAD_TYPES = { video: 96, 'audio/opus': 97, 'audio/PCMA': 8, 'audio/PCMU': 0 } as const;

/** What ffmpeg will send, picture first. `newSsrc`: a number from 1 to 2³¹ − 1. */
export function tracksOf(plan: CarryPlan, newSsrc: () => number): IngestTrack[] {
  const video: IngestTrack = { mimeType: 'video/H264', ssrc: newSsrc(), payloadType: PAYLOAD_TYPES.video, profileLevelId: plan.copiedProfile ?? ANEW_PROFILE };
  return plan.audio === null ? [video] : [video, { mimeType: plan.audio.mimeType, ssrc: newSsrc(), payloadType: PAYLOAD_TYPES[plan.audio.mimeType] }];
}

/** One run of ffmpeg that sends the stream as RTP to ports of the hall's own. */
export function carryArguments({ input, plan, limits, tracks, ports }: {
  readonly input: StreamInput;
  readonly plan: CarryPlan;
  readonly limits: TranscodeLimits;
  readonly tracks: readonly IngestTrack[];
  readonly ports: readonly number[];
}): string[] {
  const picture = plan.copiedProfile === null ? writtenAnew(limits) : ['-c:v', 'copy', '-bsf:v', input.parameterSets];
  const sound = plan.audio?.copied === true ? ['-c:a', 'copy'] : ['-c:a', 'libopus', '-b:a', '48k', '-ac', '1', '-ar', '48000', '-frame_duration', '20'];
  const outputs = tracks.flatMap((track, index) => {
    const isPicture = track.mimeType.startsWith('video/');
    const address = `rtp://127.0.0.1:${ports[index]}?rtcpport=${ports[index]}&pkt_size=${PACKET_BYTES}`;
    return ['-map', isPicture ? '0:v:0' : '0:a:0', ...(isPicture ? picture : sound), '-f', 'rtp', '-payload_type', String(track.payloadType), '-ssrc', String(track.ssrc), address];
  });
  return ['-hide_banner', '-nostdin', '-nostats', '-loglevel', 'warning', ...input.arguments, ...outputs];
}

/** Pictures keep the time at which they came: none is doubled for a rate that was only guessed. */
function writtenAnew({ width, rate }: TranscodeLimits): string[] {
  return [
    '-c:v', 'libx264', '-preset', 'ultrafast', '-tune', 'zerolatency', '-profile:v', 'baseline', '-bf', '0', '-g', '600', '-threads', '2',
    '-force_key_frames', `expr:gte(t,n_forced*${KEY_FRAME_EVERY_S})`, '-pix_fmt', 'yuv420p',
    '-vf', `select='isnan(prev_selected_t)+gte(t-prev_selected_t,${CLOSEST_S})',scale='trunc(min(${width},iw)/2)*2':-2`, '-fps_mode', 'vfr', '-enc_time_base', '-1',
    '-b:v', `${rate}k`, '-maxrate', `${rate}k`, '-bufsize', `${Math.round(rate / 2)}k`, '-bsf:v', 'dump_extra=freq=keyframe',
  ];
}
