import type { Logger } from 'pino';
import { sees, maySee } from '#domain/access/viewer.ts';
import { channelsOfUnit, courtOfChannel, mostUrgent, titleOfChannel, unitsOf, worksIn } from '#domain/talk/channels.ts';
import type { TalkRank } from '#domain/talk/floor.ts';
import type { RequestData, RequestOutput } from '#protocol/contract.ts';
import { AppError } from '#protocol/errors.ts';
import { channelKey, channelOf, type Hearing, type TalkChannel, type TalkFloor } from '#protocol/media/talk.ts';
import type { CommandId, CourtCode, TalkId, UnitId } from '#protocol/nouns/ids.ts';
import type { HallLog } from '../ports/log.ts';
import type { HandlersOf, Session } from '../ports/session.ts';
import type { TalkMedia, Voice } from '../ports/talkMedia.ts';
import type { Units } from '../ports/units.ts';
import type { VoiceSink, VoiceSinks } from '../ports/voiceSinks.ts';
import { CALL_LIMITS, Calls, type CallLimits } from './calls.ts';
import { Ear } from './ear.ts';
import { Floors, TALK_LIMITS, type TalkLimits } from './floors.ts';
import { SinkEar } from './sinkEar.ts';
import type { Speech } from './speech.ts';

export type TalksOptions = {
  readonly log: HallLog;
  readonly units: Pick<Units, 'get' | 'sessionOf'>;
  readonly media: TalkMedia;
  readonly sessions: () => Iterable<Session>;
  /** Hall time, ms since the epoch. */
  readonly now: () => number;
  readonly limits?: Partial<TalkLimits & CallLimits>;
  readonly logger: Logger;
};

/** Who may speak, who hears it, and who is called. */
export class Talks implements VoiceSinks {
  readonly handlers: HandlersOf<'talk'>;
  readonly #options: TalksOptions;
  readonly #floors: Floors;
  readonly #calls: Calls;
  readonly #voices = new Map<Session, Voice>();
  readonly #ears = new Map<Session, Ear>();
  readonly #sinks = new Map<UnitId, SinkEar>();
  /** What desks hear beside what is said to them. */
  readonly #tuned = new Map<Session, readonly TalkChannel[]>();
  /** The last that a session asked for, so that a retry of what is over does not begin anew. */
  readonly #asked = new WeakMap<Session, { readonly commandId: CommandId; talkId: TalkId | null }>();
  readonly #followed = new WeakSet<Session>();
  readonly #told = new Map<TalkId, string>();
  readonly #stopListening: () => void;

