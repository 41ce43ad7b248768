import { isDeepStrictEqual } from 'node:util';
import type { FeedId } from '#protocol/nouns/ids.ts';
import { ANEW_SOUNDS, type AnewSound, type AnewVideo, type Rewriter } from '../../ports/rewriter.ts';
import type { RtpIntake } from '../../ports/rtpIntake.ts';
import type { LegEnd, StreamLegOptions } from './legs.ts';
import { openAnewOutlet } from './outlets/anewOutlet.ts';
import { CountedClock } from './outlets/countedClock.ts';
import { DirectOutlet } from './outlets/directOutlet.ts';
import type { Outlet, Shot } from './outlets/outlet.ts';
import { joinedUnits, nalUnits } from './ps/annexB.ts';
import { isBetween, isKeyPicture, profileOf } from './ps/pictureWords.ts';
import { codecsOf, readPsFrame, type PsFrame, type PsStreams } from './ps/readPsFrame.ts';
import { beginsPicture, h264Units } from './rtp/h264Units.ts';
import { beginsH265Picture, h265Units } from './rtp/h265Units.ts';
import type { RtpFrame } from './rtp/rtpFrames.ts';

/** One request in this time, however many frames are damaged. */
const KEY_FRAME_EVERY_MS = 1_000;
/** A device that changes more often is not followed: each change costs a program, or a new beginning for everybody who looks. */
const CHANGE_EVERY_MS = 2_000;
const PACK_HEADER = 0x0000_01ba;
const START_CODE = 0x0000_01;
const NOTHING = Buffer.alloc(0);
const WRITTEN_ANEW: Readonly<Record<string, AnewVideo>> = { H264: 'H264', H265: 'H265', 'MPEG-4': 'MPEG-4', MPEG4: 'MPEG-4' };

type Options = Pick<StreamLegOptions, 'onLive' | 'onEnded' | 'onKeyFrameWanted'> & { readonly feedId: FeedId; /** Its frames are of the time of their packets, and its silence is no end. */ readonly recorded: boolean; readonly intake: RtpIntake; readonly rewriter: Rewriter };
type Read = Omit<PsFrame, 'video'> & { readonly codec: AnewVideo; readonly picture: Buffer; readonly units: readonly Buffer[] };
/** What an outlet was opened for. */
type Shape = { readonly codec: AnewVideo; readonly anew: boolean; readonly profile: string | null; readonly sound: string | null };

/** What a device sends, frame by frame, into its feed. A damaged frame and those that need it are left out until the next key frame. */
export class Pictures {
  readonly #options: Options;
  readonly #streams: PsStreams = new Map();
  readonly #clock = new CountedClock();
  #waitsForKey = true;
  #askedAt = -Infinity;
  #profile: ReturnType<typeof profileOf>;
  /** Pictures of it are shown in another order than they come in. */
  #reordered = false;
  #shape: Shape | null = null;
  #changedAt = -Infinity;
  #outlet: Outlet | null = null;
  #closed = false;

  constructor(options: Options) {
    this.#options = options;
  }

