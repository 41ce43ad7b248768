import { createStore, type StoreApi } from 'zustand/vanilla';
import { AppError } from '#protocol/errors.ts';
import type { TalkEnd } from '#protocol/media/talk.ts';
import { commandId, type TalkId, type UnitId } from '#protocol/nouns/ids.ts';
import type { HallLink } from '../../../link/hallLink.ts';
import { MediaDevice } from '../../../media/transport/mediaDevice.ts';
import { closeTransport, openTransport, type OpenedTransport } from '../../../media/transport/openTransport.ts';
import { toWireRtpParameters } from '../../../media/transport/wireParameters.ts';

export type TalkState = {
  readonly phase: 'idle' | 'connecting' | 'talking';
  /** What ended the last talk, or kept it from beginning; null once the next begins. */
  readonly trouble: { readonly kind: 'refused'; readonly error: AppError } | { readonly kind: 'stopped'; readonly reason: TalkEnd } | { readonly kind: 'noMicrophone' } | null;
};

export type Sending = { close(): void };

export type DeskTalkOptions = {
  readonly link: HallLink;
  readonly unitId: UnitId;
  /** Errors: DOMException. */
  readonly openMicrophone?: () => Promise<MediaStreamTrack>;
  /** Sends the track until the answer is closed. Errors: AppError. */
  readonly send?: (talkId: TalkId, track: MediaStreamTrack) => Promise<Sending>;
};

const IDLE: TalkState = { phase: 'idle', trouble: null };

/** One desk's talk to one unit: begun, sent, ended. */
export class DeskTalk {
  readonly state: StoreApi<TalkState> = createStore<TalkState>(() => IDLE);
  readonly #options: DeskTalkOptions;
  readonly #undo: (() => void)[];
  readonly #device: MediaDevice;
  /** Raised by every beginning and ending, so that what is still under way is known as late. */
  #turn = 0;
  #talkId: TalkId | null = null;
  #microphone: MediaStreamTrack | null = null;
  #sending: Sending | null = null;

  constructor(options: DeskTalkOptions) {
    this.#options = options;
    const { link } = options;
    this.#device = new MediaDevice({ link });
    this.#undo = [
      link.on('talk.stopped', ({ talkId, reason }) => {
        if (talkId === this.#talkId) this.#stop({ phase: 'idle', trouble: { kind: 'stopped', reason } });
      }),
      link.state.subscribe(({ phase }) => {
        if (phase !== 'online' && this.state.getState().phase !== 'idle') this.#stop({ phase: 'idle', trouble: { kind: 'stopped', reason: 'speakerLeft' } });
      }),
    ];
  }

  /** Does nothing while it talks. What goes wrong is in the state. */
  async begin(): Promise<void> {
    if (this.state.getState().phase !== 'idle') {
      return;
    }
    const turn = (this.#turn += 1);
    const isLate = () => turn !== this.#turn;
    this.state.setState({ phase: 'connecting', trouble: null });
    const microphone = await (this.#options.openMicrophone ?? openMicrophone)().catch(() => null);
    if (microphone === null) {
      if (!isLate()) this.#stop({ phase: 'idle', trouble: { kind: 'noMicrophone' } });
      return;
    }
    if (isLate()) {
      microphone.stop();
      return;
    }
    this.#microphone = microphone;
    try {
      const { talkId } = await this.#options.link.request('talk.begin', { commandId: commandId.parse(crypto.randomUUID()), unitId: this.#options.unitId });
      if (isLate()) {
        this.#tellEnd(talkId);
        return;
      }
      this.#talkId = talkId;
      const sending = await (this.#options.send ?? ((id, track) => this.#send(id, track)))(talkId, microphone);
      if (isLate()) {
        sending.close();
        return;
      }
      this.#sending = sending;
      this.state.setState({ phase: 'talking', trouble: null });
    } catch (error) {
      if (!isLate()) this.#stop({ phase: 'idle', trouble: { kind: 'refused', error: error instanceof AppError ? error : new AppError('internal', { cause: error }) } });
    }
  }

  /** Idempotent. */
  end(): void {
    if (this.state.getState().phase !== 'idle') this.#stop(IDLE);
  }

  /** Idempotent. */
  close(): void {
    for (const undo of this.#undo.splice(0)) undo();
    this.end();
  }

  #stop(state: TalkState): void {
    this.#turn += 1;
    const talkId = this.#talkId;
    this.#talkId = null;
    this.#microphone?.stop();
    this.#microphone = null;
    this.#sending?.close();
    this.#sending = null;
    if (talkId !== null) this.#tellEnd(talkId);
    this.state.setState(state);
  }

  #tellEnd(talkId: TalkId): void {
    // When it does not arrive the session is over, and the talk with it.
    this.#options.link.request('talk.end', { talkId }).catch(() => undefined);
  }

  async #send(talkId: TalkId, track: MediaStreamTrack): Promise<Sending> {
    const { link } = this.#options;
    const device = await this.#device.load();
    let opened: OpenedTransport | null = null;
    try {
      opened = await openTransport({
        link,
        device,
        direction: 'send',
        onFailed: () => {
          if (this.#talkId === talkId) this.#stop({ phase: 'idle', trouble: { kind: 'stopped', reason: 'soundLost' } });
        },
      });
      const { transport, transportId } = opened;
      transport.on('produce', ({ rtpParameters }, produced, failed) => {
        link.request('talk.produce', { talkId, transportId, rtpParameters: toWireRtpParameters(rtpParameters) }).then(({ producerId }) => produced({ id: producerId }), failed);
      });
      await transport.produce({ track, stopTracks: false, codecOptions: { opusStereo: false, opusDtx: true, opusFec: true } });
    } catch (error) {
      if (opened !== null) closeTransport(link, opened, { tellHall: false });
      throw error;
    }
    const sender = opened;
    // The hall closes its side when the talk ends.
    return { close: () => closeTransport(link, sender, { tellHall: false }) };
  }
}

async function openMicrophone(): Promise<MediaStreamTrack> {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: { echoCancellation: true, noiseSuppression: true, autoGainControl: true } });
  const [track] = stream.getAudioTracks();
  if (track === undefined) {
    throw new DOMException('no sound', 'NotFoundError');
  }
  return track;
}
