import { randomUUIDv7 } from 'node:crypto';
import { claimFloor, FREE_FLOOR, placeIn, releaseFloor, type Claim, type Floor, type TalkRank } from '#domain/talk/floor.ts';
import { channelKey, MAX_TALK_MS, type TalkChannel, type TalkEnd } from '#protocol/media/talk.ts';
import type { CourtCode, TalkId, UnitId } from '#protocol/nouns/ids.ts';
import type { HallLog } from '../ports/log.ts';
import type { Session } from '../ports/session.ts';
import type { Voice } from '../ports/talkMedia.ts';
import type { Speech } from './speech.ts';

/** No sound from the microphone for so long after the grant: the floor is stuck. */
const SILENCE_MS = 3_000;
const LISTEN_EVERY_MS = 1_000;

export type TalkLimits = { readonly maxTalkMs: number; readonly silenceMs: number };
export const TALK_LIMITS: TalkLimits = { maxTalkMs: MAX_TALK_MS, silenceMs: SILENCE_MS };

/** One who speaks or waits. */
export type Speaker = { readonly talkId: TalkId; readonly session: Session; readonly name: string; readonly unitId: UnitId | null; readonly voice: Voice; readonly channel: TalkChannel; readonly courtCode: CourtCode };

type Room = { readonly channel: TalkChannel; floor: Floor; speech: Running | null; /** Of the talk that the log is being told of. */ starting: { readonly talkId: TalkId; readonly running: Promise<Running> } | null };
type Running = Speech & { readonly courtCode: CourtCode; readonly undo: (() => void)[] };

export type FloorsOptions = {
  readonly log: HallLog;
  readonly now: () => number;
  readonly limits: TalkLimits;
  /** Who plays it now, and who cannot; asked before a speech is forgotten. */
  readonly reach: (talkId: TalkId) => { readonly heard: number; readonly deaf: number };
  /** Who speaks in the channel, or who waits, is another. */
  readonly onChanged: (channel: TalkChannel) => void;
  readonly onUnlogged: (error: unknown) => void;
};

/** The floors of all channels that somebody speaks in. */
export class Floors {
  readonly #options: FloorsOptions;
  readonly #rooms = new Map<string, Room>();
  readonly #speakers = new Map<TalkId, Speaker>();

  constructor(options: FloorsOptions) {
    this.#options = options;
  }

