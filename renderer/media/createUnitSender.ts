import type { types } from 'mediasoup-client';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { TRACK_KINDS, type TrackKind } from '#protocol/media/feeds.ts';
import type { FeedId } from '#protocol/nouns/ids.ts';
import type { HallLink } from '../link/hallLink.ts';
import { MediaDevice, type CreateDevice } from './transport/mediaDevice.ts';
import { closeTransport, openTransport, type OpenedTransport } from './transport/openTransport.ts';
import { limitedEncodings } from './quality/layerLimits.ts';
import { QualityKeeper } from './quality/qualityKeeper.ts';
import { sendEncodings, SOUND_CODING, SOUND_ENCODING } from './sendEncodings.ts';
import type { SenderState, UnitSender } from './unitSender.ts';
import { toWireRtpParameters } from './transport/wireParameters.ts';

const FIRST_RETRY_MS = 150;
const MAX_RETRY_MS = 3_000;
/** Lets the upper layers start at once instead of after seconds of careful probing, kbit/s. */
const START_BITRATE_KBPS = 1_000;
/** Chance losses, as of radio, must not be taken for a full line without end: sound and the smallest picture go on with this, kbit/s. */
const LEAST_BITRATE_KBPS = 100;

type Tracks = Record<TrackKind, MediaStreamTrack | null>;

export type UnitSenderOptions = {
  link: HallLink;
  /** Which camera of the unit this is; the same label is the same feed ever after. */
  label: string;
  createDevice?: CreateDevice;
};

export function createUnitSender(options: UnitSenderOptions): UnitSender {
  return PublishingSender.create(options);
}

/** Level-triggered like the receiver: each event asks for another round, and a round makes what is sent what is wanted. */
class PublishingSender implements UnitSender {
  readonly state: StoreApi<SenderState> = createStore<SenderState>(() => ({
    phase: 'idle',
    feedId: null,
    videoViewers: 0,
    audioListeners: 0,
    quality: 'clear',
  }));
  readonly #link: HallLink;
  readonly #label: string;
  readonly #device: MediaDevice;
  readonly #producers = new Map<TrackKind, types.Producer>();
  #fullEncodings: readonly types.RtpEncodingParameters[] = [];
  #keeper: QualityKeeper | null = null;
  #tracks: Tracks = { video: null, audio: null };
  #opened: OpenedTransport | null = null;
  #sessionId: string | null = null;
  #undo: (() => void)[] = [];
  #running = false;
  #again = false;
  #failures = 0;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #wasLive = false;
  #closed = false;

  private constructor(options: UnitSenderOptions) {
    this.#link = options.link;
    this.#label = options.label;
    this.#device = new MediaDevice({ link: options.link, createDevice: options.createDevice });
  }

  static create(options: UnitSenderOptions): PublishingSender {
    const sender = new PublishingSender(options);
    sender.#start();
    return sender;
  }

  setTracks(tracks: { video: MediaStreamTrack | null; audio: MediaStreamTrack | null }): void {
    this.#tracks = { ...tracks };
    this.#poke();
  }

