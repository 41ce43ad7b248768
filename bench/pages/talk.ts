import type { UnitId } from '#protocol/nouns/ids.ts';
import { channelOf } from '#protocol/media/talk.ts';
import { TalkLine } from '../../renderer/media/talk/talkLine.ts';
import { openLink, settled, wait, type HallAccess } from './hallSession.ts';

const TONE_HZ = 1_000;
const WORD_MS = 120;
const PAUSE_MS = 380;
/** Of full scale; an ear that hears more than this hears the tone. */
const HEARD_LEVEL = 0.05;

/** Counts as heard again only after so much silence. */
const SILENCE_S = 0.15;
const EAR = `
registerProcessor('ear', class extends AudioWorkletProcessor {
  constructor() { super(); this.quiet = 1; }
  process([input]) {
    const samples = input[0];
    const loud = samples !== undefined && samples.some((sample) => Math.abs(sample) > ${HEARD_LEVEL});
    if (loud && this.quiet > ${SILENCE_S}) this.port.postMessage(0);
    this.quiet = loud ? 0 : this.quiet + 128 / sampleRate;
    return true;
  }
});`;

type Mouth = { readonly track: MediaStreamTrack; word(): number; close(): void };

let line: TalkLine | null = null;
let closeLink: () => void = () => undefined;
let mouth: Mouth | null = null;
let direct: RTCPeerConnection | null = null;
const heardAt: number[] = [];

/** A desk whose microphone says a word when it is told. Resolves when its line stands. */
export async function openTalkDesk(access: HallAccess): Promise<void> {
  mouth ??= openMouth();
  const { track } = mouth;
  await openTalk(access, 'desk', () => Promise.resolve(track.clone()));
}

/** A unit that hears, and notes when. */
export async function openTalkUnit(access: HallAccess): Promise<void> {
  await openTalk(access, 'unit', () => Promise.reject(new Error('this unit only hears')));
}

/** Presses for one unit's channel: ms until the floor is this desk's, and until the unit plays. */
export async function pressTalk({ unitId }: { unitId: UnitId }): Promise<{ grantedMs: number; heardMs: number }> {
  const opened = lineOf();
  const from = performance.now();
  void opened.press(channelOf.unit(unitId));
  const { speaking: granted, trouble } = await settled(opened.state, ({ speaking, trouble: problem }) => speaking?.phase === 'talking' || problem !== null);
  if (granted === null) {
    throw new Error(`the floor was not given (${JSON.stringify(trouble)})`);
  }
  const grantedMs = performance.now() - from;
  await settled(opened.state, ({ speaking }) => speaking === null || speaking.heard > 0);
  return { grantedMs, heardMs: performance.now() - from };
}

export async function releaseTalk(): Promise<void> {
  lineOf().release();
  await wait(PAUSE_MS);
}

/** Says so many words. Gives when each began, ms since the epoch. */
export async function sayWords({ words }: { words: number }): Promise<number[]> {
  const saidAt: number[] = [];
  for (let word = 0; word < words; word += 1) {
    saidAt.push(mouth?.word() ?? 0);
    // Not in step with packets.
    await wait(WORD_MS + PAUSE_MS + (word % 20));
  }
  return saidAt;
}

/** When words were heard since the last asking, ms since the epoch. */
export function heardWords(): number[] {
  return heardAt.splice(0);
}

/** The same voice over a connection of its own, without a hall. */
export async function offerVoice(): Promise<string> {
  mouth ??= openMouth();
  direct = new RTCPeerConnection();
  direct.addTransceiver(mouth.track.clone(), { direction: 'sendonly' });
  return described(direct, await direct.createOffer());
}

export async function answerVoice({ offer }: { offer: string }): Promise<string> {
  direct = new RTCPeerConnection();
  direct.addEventListener('track', ({ track }) => void play(track));
  await direct.setRemoteDescription({ type: 'offer', sdp: offer });
  return described(direct, await direct.createAnswer());
}

export async function takeVoiceAnswer({ answer }: { answer: string }): Promise<void> {
  await direct?.setRemoteDescription({ type: 'answer', sdp: answer });
}

/** Idempotent. */
export function closeVoice(): void {
  direct?.close();
  direct = null;
}

/** Idempotent. */
export function closeTalk(): void {
  line?.close();
  closeLink();
  line = null;
  closeLink = () => undefined;
}

async function openTalk(access: HallAccess, purpose: 'desk' | 'unit', openMicrophone: () => Promise<MediaStreamTrack>): Promise<void> {
  const link = openLink(access, purpose);
  line = new TalkLine({ link, openMicrophone, log: () => undefined, play, sound: () => undefined });
  closeLink = () => link.close();
  await settled(line.state, ({ listening }) => listening);
}

function openMouth(): Mouth {
  const context = new AudioContext({ latencyHint: 'interactive' });
  const destination = context.createMediaStreamDestination();
  const gain = new GainNode(context, { gain: 0 });
  const oscillator = new OscillatorNode(context, { frequency: TONE_HZ });
  oscillator.connect(gain).connect(destination);
  oscillator.start();
  const [track] = destination.stream.getAudioTracks();
  if (track === undefined) {
    throw new Error('the page has no voice');
  }
  return {
    track,
    word() {
      const at = context.currentTime;
      gain.gain.setValueAtTime(0.5, at);
      gain.gain.setValueAtTime(0, at + WORD_MS / 1_000);
      return Date.now();
    },
    close: () => void context.close(),
  };
}

/** Plays by an element, as the product does, and listens to the same track beside it. */
function play(track: MediaStreamTrack): { setVolume(volume: number): void; stop(): void } {
  const audio = new Audio();
  audio.srcObject = new MediaStream([track]);
  void audio.play().catch(() => undefined);
  const context = new AudioContext({ latencyHint: 'interactive' });
  void (async () => {
    const module = URL.createObjectURL(new Blob([EAR], { type: 'text/javascript' }));
    await context.audioWorklet.addModule(module);
    URL.revokeObjectURL(module);
    const ear = new AudioWorkletNode(context, 'ear');
    ear.port.addEventListener('message', () => heardAt.push(Date.now()));
    ear.port.start();
    ear.connect(new GainNode(context, { gain: 0 })).connect(context.destination);
    context.createMediaStreamSource(new MediaStream([track])).connect(ear);
  })();
  return {
    setVolume: (volume) => {
      audio.volume = volume;
    },
    stop: () => {
      audio.pause();
      audio.srcObject = null;
      void context.close();
    },
  };
}

function lineOf(): TalkLine {
  if (line === null) {
    throw new Error('there is no line');
  }
  return line;
}

async function described(peer: RTCPeerConnection, description: RTCSessionDescriptionInit): Promise<string> {
  await peer.setLocalDescription(description);
  while (peer.iceGatheringState !== 'complete') {
    await wait(5);
  }
  return peer.localDescription?.sdp ?? '';
}