  /** What may be heard now. */
  get speeches(): readonly Speech[] {
    return [...this.#rooms.values()].flatMap(({ speech }) => speech ?? []);
  }

  get channels(): readonly TalkChannel[] {
    return [...this.#rooms.values()].map(({ channel }) => channel);
  }

  of(channel: TalkChannel): { readonly speech: Speech | null; readonly waiting: readonly string[] } {
    const room = this.#rooms.get(channelKey(channel));
    return { speech: room?.speech ?? null, waiting: room?.floor.queue.flatMap(({ talkId }) => this.#speakers.get(talkId)?.name ?? []) ?? [] };
  }

  /** What the session speaks or waits for. */
  speakerOf(session: Session): Speaker | undefined {
    return [...this.#speakers.values()].find((speaker) => speaker.session === session);
  }

  /** Resolves when the speaker has the floor and the log says so, or is in the queue. Errors: logUnavailable. */
  async claim(by: Omit<Speaker, 'talkId'> & { readonly rank: TalkRank }): Promise<{ talkId: TalkId; place: number; endsAt: number | null }> {
    const { session, channel, rank } = by;
    const key = channelKey(channel);
    const room = this.#rooms.get(key) ?? { channel, floor: FREE_FLOOR, speech: null, starting: null };
    this.#rooms.set(key, room);
    const claim: Claim = { talkId: randomUUIDv7() as TalkId, claimant: session.sessionId, rank };
    const { floor, talkId, preempted } = claimFloor(room.floor, claim);
    const former = room.floor.queue.find(({ claimant }) => claimant === session.sessionId);
    if (former !== undefined && former.talkId !== talkId) this.#speakers.delete(former.talkId);
    room.floor = floor;
    if (talkId === claim.talkId) this.#speakers.set(talkId, { ...by, talkId });
    if (preempted !== null) this.#stopped(preempted.talkId, room, 'preempted', by.name);
    const place = placeIn(floor, talkId) ?? 0;
    if (place > 0) {
      this.#tellQueue(room);
      this.#options.onChanged(channel);
      return { talkId, place, endsAt: null };
    }
    const running = room.speech?.talkId === talkId ? room.speech : await this.#speak(room, talkId);
    return { talkId, place: 0, endsAt: running.since + this.#options.limits.maxTalkMs };
  }

  /** What is over already is no error. */
  end(talkId: TalkId, reason: TalkEnd): void {
    const speaker = this.#speakers.get(talkId);
    const room = speaker === undefined ? undefined : this.#rooms.get(channelKey(speaker.channel));
    if (room === undefined) return;
    const { floor, granted } = releaseFloor(room.floor, talkId);
    room.floor = floor;
    this.#stopped(talkId, room, reason, null);
    if (granted !== null) void this.#grant(room, granted.talkId);
    else if (floor.holder === null && floor.queue.length === 0) this.#rooms.delete(channelKey(room.channel));
    this.#tellQueue(room);
    this.#options.onChanged(room.channel);
  }

  endAll(session: Session, reason: TalkEnd): void {
    for (const { talkId, session: of } of this.#speakers.values()) if (of === session) this.end(talkId, reason);
  }

  /** Idempotent. */
  close(): void {
    for (const talkId of this.#speakers.keys()) this.end(talkId, 'soundLost');
  }

  async #grant(room: Room, talkId: TalkId): Promise<void> {
    try {
      const { since } = await this.#speak(room, talkId);
      this.#speakers.get(talkId)?.session.notify('talk.granted', { talkId, endsAt: since + this.#options.limits.maxTalkMs });
    } catch (error) {
      this.#options.onUnlogged(error);
    }
  }

  #speak(room: Room, talkId: TalkId): Promise<Running> {
    // A retry while the first is on its way.
    if (room.starting?.talkId === talkId) return room.starting.running;
    const running = this.#start(room, talkId);
    room.starting = { talkId, running };
    return running;
  }

  /** The log first: what nobody would find there must not be said. */
  async #start(room: Room, talkId: TalkId): Promise<Running> {
    const { log, now } = this.#options;
    const speaker = this.#speakers.get(talkId)!;
    const { session, name, unitId, voice, channel, courtCode } = speaker;
    const running: Running = { talkId, channel, name, unitId, since: now(), speaker: session, voice, courtCode, undo: [] };
    try {
      await log.execute({
        commandId: null,
        name: 'talk.begin',
        input: { channel },
        actor: session.actor,
        via: session.tokenId,
        decide: () => ({ events: [{ name: 'talk.begun', subject: `talk/${talkId}`, courtCode, data: { unitId: channel.kind === 'unit' ? channel.unitId : null, name, channel, speakerUnitId: unitId } }], answer: () => ({}) }),
      });
    } catch (error) {
      this.end(talkId, 'soundLost');
      throw error;
    }
    if (room.floor.holder?.talkId === talkId) {
      room.speech = running;
      this.#watch(running);
      this.#options.onChanged(channel);
    } else this.#record(running, 'released', { heard: 0, deaf: 0 });
    return running;
  }

  #watch({ talkId, voice, undo }: Running): void {
    const { maxTalkMs, silenceMs } = this.#options.limits;
    const limit = setTimeout(() => this.end(talkId, 'tooLong'), maxTalkMs).unref();
    let packets = -1;
    let quietMs = 0;
    const watch = setInterval(() => {
      const look = async () => {
        const received = await voice.packetsReceived();
        quietMs = received === packets ? quietMs + LISTEN_EVERY_MS : 0;
        packets = received;
        if (quietMs >= silenceMs) this.end(talkId, 'soundLost');
      };
      void look();
    }, Math.min(LISTEN_EVERY_MS, silenceMs)).unref();
    undo.push(() => clearTimeout(limit), () => clearInterval(watch));
  }

  /** Of the floor or of the queue; the floor itself is the caller's. */
  #stopped(talkId: TalkId, room: Room, reason: TalkEnd, name: string | null): void {
    const speaker = this.#speakers.get(talkId);
    this.#speakers.delete(talkId);
    if (room.speech?.talkId === talkId) {
      const running = room.speech;
      const reached = this.#options.reach(talkId);
      room.speech = null;
      for (const undo of running.undo.splice(0)) undo();
      this.#record(running, reason, reached);
    }
    if (reason !== 'released') speaker?.session.notify('talk.stopped', { talkId, reason, name });
  }

  #record({ talkId, channel, courtCode, speaker, since }: Running, reason: TalkEnd, { heard, deaf }: { readonly heard: number; readonly deaf: number }): void {
    const { log, now, onUnlogged } = this.#options;
    if (channel === null) return;
    const lastedMs = Math.max(0, Math.round(now() - since));
    const unitId = channel.kind === 'unit' ? channel.unitId : null;
    const recorded = log.execute({
      commandId: null,
      name: 'talk.end',
      input: { talkId },
      actor: speaker.actor,
      via: speaker.tokenId,
      decide: () => ({ events: [{ name: 'talk.ended', subject: `talk/${talkId}`, courtCode, data: { unitId, reason, lastedMs, channel, heard, deaf } }], answer: () => ({}) }),
    });
    recorded.catch(onUnlogged);
  }

  #tellQueue({ floor }: Room): void {
    floor.queue.forEach(({ talkId }, index) => this.#speakers.get(talkId)?.session.notify('talk.moved', { talkId, place: index + 1 }));
  }
}
