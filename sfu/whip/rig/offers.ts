/** Offers as the two encoders write them that are met most; the numbers are theirs. */
const COMMON = [
  'a=ice-ufrag:8hhY', 'a=ice-pwd:asd88fgpdd777uzjYhagZg', 'a=ice-options:trickle',
  'a=fingerprint:sha-256 D2:FA:0E:C3:22:59:5E:14:95:69:92:3D:13:B4:84:24:2C:C2:A2:C0:3E:FD:34:8E:5E:EA:6F:AF:52:CE:E6:0F', 'a=setup:actpass',
];
const HEAD = ['v=0', 'o=- 4611731400430051336 2 IN IP4 127.0.0.1', 's=-', 't=0 0'];

const lines = (...parts: readonly (readonly string[])[]) => `${parts.flat().join('\r\n')}\r\n`;

/** Three layers of VP8 or H.264, and Opus. */
export const BROWSER_OFFER = lines(HEAD, ['a=group:BUNDLE 0 1', 'a=extmap-allow-mixed', 'a=msid-semantic: WMS s'],
  ['m=audio 9 UDP/TLS/RTP/SAVPF 111 63 9 0 8 13', 'c=IN IP4 0.0.0.0', 'a=rtcp:9 IN IP4 0.0.0.0', ...COMMON, 'a=mid:0',
    'a=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level', 'a=extmap:3 http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01', 'a=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid',
    'a=sendonly', 'a=msid:s a', 'a=rtcp-mux', 'a=rtpmap:111 opus/48000/2', 'a=rtcp-fb:111 transport-cc', 'a=fmtp:111 minptime=10;useinbandfec=1',
    'a=rtpmap:63 red/48000/2', 'a=fmtp:63 111/111', 'a=rtpmap:9 G722/8000', 'a=rtpmap:0 PCMU/8000', 'a=rtpmap:8 PCMA/8000', 'a=rtpmap:13 CN/8000', 'a=ssrc:3570614608 cname:4TOk42mSjXCkVIa6'],
  ['m=video 9 UDP/TLS/RTP/SAVPF 96 97 102 103 104 105', 'c=IN IP4 0.0.0.0', 'a=rtcp:9 IN IP4 0.0.0.0', ...COMMON, 'a=mid:1',
    'a=extmap:14 urn:ietf:params:rtp-hdrext:toffset', 'a=extmap:2 http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time', 'a=extmap:13 urn:3gpp:video-orientation',
    'a=extmap:3 http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01', 'a=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid', 'a=extmap:10 urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id', 'a=extmap:11 urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id',
    'a=sendonly', 'a=msid:s v', 'a=rtcp-mux', 'a=rtcp-rsize',
    'a=rtpmap:96 VP8/90000', 'a=rtcp-fb:96 goog-remb', 'a=rtcp-fb:96 transport-cc', 'a=rtcp-fb:96 ccm fir', 'a=rtcp-fb:96 nack', 'a=rtcp-fb:96 nack pli', 'a=rtpmap:97 rtx/90000', 'a=fmtp:97 apt=96',
    'a=rtpmap:102 H264/90000', 'a=rtcp-fb:102 nack', 'a=rtcp-fb:102 nack pli', 'a=fmtp:102 level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42001f', 'a=rtpmap:103 rtx/90000', 'a=fmtp:103 apt=102',
    'a=rtpmap:104 H264/90000', 'a=fmtp:104 level-asymmetry-allowed=1;packetization-mode=0;profile-level-id=42e01f', 'a=rtpmap:105 rtx/90000', 'a=fmtp:105 apt=104',
    'a=rid:h send', 'a=rid:m send', 'a=rid:l send', 'a=simulcast:send h;m;l'],
  ['m=application 9 UDP/DTLS/SCTP webrtc-datachannel', 'c=IN IP4 0.0.0.0', ...COMMON, 'a=mid:2', 'a=sctp-port:5000'],
);

/** One stream of H.264 and one of Opus, each under its SSRC. */
export const ENCODER_OFFER = lines(HEAD, ['a=group:BUNDLE 0 1', 'a=group:LS 0 1', 'a=msid-semantic:WMS *', 'a=setup:actpass', 'a=ice-ufrag:ulkE', 'a=ice-pwd:zUJCmDlQTrzDPOyCYmVB9K', 'a=fingerprint:sha-256 D2:FA:0E:C3:22:59:5E:14:95:69:92:3D:13:B4:84:24:2C:C2:A2:C0:3E:FD:34:8E:5E:EA:6F:AF:52:CE:E6:0F'],
  ['m=audio 53394 UDP/TLS/RTP/SAVPF 111', 'c=IN IP4 192.168.1.9', 'a=mid:0', 'a=sendonly', 'a=ssrc:1383024430 cname:LvhkSoYbkxYzJEcf', 'a=ssrc:1383024430 msid:obs obs-audio', 'a=rtcp-mux', 'a=rtpmap:111 OPUS/48000/2', 'a=fmtp:111 minptime=10;maxaveragebitrate=96000;stereo=1;sprop-stereo=1;useinbandfec=1'],
  ['m=video 53394 UDP/TLS/RTP/SAVPF 96', 'c=IN IP4 192.168.1.9', 'a=mid:1', 'a=sendonly', 'a=ssrc:1383024431 cname:LvhkSoYbkxYzJEcf', 'a=rtcp-mux', 'a=rtpmap:96 H264/90000', 'a=rtcp-fb:96 nack', 'a=rtcp-fb:96 nack pli', 'a=rtcp-fb:96 goog-remb', 'a=fmtp:96 profile-level-id=42e01f;packetization-mode=1;level-asymmetry-allowed=1'],
);
