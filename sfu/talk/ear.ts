import type { ProducerId, TalkId, TransportId } from '#protocol/nouns/ids.ts';
import type { Session } from '../ports/session.ts';
import type { VoiceHearing } from '../ports/talkMedia.ts';
import type { Hears, Speech } from './speech.ts';

type Playing = { readonly speech: Speech; state: Hears };

export type EarOptions = {
  readonly session: Session;
  readonly transportId: TransportId;
  /** How a speech gets on with this hearer. */
  readonly onChanged: () => void;
};

/** Voices that spoke to this session before stand ready for the next time, so many. */
const MAX_KEPT = 24;

/** What one session hears: told what it should play, it makes it so. */
export class Ear {
  readonly session: Session;
  readonly #options: EarOptions;
  readonly #playing = new Map<ProducerId, Playing>();
  readonly #kept = new Map<ProducerId, Promise<VoiceHearing>>();

  constructor(options: EarOptions) {
    this.session = options.session;
    this.#options = options;
  }

  /** Exactly these, from now on. */
  play(speeches: readonly Speech[]): void {
    const wanted = new Map(speeches.map((speech) => [speech.voice.producerId, speech]));
    for (const [producerId, { speech }] of this.#playing) {
      if (wanted.get(producerId)?.talkId !== speech.talkId) this.#stop(producerId, speech.talkId);
    }
    for (const [producerId, speech] of wanted) {
      if (this.#playing.has(producerId)) continue;
      const playing: Playing = { speech, state: 'starting' };
      this.#playing.set(producerId, playing);
      void this.#start(producerId, playing);
    }
  }

  hears(talkId: TalkId): Hears | undefined {
    return [...this.#playing.values()].find(({ speech }) => speech.talkId === talkId)?.state;
  }

  /** The device says that it plays it. */
  ready(talkId: TalkId): void {
    for (const playing of this.#playing.values()) if (playing.speech.talkId === talkId && playing.state === 'sounding') playing.state = 'ready';
    this.#options.onChanged();
  }

  /** Idempotent. */
  close(): void {
    this.#playing.clear();
    for (const kept of this.#kept.values()) kept.then((hearing) => hearing.close(), () => undefined);
    this.#kept.clear();
  }

  async #start(producerId: ProducerId, playing: Playing): Promise<void> {
    const { session, onChanged } = this.#options;
    const { speech } = playing;
    try {
      const hearing = await this.#hearingOf(producerId, speech);
      if (this.#playing.get(producerId) !== playing) {
        // Over already, and nothing of the same voice came in its place.
        if (!this.#playing.has(producerId)) await hearing.setPaused(true);
        return;
      }
      await hearing.setPaused(false);
      playing.state = 'sounding';
      const { consumerId, rtpParameters } = hearing;
      session.notify('talk.sound', { talkId: speech.talkId, channel: speech.channel, name: speech.name, consumerId, producerId, rtpParameters });
    } catch (error) {
      session.log.warn({ err: error, talkId: speech.talkId }, 'a voice does not reach a hearer');
      playing.state = 'failed';
    }
    onChanged();
  }

  async #hearingOf(producerId: ProducerId, speech: Speech): Promise<VoiceHearing> {
    const before = await this.#kept.get(producerId)?.catch(() => undefined);
    if (before !== undefined && !before.closed) return before;
    const made = speech.voice.hear(this.#options.session, this.#options.transportId);
    this.#kept.set(producerId, made);
    made.catch(() => {
      if (this.#kept.get(producerId) === made) this.#kept.delete(producerId);
    });
    this.#forgetOldest();
    return made;
  }

  #stop(producerId: ProducerId, talkId: TalkId): void {
    this.#playing.delete(producerId);
    const told = async () => {
      const hearing = await this.#kept.get(producerId);
      if (hearing === undefined) return;
      if (!this.#playing.has(producerId)) await hearing.setPaused(true);
      this.#options.session.notify('talk.silent', { talkId, consumerId: hearing.consumerId });
    };
    told().catch(() => undefined);
  }

  #forgetOldest(): void {
    for (const [producerId, kept] of this.#kept) {
      if (this.#kept.size <= MAX_KEPT) return;
      if (this.#playing.has(producerId)) continue;
      this.#kept.delete(producerId);
      kept.then((hearing) => hearing.close(), () => undefined);
    }
  }
}
