import { StreamFault } from '../streamFault.ts';
import type { StreamReport } from './probe.ts';

/** How a stream goes on: untouched where browsers can play it, else written anew. */
export type CarryPlan = {
  readonly videoCodec: string;
  /** The profile and level of H.264 that goes on untouched; null where it is written anew. */
  readonly copiedProfile: string | null;
  readonly audio: { readonly codec: string; readonly mimeType: 'audio/opus' | 'audio/PCMA' | 'audio/PCMU'; readonly copied: boolean } | null;
};

/** The first two bytes of a profile-level-id that the hall forwards. */
const PROFILES: Readonly<Record<string, string>> = { 'Constrained Baseline': '42e0', Baseline: '42e0', Main: '4d00', High: '6400' };
const PICTURES = new Set(['yuv420p', 'yuvj420p']);
/** 3.1, where the stream does not say. */
const USUAL_LEVEL = 31;

/** Errors: StreamFault noVideo. */
export function planOf({ streams }: StreamReport): CarryPlan {
  const video = streams.find(({ codec_type: type }) => type === 'video');
  if (video?.codec_name === undefined) {
    throw new StreamFault('noVideo', streams.map(({ codec_type: type, codec_name: name }) => `${type ?? '?'}: ${name ?? '?'}`).join(', '));
  }
  return { videoCodec: video.codec_name, copiedProfile: copiedProfileOf(video), audio: audioOf(streams) };
}

/** B-frames stutter in browsers, which play what comes in the order in which it comes; so they are written anew. */
function copiedProfileOf(video: StreamReport['streams'][number]): string | null {
  const profile = PROFILES[video.profile ?? ''];
  const plays = video.codec_name === 'h264' && profile !== undefined && PICTURES.has(video.pix_fmt ?? '') && video.has_b_frames === 0;
  if (!plays) return null;
  const level = video.level !== undefined && video.level >= 10 && video.level <= 62 ? video.level : USUAL_LEVEL;
  return `${profile}${level.toString(16).padStart(2, '0')}`;
}

const TELEPHONE = { pcm_alaw: 'audio/PCMA', pcm_mulaw: 'audio/PCMU' } as const;

function audioOf(streams: StreamReport['streams']): CarryPlan['audio'] {
  const audio = streams.find(({ codec_type: type, codec_name: name }) => type === 'audio' && name !== undefined && name !== 'unknown');
  const codec = audio?.codec_name;
  if (audio === undefined || codec === undefined) return null;
  if ((codec === 'pcm_alaw' || codec === 'pcm_mulaw') && audio.sample_rate === '8000' && audio.channels === 1) {
    return { codec, mimeType: TELEPHONE[codec], copied: true };
  }
  return { codec, mimeType: 'audio/opus', copied: codec === 'opus' };
}
