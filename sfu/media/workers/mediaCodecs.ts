import type { types } from 'mediasoup';

/** Chromium and recorders meet in packetization mode 1; the profiles are those that cameras really send and browsers decode. */
function h264(profileLevelId: string): types.RouterRtpCodecCapability {
  return {
    kind: 'video',
    mimeType: 'video/H264',
    clockRate: 90_000,
    parameters: { 'packetization-mode': 1, 'profile-level-id': profileLevelId, 'level-asymmetry-allowed': 1 },
  };
}

/** What the hall forwards. VP8 first: units that can choose take it, since it has true temporal layers in simulcast. */
export const MEDIA_CODECS: types.RouterRtpCodecCapability[] = [
  { kind: 'audio', mimeType: 'audio/opus', clockRate: 48_000, channels: 2 },
  // G.711 of recorders and cameras goes through untouched; senders that can choose take Opus, which stands first.
  { kind: 'audio', mimeType: 'audio/PCMA', clockRate: 8_000, preferredPayloadType: 8 },
  { kind: 'audio', mimeType: 'audio/PCMU', clockRate: 8_000, preferredPayloadType: 0 },
  { kind: 'video', mimeType: 'video/VP8', clockRate: 90_000 },
  h264('42e01f'),
  h264('4d001f'),
  h264('64001f'),
];
