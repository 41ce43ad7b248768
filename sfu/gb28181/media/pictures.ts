import { randomInt } from 'node:crypto';
import type { IngestTrack } from '#protocol/media/ingest.ts';
import type { FeedId } from '#protocol/nouns/ids.ts';
import type { RtpIntake } from '../../ports/rtpIntake.ts';
import type { StreamLegOptions } from './legs.ts';
import { nalType, nalUnits, SLICE_IDR, SPS } from './ps/annexB.ts';
import { codecsOf, readPsFrame, type PsStreams } from './ps/readPsFrame.ts';
import { beginsPicture, h264Units } from './rtp/h264Units.ts';
import type { RtpFrame } from './rtp/rtpFrames.ts';
import { RtpWriter } from './rtp/writeRtp.ts';

const VIDEO_PAYLOAD = 96;
/** One request in this time, however many frames are damaged. */
const KEY_FRAME_EVERY_MS = 1_000;
/** Frames that come while the feed is being opened. */
const MOST_HELD = 100;
const VIDEO_CLOCK = 90_000;
const AUDIO_CLOCK = 8_000;
const AUDIO_PACKET_BYTES = 160;
/** Sound that is further from its picture than this is put back beside it, samples. */
const MOST_DRIFT = 1_600;
/** After the 2 s in which the feed has called it gone. */
const SILENT_FOR_MS = 5_000;
const PACK_HEADER = 0x0000_01ba;
const SOUND = { PCMA: 8, PCMU: 0 } as const;

type Options = Pick<StreamLegOptions, 'onLive' | 'onEnded' | 'onKeyFrameWanted'> & { readonly feedId: FeedId; readonly intake: RtpIntake };
type Unit = { readonly units: readonly Buffer[]; readonly audio: Buffer; readonly timestamp: number };
type Accepted = Awaited<ReturnType<RtpIntake['accept']>>;

/** What a device sends, frame by frame, into its feed. A damaged frame and those that need it are left out until the next key frame. */
export class Pictures {
  readonly #options: Options;
  readonly #streams: PsStreams = new Map();
  #waitsForKey = true;
  #askedAt = -Infinity;
  #state: 'new' | 'opening' | 'open' | 'closed' = 'new';
  #held: Unit[] = [];
  #accepted: Accepted | null = null;
  #video: RtpWriter | null = null;
  #sound: SoundWriter | null = null;

  constructor(options: Options) {
    this.#options = options;
  }

