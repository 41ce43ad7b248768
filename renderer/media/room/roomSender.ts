import type { types } from 'mediasoup-client';
import type { RoomTrackName } from '#protocol/consultations/room.ts';
import type { ConsultationId } from '#protocol/nouns/ids.ts';
import type { HallLink } from '../../link/hallLink.ts';
import { sendEncodings, SOUND_CODING, SOUND_ENCODING } from '../sendEncodings.ts';
import type { MediaDevice } from '../transport/mediaDevice.ts';
import { closeTransport, openTransport, type OpenedTransport } from '../transport/openTransport.ts';
import { toWireRtpParameters } from '../transport/wireParameters.ts';

type Sent = { readonly track: MediaStreamTrack; producer: types.Producer | null; paused: boolean };

export type RoomSenderOptions = {
  readonly link: HallLink;
  readonly device: MediaDevice;
  readonly consultationId: ConsultationId;
  /** The way broke: `resume` makes another. */
  readonly onLost: () => void;
};

const SCREEN_ENCODING: types.RtpEncodingParameters = { maxBitrate: 2_500_000, maxFramerate: 15 };
const DEFAULT_SIZE = { widthPx: 1280, heightPx: 720 };

/** What this person shows and says in a room. Tracks stay the caller's to stop. */
export class RoomSender {
  readonly #options: RoomSenderOptions;
  readonly #sent = new Map<RoomTrackName, Sent>();
  #way: Promise<OpenedTransport> | null = null;
  #closed = false;

  constructor(options: RoomSenderOptions) {
    this.#options = options;
  }

  /** Sends the track under this name instead of whatever was there. Errors: AppError of the request; what the browser throws. */
  async send(name: RoomTrackName, track: MediaStreamTrack, paused: boolean): Promise<void> {
    this.#sent.get(name)?.producer?.close();
    const sent: Sent = { track, producer: null, paused };
    this.#sent.set(name, sent);
    await this.#produce(name, sent);
  }

  /** Errors: AppError of the request. */
  async setPaused(name: RoomTrackName, paused: boolean): Promise<void> {
    const sent = this.#sent.get(name);
    if (sent === undefined) return;
    sent.paused = paused;
    // Nothing leaves this machine before the hall is told that it does; nothing leaves it any more once it should not.
    if (paused) sent.producer?.pause();
    await this.#options.link.request('room.pauseTrack', { consultationId: this.#options.consultationId, track: name, paused });
    if (!paused && !sent.paused) sent.producer?.resume();
  }

  /** The hall closed it: what it would carry stays here. */
  heldBack(name: RoomTrackName): void {
    const sent = this.#sent.get(name);
    if (sent === undefined) return;
    sent.paused = true;
    sent.producer?.pause();
  }

  stop(name: RoomTrackName): void {
    const sent = this.#sent.get(name);
    if (sent === undefined) return;
    this.#sent.delete(name);
    sent.producer?.close();
    this.#options.link.request('room.closeTrack', { consultationId: this.#options.consultationId, track: name }).catch(() => undefined);
  }

  /** Sends everything again, after the way or the session was lost. Errors: as for send. */
  async resume(): Promise<void> {
    this.#dropWay();
    for (const [name, sent] of this.#sent) {
      sent.producer = null;
      await this.#produce(name, sent);
    }
  }

  /** Forgets the way: the session it belonged to is over. */
  lose(): void {
    this.#dropWay();
  }

  /** Idempotent. */
  close(): void {
    this.#closed = true;
    this.#sent.clear();
    this.#dropWay();
  }

  async #produce(name: RoomTrackName, sent: Sent): Promise<void> {
    const { transport } = await this.#open();
    const producer = await transport.produce({ track: sent.track, stopTracks: false, disableTrackOnPause: false, zeroRtpOnPause: true, ...codingOf(name, sent.track), appData: { name, paused: sent.paused } });
    // Another one was sent, or the room left, meanwhile.
    if (this.#sent.get(name) !== sent || this.#closed) {
      producer.close();
      return;
    }
    sent.producer = producer;
    if (sent.paused) producer.pause();
  }

  #open(): Promise<OpenedTransport> {
    const way = (this.#way ??= this.#make());
    way.catch(() => {
      if (this.#way === way) this.#way = null;
    });
    return way;
  }

  async #make(): Promise<OpenedTransport> {
    const { link, consultationId, onLost } = this.#options;
    const device = await this.#options.device.load();
    const opened = await openTransport({
      link,
      device,
      direction: 'send',
      onFailed: () => {
        this.#dropWay();
        if (!this.#closed) onLost();
      },
    });
    opened.transport.on('produce', ({ kind, rtpParameters, appData }, produced, failed) => {
      const { name, paused } = appData as { name: RoomTrackName; paused: boolean };
      link
        .request('room.produce', { consultationId, transportId: opened.transportId, track: name, kind, rtpParameters: toWireRtpParameters(rtpParameters), paused })
        .then(({ producerId }) => produced({ id: producerId }), failed);
    });
    return opened;
  }

  #dropWay(): void {
    const way = this.#way;
    this.#way = null;
    void way?.then((opened) => closeTransport(this.#options.link, opened, { tellHall: true }), () => undefined);
  }
}

function codingOf(name: RoomTrackName, track: MediaStreamTrack): Pick<types.ProducerOptions, 'encodings' | 'codecOptions'> {
  if (name === 'screen') return { encodings: [SCREEN_ENCODING] };
  if (name === 'camera') {
    const { width, height } = track.getSettings();
    return { encodings: sendEncodings(width === undefined || height === undefined ? DEFAULT_SIZE : { widthPx: width, heightPx: height }) };
  }
  return { encodings: [SOUND_ENCODING], codecOptions: SOUND_CODING };
}