  close(): void {
    if (this.#closed) {
      return;
    }
    this.#closed = true;
    clearTimeout(this.#retry);
    for (const undo of this.#undo.splice(0)) {
      undo();
    }
    this.#keeper?.close();
    this.#lose({ tellHall: true });
    this.state.setState({ phase: 'idle', videoViewers: 0, audioListeners: 0 });
  }

  #start(): void {
    const link = this.#link;
    this.#keeper = new QualityKeeper({
      sending: () => {
        const { video = null, audio = null } = Object.fromEntries(this.#producers) as Partial<Record<TrackKind, types.Producer>>;
        return this.#opened === null ? null : { transport: this.#opened.transport, video, audio, fullEncodings: this.#encodingsOf(video) };
      },
      onQuality: (quality) => this.state.setState({ quality }),
      onSilence: () => this.#opened?.mend(),
    });
    this.#undo = [
      link.state.subscribe(() => this.#meetSession()),
      link.on('media.transportClosed', ({ transportId }) => {
        if (this.#opened?.transportId === transportId) {
          this.#restart({ tellHall: false });
        }
      }),
      link.on('feed.watched', ({ feedId, videoViewers, audioListeners }) => {
        const known = this.state.getState().feedId;
        if (known === null || known === feedId) {
          this.state.setState({ videoViewers, audioListeners });
        }
      }),
    ];
    this.#meetSession();
  }

  #meetSession(): void {
    const sessionId = this.#link.state.getState().session?.sessionId ?? null;
    if (sessionId === this.#sessionId) {
      return;
    }
    this.#sessionId = sessionId;
    if (sessionId !== null) {
      this.#restart({ tellHall: false });
    } else {
      this.state.setState({ videoViewers: 0, audioListeners: 0 });
      this.#showPhase();
    }
  }

  #restart(options: { tellHall: boolean }): void {
    this.#lose(options);
    this.#failures = 0;
    this.#poke();
  }

  #lose(options: { tellHall: boolean }): void {
    const opened = this.#opened;
    this.#opened = null;
    this.#producers.clear();
    if (opened) {
      closeTransport(this.#link, opened, options);
    }
  }

  #poke(): void {
    clearTimeout(this.#retry);
    this.#again = true;
    if (!this.#running && !this.#closed) {
      void this.#run();
    }
  }

  async #run(): Promise<void> {
    this.#running = true;
    while (this.#again && !this.#closed) {
      this.#again = false;
      this.#showPhase();
      try {
        await this.#round();
        this.#failures = 0;
      } catch {
        const delayMs = Math.min(MAX_RETRY_MS, FIRST_RETRY_MS * 2 ** this.#failures);
        this.#failures += 1;
        // A session or a transport that was lost meanwhile has asked for another round already.
        if (!this.#again && this.#sessionId !== null && !this.#closed) {
          // What failed on this transport may fail on it for ever.
          this.#lose({ tellHall: true });
          this.#retry = setTimeout(() => this.#poke(), delayMs);
        }
      }
      this.#showPhase();
    }
    this.#running = false;
  }

  async #round(): Promise<void> {
    for (const kind of TRACK_KINDS) {
      const producer = this.#producers.get(kind);
      if (producer && !this.#wanted(kind)) {
        this.#stop(kind, producer);
      }
    }
    if (this.#sessionId === null || !TRACK_KINDS.some((kind) => this.#wanted(kind))) {
      return;
    }
    const opened = this.#opened ?? (await this.#open());
    if (!opened) {
      return;
    }
    for (const kind of TRACK_KINDS) {
      const track = this.#wanted(kind);
      if (track && this.#opened === opened) {
        await this.#send(opened, kind, track);
      }
    }
  }

  /** The track to send, if it can still be sent. */
  #wanted(kind: TrackKind): MediaStreamTrack | null {
    const track = this.#tracks[kind];
    return track?.readyState === 'ended' ? null : track;
  }

  async #open(): Promise<OpenedTransport | null> {
    const sessionId = this.#sessionId;
    const device = await this.#device.load();
    const opened: OpenedTransport = await openTransport({
      link: this.#link,
      device,
      direction: 'send',
      onFailed: () => {
        if (this.#opened === opened) {
          this.#restart({ tellHall: true });
        }
      },
    });
    if (this.#closed || sessionId !== this.#sessionId) {
      closeTransport(this.#link, opened, { tellHall: sessionId === this.#sessionId });
      return null;
    }
    opened.transport.on('produce', ({ kind, rtpParameters }, produced, failed) => {
      this.#link
        .request('media.produce', {
          transportId: opened.transportId,
          kind,
          label: this.#label,
          rtpParameters: toWireRtpParameters(rtpParameters),
        })
        .then(({ producerId, feedId }) => this.#learnFeed(feedId, () => produced({ id: producerId })), failed);
    });
    this.#opened = opened;
    return opened;
  }

  async #send(opened: OpenedTransport, kind: TrackKind, track: MediaStreamTrack): Promise<void> {
    const encodings = kind === 'video' ? sendEncodings(sizeOf(track)) : undefined;
    const before = this.#producers.get(kind);
    const sameShape = (before?.rtpParameters.encodings?.length ?? 1) === (encodings?.length ?? 1);
    if (before && !before.closed && sameShape) {
      if (before.track !== track) {
        await before.replaceTrack({ track });
      }
      return;
    }
    // Another number of layers needs other parameters; the hall lets the new track take the old one's place.
    before?.close();
    const device = await this.#device.load();
    const codec = device.sendRtpCapabilities.codecs?.find(({ mimeType }) => mimeType.toLowerCase() === 'video/vp8');
    const producer = await opened.transport.produce({
      track,
      stopTracks: false,
      ...(kind === 'audio' ? { encodings: [{ ...SOUND_ENCODING }], codecOptions: SOUND_CODING } : { ...this.#videoCoding(encodings ?? []), ...(codec ? { codec } : {}) }),
    });
    if (this.#opened !== opened) {
      return;
    }
    producer.on('trackended', () => this.#poke());
    this.#producers.set(kind, producer);
  }

  #videoCoding(full: readonly types.RtpEncodingParameters[]): Pick<types.ProducerOptions, 'encodings' | 'codecOptions'> {
    this.#fullEncodings = full;
    const { quality = 'clear', availableKbit = null } = this.#keeper ?? {};
    const startKbps = Math.round(Math.min(START_BITRATE_KBPS, Math.max(LEAST_BITRATE_KBPS, availableKbit ?? START_BITRATE_KBPS)));
    return {
      encodings: limitedEncodings(full, { quality, full }),
      codecOptions: { videoGoogleStartBitrate: startKbps, videoGoogleMinBitrate: LEAST_BITRATE_KBPS },
    };
  }

  /** What the picture's layers may take at its size of now: a camera may give a larger one while it is sent. */
  #encodingsOf(video: types.Producer | null): readonly types.RtpEncodingParameters[] {
    const now = video?.track ? sendEncodings(sizeOf(video.track)) : this.#fullEncodings;
    return now.length === this.#fullEncodings.length ? now : this.#fullEncodings;
  }

  #stop(kind: TrackKind, producer: types.Producer): void {
    this.#producers.delete(kind);
    producer.close();
    if (this.#sessionId !== null) {
      this.#link.request('media.closeProducer', { producerId: producer.id }).catch(() => undefined);
    }
  }

  #learnFeed(feedId: FeedId, goOn: () => void): void {
    this.state.setState({ feedId });
    goOn();
  }

  #showPhase(): void {
    const wanted = TRACK_KINDS.filter((kind) => this.#wanted(kind));
    const live = this.#sessionId !== null && wanted.every((kind) => this.#producers.get(kind)?.closed === false);
    if (wanted.length === 0) {
      this.#wasLive = false;
    } else if (live) {
      this.#wasLive = true;
    }
    const phase = wanted.length === 0 || this.#closed ? 'idle' : live ? 'live' : this.#wasLive ? 'interrupted' : 'publishing';
    if (phase !== this.state.getState().phase) {
      this.state.setState({ phase });
    }
  }
}

/** A camera that does not tell its size is taken for the smallest usual one. */
function sizeOf(track: MediaStreamTrack): { widthPx: number; heightPx: number } {
  const { width, height } = track.getSettings();
  return { widthPx: width ?? 640, heightPx: height ?? 360 };
}
