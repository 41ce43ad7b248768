import { Audio, PeerConnection, Video, type Track } from 'node-datachannel';

/** What its sections carry. */
export const NUMBERS = { video: 102, audio: 111, videoSsrc: 0x1111_1111, audioSsrc: 0x2222_2222 } as const;

/** A WebRTC client that is not the project's own (libdatachannel): it makes an offer and takes an answer. */
export class Peer {
  readonly offer: string;
  readonly video: Track;
  readonly audio: Track;
  readonly received: { readonly kind: 'video' | 'audio'; readonly packet: Buffer }[] = [];
  readonly #connection: PeerConnection;

  private constructor(connection: PeerConnection, tracks: { video: Track; audio: Track }, offer: string) {
    this.#connection = connection;
    this.video = tracks.video;
    this.audio = tracks.audio;
    this.offer = offer;
    tracks.video.onMessage((packet) => this.received.push({ kind: 'video', packet: Buffer.from(packet) }));
    tracks.audio.onMessage((packet) => this.received.push({ kind: 'audio', packet: Buffer.from(packet) }));
  }

  static async create(direction: 'SendOnly' | 'RecvOnly'): Promise<Peer> {
    const connection = new PeerConnection('peer', { iceServers: [], disableAutoNegotiation: true });
    const offer = new Promise<string>((resolve) => {
      connection.onGatheringStateChange((state) => {
        if (state === 'complete') resolve(connection.localDescription()?.sdp ?? '');
      });
    });
    const video = new Video('v', direction);
    video.addH264Codec(NUMBERS.video);
    const audio = new Audio('a', direction);
    audio.addOpusCodec(NUMBERS.audio);
    if (direction === 'SendOnly') {
      video.addSSRC(NUMBERS.videoSsrc, 'peer', 'stream', 'video');
      audio.addSSRC(NUMBERS.audioSsrc, 'peer', 'stream', 'audio');
    }
    const tracks = { video: connection.addTrack(video), audio: connection.addTrack(audio) };
    connection.setLocalDescription('offer');
    return new Peer(connection, tracks, await offer);
  }

  get state(): string {
    return this.#connection.state();
  }

  take(answer: string): void {
    this.#connection.setRemoteDescription(answer, 'answer');
  }

  close(): void {
    this.#connection.close();
  }
}
