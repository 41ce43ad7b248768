import { sendEncodings } from '../../renderer/media/sendEncodings.ts';
import { openSource, type SourceOptions } from './source.ts';

type Direct = { readonly peer: RTCPeerConnection; readonly close: () => void };

let direct: Direct | null = null;
let received: MediaStreamTrack | null = null;

/** The sending side of a connection without a hall: same picture, codec and encodings. Gives the finished offer. */
export async function offerDirect(options: { source: SourceOptions }): Promise<string> {
  closeDirect();
  const source = openSource(options.source);
  const peer = new RTCPeerConnection();
  direct = { peer, close: () => source.close() };
  const transceiver = peer.addTransceiver(source.track, {
    direction: 'sendonly',
    sendEncodings: sendEncodings(options.source),
  });
  const codecs = RTCRtpSender.getCapabilities('video')?.codecs ?? [];
  transceiver.setCodecPreferences(codecs.filter(({ mimeType }) => /\/(vp8|rtx)$/i.test(mimeType)));
  return described(peer, await peer.createOffer());
}

/** The receiving side. Frames are shown as they come, as the product's receiver asks for too. */
export async function answerDirect(options: { offer: string }): Promise<string> {
  closeDirect();
  const peer = new RTCPeerConnection();
  direct = { peer, close: () => undefined };
  peer.addEventListener('track', ({ track, receiver }) => {
    if ('jitterBufferTarget' in receiver) {
      receiver.jitterBufferTarget = 0;
    }
    received = track;
  });
  await peer.setRemoteDescription({ type: 'offer', sdp: options.offer });
  return described(peer, await peer.createAnswer());
}

export async function takeAnswer(options: { answer: string }): Promise<void> {
  await direct?.peer.setRemoteDescription({ type: 'answer', sdp: options.answer });
}

/** Errors: before the offer was answered. */
export function directTrack(): MediaStreamTrack {
  if (received === null) {
    throw new Error('nothing is received directly');
  }
  return received;
}

/** Idempotent. */
export function closeDirect(): void {
  direct?.peer.close();
  direct?.close();
  direct = null;
  received = null;
}

/** With all candidates in it: the harness passes each description once. */
async function described(peer: RTCPeerConnection, description: RTCSessionDescriptionInit): Promise<string> {
  const gathered = new Promise<void>((resolve) => {
    peer.addEventListener('icegatheringstatechange', () => {
      if (peer.iceGatheringState === 'complete') {
        resolve();
      }
    });
  });
  await peer.setLocalDescription(description);
  await gathered;
  return peer.localDescription?.sdp ?? '';
}
