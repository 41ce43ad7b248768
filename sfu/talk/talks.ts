import { randomUUIDv7 } from 'node:crypto';
import type { Logger } from 'pino';
import { maySee } from '#domain/access/viewer.ts';
import type { RequestData } from '#protocol/contract.ts';
import { AppError } from '#protocol/errors.ts';
import { MAX_TALK_MS, type Hearing, type TalkEnd } from '#protocol/media/talk.ts';
import type { CourtCode, TalkId, UnitId } from '#protocol/nouns/ids.ts';
import type { HallLog } from '../ports/log.ts';
import type { HandlersOf, Session } from '../ports/session.ts';
import type { TalkMedia, TalkSound } from '../ports/talkMedia.ts';
import type { Units } from '../ports/units.ts';

export type TalksOptions = {
  readonly log: HallLog;
  readonly units: Pick<Units, 'get' | 'sessionOf'>;
  readonly media: TalkMedia;
  readonly sessions: () => Iterable<Session>;
  /** Hall time, ms since the epoch. */
  readonly now: () => number;
  readonly logger: Logger;
};

type Talk = {
  readonly talkId: TalkId;
  readonly unitId: UnitId;
  readonly courtCode: CourtCode;
  readonly name: string;
  readonly speaker: Session;
  readonly hearer: Session;
  readonly startedAt: number;
  /** Null until the microphone is there; `pending` while it is on its way. */
  sound: TalkSound | 'pending' | null;
  readonly undo: (() => void)[];
};

/** Who speaks to which unit now. */
export class Talks {
  readonly handlers: HandlersOf<'talk'>;
  readonly #options: TalksOptions;
  readonly #talks = new Map<UnitId, Talk>();
  /** Sessions of units that said they play what is said to them. */
  readonly #ears = new Map<UnitId, Session>();

  private constructor(options: TalksOptions) {
    this.#options = options;
    this.handlers = {
      'talk.look': ({ unitId }) => this.#hearingOf(unitId),
      'talk.begin': (data, session) => this.#begin(data, session),
      'talk.produce': (data, session) => this.#produce(data, session),
      'talk.end': ({ talkId }, session) => {
        const talk = this.#talkOf(talkId);
        if (talk?.speaker === session) this.#end(talk, 'released');
        return {};
      },
      'talk.canHear': (_, session) => this.#listen(session),
      'talk.hear': async ({ talkId, transportId }, session) => {
        const talk = this.#talkOf(talkId);
        if (talk === undefined || talk.hearer !== session || talk.sound === null || talk.sound === 'pending') throw new AppError('notFound', { params: { what: 'talk' } });
        return talk.sound.hear(session, { transportId });
      },
    };
  }

  static create(options: TalksOptions): Talks {
    return new Talks(options);
  }

