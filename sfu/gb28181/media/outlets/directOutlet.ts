import { randomInt } from 'node:crypto';
import type { IngestTrack } from '#protocol/media/ingest.ts';
import type { FeedId } from '#protocol/nouns/ids.ts';
import type { RtpIntake } from '../../../ports/rtpIntake.ts';
import type { LegEnd } from '../legs.ts';
import { RtpWriter } from '../rtp/writeRtp.ts';
import type { Outlet, Shot } from './outlet.ts';
import { senderReport } from './senderReport.ts';
import { SoundWriter } from './soundWriter.ts';

const VIDEO_PAYLOAD = 96;
/** What comes while the feed is being opened. */
const MOST_HELD = 100;
/** After the 2 s in which the feed has called it gone. */
const SILENT_FOR_MS = 5_000;
const REPORT_EVERY_MS = 1_000;
const PAYLOADS = { PCMA: 8, PCMU: 0 } as const;
export type DirectSound = keyof typeof PAYLOADS;

type Options = {
  readonly feedId: FeedId;
  readonly intake: RtpIntake;
  readonly profile: string;
  readonly audio: DirectSound | null;
  readonly onLive: () => void;
  readonly onEnded: (end: LegEnd) => void;
  readonly onKeyFrameWanted: () => void;
};
type Accepted = Awaited<ReturnType<RtpIntake['accept']>>;
type Track = { readonly ssrc: number; packets: number; bytes: number };

/** H.264 and G.711 as they came, bit by bit. */
export class DirectOutlet implements Outlet {
  readonly #options: Options;
  readonly #video: Track = { ssrc: randomInt(1, 2 ** 31), packets: 0, bytes: 0 };
  readonly #audio: Track = { ssrc: randomInt(2 ** 31, 2 ** 32), packets: 0, bytes: 0 };
  readonly #pictures: RtpWriter;
  readonly #sound: SoundWriter | null;
  readonly #beganAt = Date.now();
  #held: Shot[] = [];
  #overflowed = false;
  #accepted: Accepted | null = null;
  #silence: NodeJS.Timeout | undefined;
  #reportedAtMs = -Infinity;
  #closed = false;

  private constructor(options: Options) {
    this.#options = options;
    this.#pictures = new RtpWriter({ ssrc: this.#video.ssrc, payloadType: VIDEO_PAYLOAD });
    this.#sound = options.audio === null ? null : new SoundWriter(new RtpWriter({ ssrc: this.#audio.ssrc, payloadType: PAYLOADS[options.audio] }));
  }

  static open(options: Options): DirectOutlet {
    const outlet = new DirectOutlet(options);
    void outlet.#open();
    return outlet;
  }

  send(shot: Shot): void {
    if (this.#closed) return;
    // What follows needs what was left out: up to the next key frame.
    if (this.#overflowed && !shot.key) {
      this.#options.onKeyFrameWanted();
      return;
    }
    this.#overflowed = this.#accepted === null && this.#held.length >= MOST_HELD;
    if (this.#accepted !== null) this.#write(this.#accepted, shot);
    else if (!this.#overflowed) this.#held.push(shot);
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#silence);
    this.#held = [];
    this.#accepted?.close();
    this.#accepted = null;
  }

  async #open(): Promise<void> {
    const { feedId, intake, profile, audio, onLive, onEnded, onKeyFrameWanted } = this.#options;
    const tracks: IngestTrack[] = [{ mimeType: 'video/H264', ssrc: this.#video.ssrc, payloadType: VIDEO_PAYLOAD, profileLevelId: profile }];
    if (audio !== null) tracks.push({ mimeType: `audio/${audio}`, ssrc: this.#audio.ssrc, payloadType: PAYLOADS[audio] });
    try {
      const accepted = await intake.accept({
        feedId,
        tracks,
        onKeyFrameWanted,
        onLive: (track, live) => {
          if (track !== 0 || this.#closed) return;
          clearTimeout(this.#silence);
          if (live) onLive();
          else this.#silence = setTimeout(() => onEnded({ fault: 'silent', detail: '' }), SILENT_FOR_MS).unref();
        },
      });
      if (this.#closed) {
        accepted.close();
        return;
      }
      this.#accepted = accepted;
      for (const shot of this.#held.splice(0)) this.#write(accepted, shot);
    } catch (error) {
      if (!this.#closed) onEnded({ fault: 'failed', detail: error instanceof Error ? error.message.slice(0, 200) : '' });
    }
  }

  #write(accepted: Accepted, shot: Shot): void {
    const { units, audio, audioMs, timestamp } = shot;
    count(this.#video, this.#pictures.h264(units, timestamp), (packet) => accepted.packet(0, packet));
    count(this.#audio, this.#sound?.packets(audio, audioMs) ?? [], (packet) => accepted.packet(1, packet));
    this.#report(accepted, shot);
  }

  /** Which picture belongs to which sound. */
  #report(accepted: Accepted, { units, videoMs, timestamp }: Shot): void {
    const now = performance.now();
    if (units.length === 0 || now - this.#reportedAtMs < REPORT_EVERY_MS) return;
    this.#reportedAtMs = now;
    const said = (track: Track, atMs: number, rtp: number): Buffer => senderReport({ ...track, atMs: this.#beganAt + atMs, timestamp: rtp });
    accepted.rtcp(0, said(this.#video, videoMs, timestamp));
    const heard = this.#sound?.mark;
    if (heard !== undefined) accepted.rtcp(1, said(this.#audio, heard.atMs, heard.timestamp));
  }
}

function count(track: Track, packets: readonly Buffer[], send: (packet: Buffer) => void): void {
  for (const packet of packets) {
    track.packets += 1;
    track.bytes += packet.length;
    send(packet);
  }
}
