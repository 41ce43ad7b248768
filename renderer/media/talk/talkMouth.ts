import type { types } from 'mediasoup-client';
import type { HallLink } from '../../link/hallLink.ts';
import { SOUND_CODING, SOUND_ENCODING } from '../sendEncodings.ts';
import type { MediaDevice } from '../transport/mediaDevice.ts';
import { closeTransport, openTransport, type OpenedTransport } from '../transport/openTransport.ts';
import { toWireRtpParameters } from '../transport/wireParameters.ts';

export type TalkMouthOptions = {
  readonly link: HallLink;
  readonly device: MediaDevice;
  readonly onLost: () => void;
};

type Way = { readonly opened: OpenedTransport; readonly producer: types.Producer };

/** The standing way of a microphone to the hall: laid without one, so that the first word finds it open. */
export class TalkMouth {
  readonly #options: TalkMouthOptions;
  #way: Promise<Way> | null = null;
  #closed = false;

  constructor(options: TalkMouthOptions) {
    this.#options = options;
  }

  /** Idempotent. Errors: AppError of the requests; what the browser throws. */
  async lay(): Promise<void> {
    await this.#lay();
  }

  /** Sends this track until `shut`. The track stays the caller's. */
  async open(track: MediaStreamTrack): Promise<void> {
    const { producer } = await this.#lay();
    await producer.replaceTrack({ track });
    producer.resume();
  }

  /** Idempotent. */
  shut(): void {
    if (this.#way !== null) silence(this.#way).catch(() => undefined);
  }

  /** Forgets the way; the next `lay` makes another. */
  lose(): void {
    const way = this.#way;
    this.#way = null;
    void way?.then(({ opened }) => closeTransport(this.#options.link, opened, { tellHall: true }), () => undefined);
  }

  /** Idempotent. */
  close(): void {
    this.#closed = true;
    this.lose();
  }

  #lay(): Promise<Way> {
    const way = (this.#way ??= this.#make());
    way.catch(() => {
      if (this.#way === way) this.#way = null;
    });
    return way;
  }

  async #make(): Promise<Way> {
    const { link, onLost } = this.#options;
    const device = await this.#options.device.load();
    const opened = await openTransport({
      link,
      device,
      direction: 'send',
      onFailed: () => {
        this.lose();
        if (!this.#closed) onLost();
      },
    });
    try {
      const { transport, transportId } = opened;
      transport.on('produce', ({ rtpParameters }, produced, failed) => {
        link.request('talk.produce', { transportId, rtpParameters: toWireRtpParameters(rtpParameters) }).then(({ producerId }) => produced({ id: producerId }), failed);
      });
      const context = new AudioContext();
      const [track] = context.createMediaStreamDestination().stream.getAudioTracks();
      if (track === undefined) throw new DOMException('no sound', 'NotSupportedError');
      const producer = await transport.produce({ track, stopTracks: false, disableTrackOnPause: false, zeroRtpOnPause: true, encodings: [SOUND_ENCODING], codecOptions: SOUND_CODING });
      producer.pause();
      await producer.replaceTrack({ track: null });
      track.stop();
      await context.close();
      return { opened, producer };
    } catch (error) {
      closeTransport(link, opened, { tellHall: true });
      throw error;
    }
  }
}

async function silence(way: Promise<Way>): Promise<void> {
  const { producer } = await way;
  if (producer.closed) return;
  producer.pause();
  await producer.replaceTrack({ track: null });
}
