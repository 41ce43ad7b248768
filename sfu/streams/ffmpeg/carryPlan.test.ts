import { describe, expect, it } from 'vitest';
import { carryArguments, tracksOf } from './carryArguments.ts';
import { planOf } from './carryPlan.ts';
import { withoutSecrets } from './program.ts';
import { scriptedInput } from './streamInput.ts';
import { faultOfProgram } from '../streamFault.ts';

const PICTURE = { codec_type: 'video', codec_name: 'h264', profile: 'High', pix_fmt: 'yuv420p', level: 40, has_b_frames: 0 };
const ALAW = { codec_type: 'audio', codec_name: 'pcm_alaw', sample_rate: '8000', channels: 1 };
const input = { arguments: ['-i', 'x'], body: '', secrets: [], parameterSets: 'dump_extra=freq=keyframe' } as const;
const copied = (change: object) => planOf({ streams: [{ ...PICTURE, ...change }] }).copiedProfile;

describe('what goes on untouched', () => {
  it('is H.264 that browsers play, under its own profile and level', () => {
    expect(copied({})).toBe('640028');
    expect(copied({ profile: 'Main', level: 31 })).toBe('4d001f');
    expect(copied({ profile: 'Constrained Baseline', level: 30, pix_fmt: 'yuvj420p' })).toBe('42e01e');
    expect(copied({ level: -99 })).toBe('64001f');
  });

  it('is nothing with B-frames, ten bits, another chroma or another codec', () => {
    for (const change of [{ has_b_frames: 1 }, { has_b_frames: undefined }, { pix_fmt: 'yuv420p10le' }, { pix_fmt: 'yuv422p' }, { profile: 'High 4:2:2' }, { codec_name: 'hevc', profile: 'Main' }, { codec_name: 'mpeg4' }]) {
      expect(copied(change)).toBeNull();
    }
  });

  it('is G.711 as recorders speak it, and Opus; all other sound becomes Opus', () => {
    const audio = (change: object) => planOf({ streams: [PICTURE, { ...ALAW, ...change }] }).audio;
    expect(audio({})).toEqual({ codec: 'pcm_alaw', mimeType: 'audio/PCMA', copied: true });
    expect(audio({ codec_name: 'pcm_mulaw' })).toMatchObject({ mimeType: 'audio/PCMU', copied: true });
    expect(audio({ codec_name: 'opus' })).toMatchObject({ mimeType: 'audio/opus', copied: true });
    for (const change of [{ sample_rate: '16000' }, { channels: 2 }, { codec_name: 'aac' }]) expect(audio(change)).toMatchObject({ mimeType: 'audio/opus', copied: false });
    expect(planOf({ streams: [PICTURE] }).audio).toBeNull();
    expect(() => planOf({ streams: [ALAW] })).toThrow(expect.objectContaining({ fault: 'noVideo' }));
  });

  it('is sent to the port of its own track', () => {
    const plan = planOf({ streams: [PICTURE, ALAW] });
    const limits = { width: 640, rate: 900 };
    let next = 7;
    const tracks = tracksOf(plan, () => next++);
    expect(tracks).toEqual([{ mimeType: 'video/H264', ssrc: 7, payloadType: 96, profileLevelId: '640028' }, { mimeType: 'audio/PCMA', ssrc: 8, payloadType: 8 }]);
    const line = carryArguments({ input, plan, limits, tracks, ports: [5_004, 5_006] }).join(' ');
    expect(line).toContain('-map 0:v:0 -c:v copy -bsf:v dump_extra=freq=keyframe -f rtp -payload_type 96 -ssrc 7 rtp://127.0.0.1:5004?rtcpport=5004');
    expect(line).toContain('-map 0:a:0 -c:a copy -f rtp -payload_type 8 -ssrc 8 rtp://127.0.0.1:5006?rtcpport=5006');
    expect(line).not.toContain('libx264');
    const anew = planOf({ streams: [{ ...PICTURE, codec_name: 'hevc' }] });
    expect(carryArguments({ input, plan: anew, limits, tracks: tracksOf(anew, () => 1), ports: [5_004] }).join(' ')).toMatch(/libx264.*-bf 0.*min\(640,iw\).*-maxrate 900k/);
  });
});

describe('what a program is told and says', () => {
  it('has an address with a secret on its standard input alone, whatever signs are in it', () => {
    const { arguments: words, body } = scriptedInput({ address: "rtsp://a:it's\nhere@h/", options: { rtsp_transport: 'tcp' }, secrets: ['s'] });
    expect(words.join(' ')).not.toContain('here');
    expect(body).toBe("ffconcat version 1.0\nfile 'rtsp://a:it'\\''shere@h/'\noption rtsp_transport 'tcp'\n");
  });

  it('is repeated without secrets, as they are and as an address writes them', () => {
    expect(withoutSecrets('rtsp://u:a%40b@h: a@b failed, a@bc', ['a@b', 'a@bc', ''])).toBe('rtsp://u:…@h: … failed, …');
  });

  it.each([
    ['method DESCRIBE failed: 401 Unauthorized', 'refusedLogin'],
    ['Server returned 404 Not Found', 'notFound'],
    ['Connection to tcp://10.0.0.1:554 failed: Connection refused', 'unreachable'],
    ['Failed to resolve hostname cam: Name or service not known', 'unreachable'],
    ['Connection timed out', 'timedOut'],
    ['setpriv: failed to execute ffmpeg: No such file or directory', 'noProgram'],
    ['something else', 'failed'],
  ])('%s: %s', (said, fault) => {
    expect(faultOfProgram(said, 'failed').fault).toBe(fault);
  });
});