  /** `codec`: of the payload type, such as `PS` or `H264`. */
  take(frame: RtpFrame, codec: string): void {
    if (this.#closed) return;
    if (frame.hole || frame.afterGap) this.#waitsForKey = true;
    if (frame.hole || (frame.afterGap && !hasBeginning(frame, codec))) {
      this.wantKeyFrame();
      return;
    }
    const read = this.#read(frame, codec);
    if (read === null) return;
    const shot = this.#shotOf(read, frame.timestamp);
    if (shot.key) {
      this.#waitsForKey = false;
      this.#settle(shot, read.reordered);
    }
    if (shot.picture.length > 0 && this.#shape !== null && shot.codec !== this.#shape.codec) this.#waitsForKey = true;
    if (shot.picture.length > 0 && this.#waitsForKey) {
      this.wantKeyFrame();
      return;
    }
    this.#outlet?.send(shot);
    if (!this.#reordered && shot.codec === 'H264' && !shot.key && isBetween(shot.units)) {
      // Stuttering pictures are better than none until then.
      this.#reordered = true;
      this.wantKeyFrame();
    }
  }

  wantKeyFrame(): void {
    const now = performance.now();
    if (now - this.#askedAt < KEY_FRAME_EVERY_MS) return;
    this.#askedAt = now;
    this.#options.onKeyFrameWanted();
  }

  /** Idempotent. */
  close(): void {
    this.#closed = true;
    this.#outlet?.close();
    this.#outlet = null;
  }

  #read({ parts }: RtpFrame, name: string): Read | null {
    // Sound of its own beside the pictures: theirs comes in the program stream.
    if (name === 'PCMA' || name === 'PCMU') return null;
    if (name === 'PS') {
      const frame = readPsFrame(Buffer.concat(parts), this.#streams);
      const named = codecsOf(this.#streams).video ?? 'H264';
      const codec = WRITTEN_ANEW[named];
      return codec === undefined ? this.#cannot(named) : { ...frame, codec, picture: frame.video, units: nalUnits(frame.video) };
    }
    const codec = WRITTEN_ANEW[name];
    if (codec === undefined) return this.#cannot(name);
    const plain = codec === 'MPEG-4' ? Buffer.concat(parts) : joinedUnits(codec === 'H264' ? h264Units(parts) : h265Units(parts));
    return { codec, picture: plain, units: nalUnits(plain), audio: NOTHING, videoPts: null, audioPts: null, reordered: false };
  }

  #shotOf({ codec, picture, units, audio, videoPts, audioPts }: Read, timestamp: number): Shot {
    const { recorded } = this.#options;
    const times = this.#clock.at({ picture: units.length > 0, videoPts: recorded ? null : videoPts, audioPts: recorded ? null : audioPts, timestamp });
    return { codec, picture, units, audio, timestamp, key: isKeyPicture(codec, units), ...times };
  }

  #cannot(codec: string): null {
    this.#end({ fault: 'codec', detail: codec });
    return null;
  }

  #end(end: LegEnd): void {
    if (this.#closed) return;
    this.close();
    this.#options.onEnded(end);
  }

  /** At a key frame: the way that suits what comes now. */
  #settle({ codec, units }: Shot, reordered: boolean): void {
    this.#reordered ||= reordered;
    if (codec === 'H264') this.#profile = profileOf(units) ?? this.#profile;
    if (codec === 'H264' && this.#profile === undefined) return;
    const anew = codec !== 'H264' || this.#reordered || this.#profile?.plays === false;
    const shape: Shape = { codec, anew, profile: anew ? null : this.#profile?.id ?? null, sound: codecsOf(this.#streams).audio ?? null };
    const now = performance.now();
    if (isDeepStrictEqual(shape, this.#shape) || now - this.#changedAt < CHANGE_EVERY_MS) return;
    this.#changedAt = now;
    this.#shape = shape;
    this.#outlet?.close();
    this.#outlet = this.#open(shape);
    if (this.#outlet === null) this.#end({ fault: 'transcodesFull', detail: codec });
  }

  #open({ codec, anew, profile, sound }: Shape): Outlet | null {
    const { feedId, recorded, intake, rewriter, onLive } = this.#options;
    const audio = ANEW_SOUNDS.find((known) => known === sound) ?? null;
    const ways = {
      feedId,
      onLive: () => onLive({ videoCodec: codec, audioCodec: sound, copied: !anew, ...(sound !== null && audio === null ? { soundLeftOut: true } : {}) }),
      onEnded: (end: LegEnd) => {
        if (!recorded || end.fault !== 'silent') this.#end(end);
      },
      onKeyFrameWanted: () => this.wantKeyFrame(),
    };
    if (profile !== null && isTelephone(audio)) return DirectOutlet.open({ ...ways, intake, profile, audio });
    return openAnewOutlet(rewriter, { ...ways, video: codec, copiedProfile: profile, audio, mayPause: recorded });
  }
}

function isTelephone(audio: AnewSound | null): audio is 'PCMA' | 'PCMU' | null {
  return audio === null || audio === 'PCMA' || audio === 'PCMU';
}

/** Whether the first packet of the frame is there. */
function hasBeginning({ parts: [first] }: RtpFrame, codec: string): boolean {
  if (first === undefined) return false;
  if (codec === 'H264') return beginsPicture(first);
  if (codec === 'H265') return beginsH265Picture(first);
  return first.length > 3 && (first.readUInt32BE(0) === PACK_HEADER || (codec !== 'PS' && first.readUInt32BE(0) >>> 8 === START_CODE));
}
