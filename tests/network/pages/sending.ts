import type { FeedId } from '#protocol/nouns/ids.ts';
import { createHallLink } from '../../../renderer/link/createHallLink.ts';
import { createUnitSender } from '../../../renderer/media/createUnitSender.ts';
import type { SenderState } from '../../../renderer/media/unitSender.ts';

const PICTURE = { widthPx: 640, heightPx: 360, framesPerSecond: 15 };
/** Noise beneath the tone: an encoder that may leave silence out (DTX) is not to be met here. */
const VOLUME = 0.4;

let stop: (() => void) | null = null;
let state: () => SenderState = () => {
  throw new Error('nothing is sent');
};

/** A unit with a drawn camera that moves and a microphone that hears one tone. Resolves when its feed is live. */
export async function sendAs(options: { url: string; token: string; toneHz: number; relayHost: string }): Promise<FeedId> {
  stopSending();
  meetBy(options.relayHost);
  const camera = movingPicture();
  const microphone = tone(options.toneHz);
  const link = createHallLink({ url: options.url, token: options.token, purpose: 'unit', clientName: 'network', clientVersion: '0' });
  const sender = createUnitSender({ link, label: '主摄像头' });
  sender.setTracks({ video: camera.track, audio: microphone.track });
  state = () => sender.state.getState();
  stop = () => {
    sender.close();
    link.close();
    camera.close();
    microphone.close();
  };
  return new Promise((resolve) => {
    const look = () => {
      const { phase, feedId } = sender.state.getState();
      if (phase === 'live' && feedId !== null) {
        undo();
        resolve(feedId);
      }
    };
    const undo = sender.state.subscribe(look);
    queueMicrotask(look);
  });
}

export function sending(): SenderState {
  return state();
}

/** Idempotent. */
export function stopSending(): void {
  stop?.();
  stop = null;
}

/** This page's connections take the way through the relay, whatever address the hall announces; everybody else's do not. */
function meetBy(host: string): void {
  const Direct = globalThis.RTCPeerConnection;
  globalThis.RTCPeerConnection = class extends Direct {
    override setRemoteDescription(description: RTCSessionDescriptionInit): Promise<void> {
      const sdp = description.sdp?.replaceAll(/^(a=candidate:\S+ \d+ udp \d+ )\S+/gim, `$1${host}`).replaceAll(/^a=candidate:\S+ \d+ tcp .*\r\n/gim, '');
      return super.setRemoteDescription({ ...description, ...(sdp === undefined ? {} : { sdp }) });
    }
  };
}

function tone(toneHz: number): { track: MediaStreamTrack; close(): void } {
  const context = new AudioContext();
  const destination = context.createMediaStreamDestination();
  const oscillator = new OscillatorNode(context, { frequency: toneHz });
  oscillator.connect(new GainNode(context, { gain: VOLUME })).connect(destination);
  oscillator.start();
  return { track: destination.stream.getAudioTracks()[0]!, close: () => void context.close() };
}

function movingPicture(): { track: MediaStreamTrack; close(): void } {
  const canvas = document.createElement('canvas');
  canvas.width = PICTURE.widthPx;
  canvas.height = PICTURE.heightPx;
  const context = canvas.getContext('2d', { alpha: false })!;
  const track = canvas.captureStream(0).getVideoTracks()[0] as CanvasCaptureMediaStreamTrack;
  let frame = 0;
  const timer = setInterval(() => {
    frame += 1;
    for (let column = 0; column < 16; column += 1) {
      for (let row = 0; row < 9; row += 1) {
        context.fillStyle = `hsl(${(column * 37 + row * 71 + frame * 2) % 360} 40% ${30 + ((column * row + frame) % 40)}%)`;
        context.fillRect(column * 40 - (frame % 40), row * 40, 40, 40);
      }
    }
    track.requestFrame();
  }, 1_000 / PICTURE.framesPerSecond);
  return {
    track,
    close: () => {
      clearInterval(timer);
      track.stop();
    },
  };
}