  private constructor(options: TalksOptions) {
    this.#options = options;
    const { log, now, units, limits } = options;
    const onUnlogged = (error: unknown) => options.logger.warn({ err: error }, 'a talk is not in the log as it was');
    this.#floors = new Floors({ log, now, limits: { ...TALK_LIMITS, ...limits }, reach: (talkId) => this.#reach(talkId), onUnlogged, onChanged: (channel) => this.#floorChanged(channel) });
    this.#calls = new Calls({
      log,
      now,
      units,
      limits: { ...CALL_LIMITS, ...limits },
      voiceOf: (session) => this.#voices.get(session),
      canHear: (session) => this.#ears.has(session),
      desksFor: (courtCode) => this.#desksFor(courtCode),
      onUnlogged,
      onChanged: () => this.#settle(),
    });
    this.#stopListening = log.onAppended(({ entries }) => {
      if (entries.some(({ name }) => name.startsWith('operation.'))) this.#membersChanged();
    });
    this.handlers = {
      'talk.produce': (data, session) => this.#produce(data, session),
      'talk.listen': (data, session) => this.#listen(data, session),
      'talk.tune': ({ channels }, session) => this.#tune(channels, session),
      'talk.begin': (data, session) => this.#begin(data, session),
      'talk.end': ({ talkId }, session) => {
        if (this.#floors.speakerOf(session)?.talkId === talkId) this.#floors.end(talkId, 'released');
        return {};
      },
      'talk.ready': ({ talkId }, session) => {
        this.#ears.get(session)?.ready(talkId);
        return {};
      },
      'talk.look': ({ unitId }) => this.#hearingOf(unitId),
      'talk.call': async (data, session) => {
        if (data.unitId !== null && (session.unitId !== null || !this.#mayUse(session, channelOf.unit(data.unitId)))) throw new AppError('notYourChannel');
        return { call: await this.#calls.call(data, session) };
      },
      'talk.answer': async (data, session) => {
        await this.#calls.answer(data, session);
        return {};
      },
      'talk.hangUp': ({ talkId }, session) => {
        this.#calls.hangUp(talkId, session);
        return {};
      },
    };
  }

  static create(options: TalksOptions): Talks {
    return new Talks(options);
  }

  register(unitId: UnitId, sink: VoiceSink): () => void {
    this.#sinks.get(unitId)?.close();
    const ear = new SinkEar({ unitId, sink, logger: this.#options.logger, onChanged: () => this.#tellReach() });
    this.#sinks.set(unitId, ear);
    this.#settle();
    this.#tellHearing(unitId);
    return () => {
      if (this.#sinks.get(unitId) !== ear) return;
      this.#sinks.delete(unitId);
      ear.close();
      this.#tellHearing(unitId);
      this.#tellReach();
    };
  }

  /** Idempotent. */
  close(): void {
    this.#stopListening();
    this.#floors.close();
    this.#calls.close();
    for (const sink of this.#sinks.values()) sink.close();
    this.#sinks.clear();
  }

  async #produce(data: RequestData<'talk.produce'>, session: Session): Promise<RequestOutput<'talk.produce'>> {
    let voice: Voice | null = null;
    const lost = () => {
      if (voice === null || this.#voices.get(session) !== voice) return;
      this.#voices.delete(session);
      this.#floors.endAll(session, 'soundLost');
      this.#settle();
    };
    const made = await this.#options.media.produceVoice(session, data, lost);
    if (session.ended.aborted) {
      made.close();
      throw new AppError('disconnected');
    }
    voice = made;
    const former = this.#voices.get(session);
    this.#voices.set(session, made);
    if (former !== undefined) this.#floors.endAll(session, 'soundLost');
    former?.close();
    this.#follow(session);
    this.#settle();
    return { producerId: made.producerId };
  }

  #listen({ transportId }: RequestData<'talk.listen'>, session: Session): RequestOutput<'talk.listen'> {
    if (session.ended.aborted) throw new AppError('disconnected');
    this.#ears.get(session)?.close();
    this.#ears.set(session, new Ear({ session, transportId, onChanged: () => this.#tellReach() }));
    this.#follow(session);
    this.#settle();
    if (session.unitId !== null) this.#tellHearing(session.unitId);
    return { floors: this.#channelsOf(session).map((channel) => this.#floorOf(channel)), calls: this.#calls.arrived(session) };
  }

  #tune(channels: readonly TalkChannel[], session: Session): RequestOutput<'talk.tune'> {
    for (const channel of channels) if (session.unitId !== null || !this.#mayUse(session, channel)) throw new AppError('notYourChannel');
    this.#tuned.set(session, channels);
    this.#follow(session);
    this.#settle();
    return { floors: channels.map((channel) => this.#floorOf(channel)) };
  }

  async #begin({ commandId, channel }: RequestData<'talk.begin'>, session: Session): Promise<RequestOutput<'talk.begin'>> {
    const { log, units } = this.#options;
    const courtCode = courtOfChannel(log.state, channel);
    // What is not there is answered as what is another's.
    if (courtCode === undefined || !this.#mayUse(session, channel)) throw new AppError('notYourChannel');
    const voice = this.#voices.get(session);
    if (voice === undefined) throw new AppError('noVoice');
    const speaking = this.#floors.speakerOf(session);
    if (this.#calls.callOf(session)?.state === 'open' || (speaking !== undefined && channelKey(speaking.channel) !== channelKey(channel))) throw new AppError('conflict');
    const asked = this.#asked.get(session);
    if (asked?.commandId === commandId && asked.talkId !== null && speaking?.talkId !== asked.talkId) throw new AppError('conflict');
    if (channel.kind === 'unit' && session.unitId !== channel.unitId) {
      const here = units.sessionOf(channel.unitId);
      if (!this.#sinks.has(channel.unitId) && here === undefined) throw new AppError('unitAway');
      if (!this.#hears(channel.unitId)) throw new AppError('unitCannotHear');
      this.#alsoTune(session, channel);
    }
    const { unitId } = session;
    const name = unitId === null ? (session.actor.kind === 'hall' ? '' : session.actor.name) : (units.get(unitId)?.name ?? '');
    const asking = { commandId, talkId: null as TalkId | null };
    this.#asked.set(session, asking);
    const claimed = await this.#floors.claim({ session, name, unitId, voice, channel, courtCode, rank: this.#rankOf(session) });
    asking.talkId = claimed.talkId;
    return claimed;
  }

  #rankOf({ unitId, capabilities }: Session): TalkRank {
    const inDanger = unitId !== null && this.#options.log.state.alarms.some((alarm) => alarm.kind === 'sos' && alarm.unitId === unitId && alarm.state !== 'resolved');
    return inDanger || (unitId === null && capabilities.has('alarms.handle')) ? 'desk' : 'unit';
  }

  /** Speak in it, and for a person hear it. */
  #mayUse(session: Session, channel: TalkChannel): boolean {
    const { state } = this.#options.log;
    const { unitId, userId } = session;
    if (unitId !== null) return channel.kind !== 'court' && channelsOfUnit(state, unitId).some((own) => channelKey(own) === channelKey(channel));
    const courtCode = courtOfChannel(state, channel);
    if (courtCode === undefined || userId === null) return false;
    return session.capabilities.has('alarms.handle') ? sees(session.courtCode, courtCode) : worksIn(state, channel, userId);
  }

  /** Whoever speaks to one unit is to hear its answer. */
  #alsoTune(session: Session, channel: TalkChannel): void {
    const tuned = this.#tuned.get(session) ?? [];
    if (session.unitId === null && !tuned.some((own) => channelKey(own) === channelKey(channel))) this.#tuned.set(session, [...tuned.slice(-11), channel]);
  }

  #channelsOf(session: Session): readonly TalkChannel[] {
    return session.unitId === null ? (this.#tuned.get(session) ?? []) : channelsOfUnit(this.#options.log.state, session.unitId);
  }

  /** Makes every voice as open, and every ear as full, as what is spoken now wants it. */
  #settle(): void {
    const { state } = this.#options.log;
    const speeches = this.#floors.speeches;
    const calls = this.#calls.speeches;
    const open = new Set([...speeches, ...calls].map(({ voice }) => voice));
    for (const voice of this.#voices.values()) void voice.setOpen(open.has(voice));
    const members = new Map(speeches.flatMap((speech) => (speech.channel === null ? [] : [[speech, new Set(unitsOf(state, speech.channel))] as const])));
    const saidTo = (unitId: UnitId): Speech[] => speeches.filter((speech) => speech.unitId !== unitId && members.get(speech)?.has(unitId) === true);
    for (const [session, ear] of this.#ears) {
      const called = this.#calls.speechesFor(session);
      if (session.unitId !== null) {
        const urgent = mostUrgent(saidTo(session.unitId).flatMap((speech) => (speech.channel === null ? [] : [{ ...speech, channel: speech.channel }])));
        ear.play(called.length > 0 ? called : urgent === undefined ? [] : [urgent]);
        continue;
      }
      const tuned = new Set(this.#tuned.get(session)?.filter((channel) => this.#mayUse(session, channel)).map(channelKey));
      ear.play([...called, ...speeches.filter(({ channel, speaker }) => speaker !== session && channel !== null && tuned.has(channelKey(channel)))]);
    }
    for (const [unitId, sink] of this.#sinks) sink.play(mostUrgent(saidTo(unitId).flatMap((speech) => (speech.channel === null ? [] : [{ ...speech, channel: speech.channel }]))));
    this.#tellReach();
  }

  #floorChanged(channel: TalkChannel): void {
    this.#settle();
    this.#tellFloor(channel);
    if (channel.kind === 'unit') this.#tellHearing(channel.unitId);
  }

  #membersChanged(): void {
    for (const speech of this.#floors.speeches) {
      if (speech.channel !== null && !this.#mayUse(speech.speaker, speech.channel)) this.#floors.end(speech.talkId, 'channelGone');
    }
    this.#settle();
    for (const session of this.#ears.keys()) {
      if (session.unitId !== null) session.notify('talk.channelsChanged', { floors: this.#channelsOf(session).map((channel) => this.#floorOf(channel)) });
    }
  }

  #reach(talkId: TalkId): { heard: number; of: number; deaf: number } {
    const speech = this.#floors.speeches.find((one) => one.talkId === talkId);
    if (speech === undefined || speech.channel === null) return { heard: 0, of: 0, deaf: 0 };
    const states = [...this.#ears.values(), ...this.#sinks.values()].flatMap((ear) => ear.hears(talkId) ?? []);
    const { units, log } = this.#options;
    const silent = unitsOf(log.state, speech.channel).filter((unitId) => unitId !== speech.unitId && units.sessionOf(unitId) !== undefined && !this.#hears(unitId));
    const failed = states.filter((state) => state === 'failed').length;
    return { heard: states.filter((state) => state === 'ready').length, of: states.length - failed, deaf: failed + silent.length };
  }

  /** To every speaker: how many play it. */
  #tellReach(): void {
    const speeches = this.#floors.speeches;
    for (const { talkId, speaker, channel } of speeches) {
      const reach = this.#reach(talkId);
      const word = `${reach.heard}/${reach.of}/${reach.deaf}`;
      if (this.#told.get(talkId) === word) continue;
      this.#told.set(talkId, word);
      speaker.notify('talk.heard', { talkId, ...reach });
      if (channel !== null) this.#tellFloor(channel);
    }
    for (const talkId of this.#told.keys()) if (!speeches.some((speech) => speech.talkId === talkId)) this.#told.delete(talkId);
  }

  #floorOf(channel: TalkChannel): TalkFloor {
    const { speech, waiting } = this.#floors.of(channel);
    const { heard, deaf } = speech === null ? { heard: 0, deaf: 0 } : this.#reach(speech.talkId);
    const speaker = speech === null ? null : { talkId: speech.talkId, name: speech.name, unitId: speech.unitId, since: speech.since };
    return { channel, title: titleOfChannel(this.#options.log.state, channel), speaker, waiting: [...waiting], heard, deaf };
  }

  #tellFloor(channel: TalkChannel): void {
    const { log, sessions } = this.#options;
    const courtCode = courtOfChannel(log.state, channel);
    const floor = this.#floorOf(channel);
    const members = new Set(unitsOf(log.state, channel));
    for (const session of sessions()) {
      const belongs = session.unitId !== null ? members.has(session.unitId) : (courtCode !== undefined && maySee(session, 'talk', courtCode)) || this.#tuned.get(session)?.some((own) => channelKey(own) === channelKey(channel));
      if (belongs === true) session.notify('talk.floorChanged', floor);
    }
  }

  #hears(unitId: UnitId): boolean {
    const here = this.#options.units.sessionOf(unitId);
    return this.#sinks.has(unitId) || (here !== undefined && this.#ears.has(here));
  }

  #hearingOf(unitId: UnitId): Hearing {
    return { unitId, hears: this.#hears(unitId), speaker: this.#floors.of(channelOf.unit(unitId)).speech?.name ?? null };
  }

  #tellHearing(unitId: UnitId): void {
    const { log, sessions } = this.#options;
    const courtCode = courtOfChannel(log.state, channelOf.unit(unitId));
    if (courtCode === undefined) return;
    const hearing = this.#hearingOf(unitId);
    for (const session of sessions()) {
      if (session.unitId === null && session.capabilities.has('talk.use') && sees(session.courtCode, courtCode)) session.notify('talk.hearingChanged', hearing);
    }
  }

  /** Those of the nearest court, its own first, that has a desk here which can hear. */
  #desksFor(courtCode: CourtCode): readonly Session[] {
    const desks = [...this.#ears.keys()].filter((session) => session.unitId === null && session.capabilities.has('alarms.handle') && sees(session.courtCode, courtCode));
    const nearest = Math.max(...desks.map((session) => session.courtCode.length));
    return desks.filter((session) => session.courtCode.length === nearest);
  }

  #follow(session: Session): void {
    if (this.#followed.has(session)) return;
    this.#followed.add(session);
    const left = () => this.#left(session);
    if (session.ended.aborted) left();
    else session.ended.addEventListener('abort', left, { once: true });
  }

  #left(session: Session): void {
    this.#floors.endAll(session, 'speakerLeft');
    this.#ears.get(session)?.close();
    this.#ears.delete(session);
    this.#tuned.delete(session);
    this.#voices.get(session)?.close();
    this.#voices.delete(session);
    this.#calls.left(session);
    this.#settle();
    if (session.unitId !== null) this.#tellHearing(session.unitId);
  }
}