  /** Idempotent. */
  close(): void {
    for (const talk of this.#talks.values()) this.#end(talk, 'soundLost');
  }

  async #begin({ commandId, unitId }: RequestData<'talk.begin'>, speaker: Session): Promise<{ talkId: TalkId }> {
    const { log, units, media, now } = this.#options;
    if (speaker.userId === null || speaker.actor.kind !== 'person') throw new AppError('forbidden');
    const { name } = speaker.actor;
    const unit = units.get(unitId);
    const hearer = units.sessionOf(unitId);
    if (unit === undefined || hearer === undefined) throw new AppError('unitAway');
    if (this.#ears.get(unitId) !== hearer) throw new AppError('unitCannotHear');
    const present = this.#talks.get(unitId);
    // A retry of the same talk that was answered and not heard.
    if (present !== undefined && present.speaker === speaker) return { talkId: present.talkId };
    if (present !== undefined) throw new AppError('unitBusy', { params: { name: present.name } });
    if ([...this.#talks.values()].some((talk) => talk.speaker === speaker)) throw new AppError('conflict');
    const talkId = randomUUIDv7() as TalkId;
    const { courtCode } = unit;
    const talk: Talk = { talkId, unitId, courtCode, name, speaker, hearer, startedAt: now(), sound: null, undo: [] };
    // Taken before the log answers: two who press at once must not both be let in.
    this.#talks.set(unitId, talk);
    try {
      const { repeated } = await log.execute({
        commandId,
        name: 'talk.begin',
        input: { unitId },
        actor: speaker.actor,
        via: speaker.tokenId,
        decide: () => ({ events: [{ name: 'talk.begun', subject: `talk/${talkId}`, courtCode, data: { unitId, name } }], answer: () => ({}) }),
      });
      // Asked for again after it was over: a talk that the log does not know must not begin.
      if (repeated) throw new AppError('conflict');
    } catch (error) {
      this.#talks.delete(unitId);
      throw error;
    }
    const timer = setTimeout(() => this.#end(talk, 'tooLong'), MAX_TALK_MS).unref();
    talk.undo.push(() => clearTimeout(timer), this.#whenEnded(speaker, () => this.#end(talk, 'speakerLeft')), this.#whenEnded(hearer, () => this.#end(talk, 'unitLeft')));
    if (this.#talks.get(unitId) !== talk) throw new AppError('unitAway');
    media.allowSending(speaker, true);
    this.#tellUnit(talk, { sounds: false });
    this.#tellDesks(unitId, courtCode);
    return { talkId };
  }

  async #produce({ talkId, ...data }: RequestData<'talk.produce'>, session: Session) {
    const talk = this.#talkOf(talkId);
    if (talk === undefined || talk.speaker !== session) throw new AppError('notFound', { params: { what: 'talk' } });
    if (talk.sound !== null) throw new AppError('conflict');
    talk.sound = 'pending';
    try {
      const sound = await this.#options.media.produceTalk(session, data, () => this.#end(talk, 'soundLost'));
      if (this.#talkOf(talkId) !== talk) {
        sound.close();
        throw new AppError('notFound', { params: { what: 'talk' } });
      }
      talk.sound = sound;
      this.#tellUnit(talk, { sounds: true });
      return { producerId: sound.producerId };
    } catch (error) {
      if (talk.sound === 'pending') talk.sound = null;
      throw error;
    }
  }

  #listen(session: Session): Record<string, never> {
    const { unitId, courtCode } = session;
    if (unitId === null || session.ended.aborted) throw new AppError('forbidden');
    this.#ears.set(unitId, session);
    this.#whenEnded(session, () => {
      // A later session of the unit may have come in its place.
      if (this.#ears.get(unitId) === session) this.#ears.delete(unitId);
      this.#tellDesks(unitId, courtCode);
    });
    this.#tellDesks(unitId, courtCode);
    return {};
  }

  /** Idempotent. */
  #end(talk: Talk, reason: TalkEnd): void {
    const { talkId, unitId, courtCode, speaker, hearer, sound } = talk;
    if (this.#talks.get(unitId) !== talk) {
      return;
    }
    this.#talks.delete(unitId);
    for (const undo of talk.undo.splice(0)) undo();
    if (sound !== null && sound !== 'pending') sound.close();
    this.#options.media.allowSending(speaker, false);
    hearer.notify('talk.changed', { talk: null });
    if (reason !== 'released') speaker.notify('talk.stopped', { talkId, unitId, reason });
    this.#tellDesks(unitId, courtCode);
    this.#record(talk, reason);
  }

  #record({ talkId, unitId, courtCode, speaker, startedAt }: Talk, reason: TalkEnd): void {
    const { log, now, logger } = this.#options;
    const lastedMs = Math.max(0, Math.round(now() - startedAt));
    const recorded = log.execute({
      commandId: null,
      name: 'talk.end',
      input: { talkId },
      actor: speaker.actor,
      via: speaker.tokenId,
      decide: () => ({ events: [{ name: 'talk.ended', subject: `talk/${talkId}`, courtCode, data: { unitId, reason, lastedMs } }], answer: () => ({}) }),
    });
    recorded.catch((error: unknown) => logger.warn({ err: error, talkId }, 'the end of a talk is not in the log'));
  }

  #talkOf(talkId: TalkId): Talk | undefined {
    return [...this.#talks.values()].find((talk) => talk.talkId === talkId);
  }

  #hearingOf(unitId: UnitId): Hearing {
    const here = this.#options.units.sessionOf(unitId);
    return { unitId, hears: here !== undefined && this.#ears.get(unitId) === here, speaker: this.#talks.get(unitId)?.name ?? null };
  }

  #tellUnit({ talkId, name, hearer }: Talk, { sounds }: { readonly sounds: boolean }): void {
    hearer.notify('talk.changed', { talk: { talkId, name, sounds } });
  }

  #tellDesks(unitId: UnitId, courtCode: CourtCode): void {
    const hearing = this.#hearingOf(unitId);
    for (const session of this.#options.sessions()) {
      if (session.capabilities.has('alarms.handle') && maySee(session, 'talk', courtCode)) session.notify('talk.hearingChanged', hearing);
    }
  }

  #whenEnded({ ended }: Session, run: () => void): () => void {
    if (ended.aborted) {
      run();
      return () => undefined;
    }
    ended.addEventListener('abort', run, { once: true });
    return () => ended.removeEventListener('abort', run);
  }
}