  /** `codec`: of the payload type, such as `PS` or `H264`. */
  take(frame: RtpFrame, codec: string): void {
    if (this.#state === 'closed') return;
    if (frame.hole || frame.afterGap) this.#waitsForKey = true;
    if (frame.hole || (frame.afterGap && !hasBeginning(frame, codec))) {
      this.wantKeyFrame();
      return;
    }
    const unit = this.#read(frame, codec);
    if (unit === null) return;
    const { units } = unit;
    if (units.some((each) => nalType(each) === SLICE_IDR)) this.#waitsForKey = false;
    if (units.length > 0 && this.#waitsForKey) {
      this.wantKeyFrame();
      return;
    }
    if (this.#state === 'new') {
      const sps = units.find((each) => nalType(each) === SPS);
      if (sps === undefined || sps.length < 4) return;
      void this.#open(sps.toString('hex', 1, 4));
    }
    if (this.#state === 'opening') {
      if (this.#held.length < MOST_HELD) this.#held.push(unit);
      else {
        // What follows would need what is left out here.
        this.#waitsForKey = true;
        this.wantKeyFrame();
      }
    } else this.#send(unit);
  }

  wantKeyFrame(): void {
    const now = performance.now();
    if (now - this.#askedAt < KEY_FRAME_EVERY_MS) return;
    this.#askedAt = now;
    this.#options.onKeyFrameWanted();
  }

  /** Idempotent. */
  close(): void {
    this.#state = 'closed';
    this.#held = [];
    this.#accepted?.close();
    this.#accepted = null;
  }

  #read({ parts, timestamp }: RtpFrame, codec: string): Unit | null {
    if (codec === 'H264') return { units: h264Units(parts), audio: Buffer.alloc(0), timestamp };
    // Sound of its own beside the pictures: theirs comes in the program stream.
    if (codec in SOUND) return null;
    if (codec !== 'PS') return this.#cannot(codec);
    const { video, audio } = readPsFrame(Buffer.concat(parts), this.#streams);
    const named = codecsOf(this.#streams).video;
    if (named !== undefined && named !== 'H264') return this.#cannot(named);
    return { units: nalUnits(video), audio, timestamp };
  }

  #cannot(codec: string): null {
    this.close();
    this.#options.onEnded({ fault: 'codec', detail: codec });
    return null;
  }

  async #open(profileLevelId: string): Promise<void> {
    this.#state = 'opening';
    const { feedId, intake, onLive, onEnded } = this.#options;
    const audio = soundOf(codecsOf(this.#streams).audio);
    const [videoSsrc, audioSsrc] = [randomInt(1, 2 ** 31), randomInt(2 ** 31, 2 ** 32)];
    const tracks: IngestTrack[] = [{ mimeType: 'video/H264', ssrc: videoSsrc, payloadType: VIDEO_PAYLOAD, profileLevelId }];
    if (audio !== null) tracks.push({ mimeType: `audio/${audio}`, ssrc: audioSsrc, payloadType: SOUND[audio] });
    let silence: NodeJS.Timeout | undefined;
    try {
      const accepted = await intake.accept({
        feedId,
        tracks,
        onKeyFrameWanted: () => this.wantKeyFrame(),
        onLive: (track, live) => {
          if (track !== 0) return;
          clearTimeout(silence);
          if (live) onLive({ videoCodec: 'H264', audioCodec: audio, copied: true });
          else silence = setTimeout(() => this.#state !== 'closed' && onEnded({ fault: 'silent', detail: '' }), SILENT_FOR_MS).unref();
        },
      });
      if (this.#isClosed()) {
        accepted.close();
        return;
      }
      this.#accepted = accepted;
      this.#video = new RtpWriter({ ssrc: videoSsrc, payloadType: VIDEO_PAYLOAD });
      this.#sound = audio === null ? null : new SoundWriter(new RtpWriter({ ssrc: audioSsrc, payloadType: SOUND[audio] }));
      this.#state = 'open';
      for (const unit of this.#held.splice(0)) this.#send(unit);
    } catch (error) {
      this.close();
      onEnded({ fault: 'failed', detail: error instanceof Error ? error.message.slice(0, 200) : '' });
    }
  }

  /** Asked again after a wait, in which it may have changed. */
  #isClosed(): boolean {
    return this.#state === 'closed';
  }

  #send({ units, audio, timestamp }: Unit): void {
    for (const packet of this.#video?.h264(units, timestamp) ?? []) this.#accepted?.packet(0, packet);
    for (const packet of this.#sound?.packets(audio, timestamp) ?? []) this.#accepted?.packet(1, packet);
  }
}

/** G.711 in packets of 20 ms, counted on from the first. */
class SoundWriter {
  readonly #writer: RtpWriter;
  #rest = Buffer.alloc(0);
  #last: number | null = null;
  /** Of the picture's clock since the first sound; that of RTP turns over every 13 hours. */
  #ticks = 0;
  #samples = 0;

  constructor(writer: RtpWriter) {
    this.#writer = writer;
  }

  packets(bytes: Buffer, videoTimestamp: number): Buffer[] {
    if (bytes.length === 0) return [];
    this.#ticks += (videoTimestamp - (this.#last ?? videoTimestamp)) | 0;
    this.#last = videoTimestamp;
    const due = Math.max(0, Math.round((this.#ticks / VIDEO_CLOCK) * AUDIO_CLOCK));
    if (Math.abs(due - this.#samples) > MOST_DRIFT) this.#samples = due;
    const all = Buffer.concat([this.#rest, bytes]);
    const packets: Buffer[] = [];
    let at = 0;
    for (; at + AUDIO_PACKET_BYTES <= all.length; at += AUDIO_PACKET_BYTES) {
      packets.push(this.#writer.packet(all.subarray(at, at + AUDIO_PACKET_BYTES), { timestamp: this.#samples, marker: this.#samples === 0 }));
      this.#samples += AUDIO_PACKET_BYTES;
    }
    this.#rest = Buffer.from(all.subarray(at));
    return packets;
  }
}

/** Whether the first packet of the frame is there. */
function hasBeginning({ parts: [first] }: RtpFrame, codec: string): boolean {
  if (first === undefined) return false;
  return codec === 'H264' ? beginsPicture(first) : first.length > 3 && first.readUInt32BE(0) === PACK_HEADER;
}

function soundOf(name: string | undefined): keyof typeof SOUND | null {
  return name === 'PCMA' || name === 'PCMU' ? name : null;
}
