import type { IngestTrack } from '#protocol/media/ingest.ts';
import { isKeyFrameStart } from './keyFrameStart.ts';
import { PictureGroup } from './pictureGroup.ts';
import type { RtpHeader } from './rtpPacket.ts';

/** Viewers who come in one moment share a replay. */
const REPLAY_GAP_MS = 40;
/** What the source itself is asked for at most: one key frame a second, however many watch. */
const SOURCE_REQUEST_GAP_MS = 1_000;
/** A source that answers requests does so within this; if not, it is taken for one that never does. */
const ANSWER_MS = 150;
/** A key frame that comes by itself so soon is cheaper to wait for than a replay is to decode. */
const WORTH_WAITING_MS = 150;
const WAIT_GRACE_MS = 50;
/** What a source that has been silent for longer sent last is an old picture; replayed, it would pass for a live one. */
const OLDEST_REPLAY_MS = 400;

export type PictureRequestsOptions = {
  mimeType: IngestTrack['mimeType'];
  /** Sends a packet to the viewers once more. */
  repeat: (packet: Buffer) => void;
  askSource: (request: Buffer) => void;
  onReplay: () => void;
};

/**
 * Answers the viewers' requests for a key frame of one video track, with the least decoding that shows a picture soon: the source's own
 * answer if it gives any (most recorders and cameras do not), the next regular key frame if it is near, else the stored group.
 */
export class PictureRequests {
  readonly #options: PictureRequestsOptions;
  readonly #group = new PictureGroup();
  /** Null until the source was first asked. */
  #sourceAnswers: boolean | null = null;
  #keyFrameAt = -Infinity;
  /** Time between the last two key frames. */
  #rhythmMs = Infinity;
  #askedAt = -Infinity;
  #replayedAt = -Infinity;
  #receivedAt = -Infinity;
  #replayWanted = false;
  #timer: NodeJS.Timeout | null = null;

  constructor(options: PictureRequestsOptions) {
    this.#options = options;
  }

  /** Sees every packet of the source, after it was sent on. */
  received(packet: Buffer, header: RtpHeader): void {
    this.#receivedAt = performance.now();
    const payload = packet.subarray(header.payloadStart, header.payloadEnd);
    const startsKeyFrame = isKeyFrameStart(this.#options.mimeType, payload);
    this.#group.add(packet, header, startsKeyFrame);
    if (startsKeyFrame) this.#keyFrameCame(performance.now());
    if (this.#replayWanted && header.marker) this.#replay();
  }

  /** A viewer needs a key frame; `request` is what asks the source for one. */
  requested(request: Buffer): void {
    const now = performance.now();
    const mayAsk = now - this.#askedAt >= SOURCE_REQUEST_GAP_MS;
    if (mayAsk && (this.#sourceAnswers !== false || !this.#group.isWhole)) {
      this.#askedAt = now;
      this.#options.askSource(request);
      if (this.#sourceAnswers === true) return this.#replayUnlessKeyFrame(ANSWER_MS);
    }
    const dueInMs = this.#keyFrameAt + this.#rhythmMs - now;
    if (dueInMs > 0 && dueInMs < WORTH_WAITING_MS) return this.#replayUnlessKeyFrame(dueInMs + WAIT_GRACE_MS);
    this.#replayWanted = true;
    this.#replay();
  }

  /** The source fell silent: the next may be another one. */
  forget(): void {
    this.#stopTimer();
    this.#group.clear();
    this.#sourceAnswers = null;
    this.#keyFrameAt = -Infinity;
    this.#rhythmMs = Infinity;
    this.#replayWanted = false;
  }

  /** Idempotent. */
  close(): void {
    this.forget();
  }

  #keyFrameCame(now: number): void {
    // A source that is not known yet and sends one just now may only keep its rhythm; if so, the next request will show it.
    if (this.#sourceAnswers === null && this.#askedAt > this.#keyFrameAt) this.#sourceAnswers = now - this.#askedAt < ANSWER_MS;
    this.#rhythmMs = now - this.#keyFrameAt;
    this.#keyFrameAt = now;
    // Whoever waited has what was asked for.
    this.#replayWanted = false;
    this.#stopTimer();
  }

  #replayUnlessKeyFrame(withinMs: number): void {
    const asked = this.#sourceAnswers === true;
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      if (asked) this.#sourceAnswers = false;
      this.#replayWanted = true;
      this.#replay();
    }, withinMs).unref();
  }

  #replay(): void {
    // In the middle of a frame the rest of it would not fit what was replayed: its last packet calls again.
    if (!this.#group.isWhole || !this.#group.endsWithFrame) return;
    if (performance.now() - this.#receivedAt > OLDEST_REPLAY_MS) return;
    const waitMs = this.#replayedAt + REPLAY_GAP_MS - performance.now();
    if (waitMs > 0) {
      this.#timer ??= setTimeout(() => {
        this.#timer = null;
        this.#replay();
      }, waitMs).unref();
      return;
    }
    this.#replayWanted = false;
    this.#replayedAt = performance.now();
    this.#options.onReplay();
    for (const packet of this.#group.replay()) this.#options.repeat(packet);
  }

  #stopTimer(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }
}
