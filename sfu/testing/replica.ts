import { setTimeout } from 'node:timers/promises';
import { fold } from '#domain/hallState/fold.ts';
import { EMPTY_STATE, snapshotOf, stateOf, type HallState } from '#domain/hallState/hallState.ts';
import type { NoticeData, RequestOutput } from '#protocol/contract.ts';
import type { ServerFrame } from '#protocol/envelope.ts';
import { AppError } from '#protocol/errors.ts';
import { eventOf } from '#protocol/events.ts';
import { hallRequests, type HallSnapshot } from '#protocol/nouns/hall.ts';
import { GENESIS_HASH, type LogPosition } from '#protocol/nouns/log.ts';
import type { RawClient } from './rawClient.ts';

const FOLLOW_AGAIN_MS = 250;

/** What a client that follows the hall knows of it: the fold of what it heard, in order. */
export class Replica {
  state: HallState = EMPTY_STATE;
  position: LogPosition = { sequence: 0, hash: GENESIS_HASH };
  /** Stretches that did not begin where the one before ended. */
  readonly gaps: { after: number; had: number }[] = [];
  /** How the following began. */
  readonly answer: RequestOutput<'hall.follow'>;
  readonly #client: RawClient;
  #read: number;

  private constructor(client: RawClient, answer: RequestOutput<'hall.follow'>, read: number) {
    this.#client = client;
    this.answer = answer;
    this.#read = read;
  }

  /** Follows from where the replica before stopped, else from a snapshot. Who follows anew too often is told to wait, and does. */
  static async follow(client: RawClient, before: Replica | null = null): Promise<Replica> {
    before?.catchUp();
    const frame = await client.ask('hall.follow', { from: before?.position ?? null });
    if (!frame.ok && frame.error.code === 'tooManyRequests') {
      await setTimeout(FOLLOW_AGAIN_MS);
      return Replica.follow(client, before);
    }
    if (!frame.ok) {
      throw new AppError(frame.error.code);
    }
    const answer = hallRequests['hall.follow'].output.parse(frame.data);
    // What was told before the answer belongs to an earlier following.
    const replica = new Replica(client, answer, client.frames.indexOf(frame as ServerFrame) + 1);
    if (answer.log.kind === 'snapshot') {
      replica.state = stateOf(answer.log.state);
      replica.position = answer.log.upTo;
    } else {
      replica.state = before?.state ?? EMPTY_STATE;
      replica.position = before?.position ?? replica.position;
      replica.#apply(answer.log.stretch);
    }
    return replica;
  }

  /** Folds what was heard since the last call. */
  catchUp(): this {
    for (const frame of this.#client.frames.slice(this.#read)) {
      if ('notice' in frame && frame.notice === 'log.appended') {
        this.#apply(frame.data as NoticeData<'log.appended'>);
      }
    }
    this.#read = this.#client.frames.length;
    return this;
  }

  /** Waits until it has heard of everything up to this place. */
  async reach(sequence: number): Promise<this> {
    while (this.catchUp().position.sequence < sequence) {
      const heard = this.#client.frames.length;
      await this.#client.until((_, index) => index >= heard);
    }
    return this;
  }

  /** Lists in an order of their own, for comparison. */
  lists(): HallSnapshot {
    return sorted(snapshotOf(this.state));
  }

  #apply({ after, upTo, entries }: NoticeData<'log.appended'>): void {
    if (after !== this.position.sequence) {
      this.gaps.push({ after, had: this.position.sequence });
    }
    for (const entry of entries) {
      const event = eventOf(entry);
      this.state = event === null ? this.state : fold(this.state, event);
    }
    this.position = upTo;
  }
}

export function sorted(snapshot: HallSnapshot): HallSnapshot {
  const lists = Object.entries(snapshot).map(([name, list]) => [name, list.toSorted((left, right) => (JSON.stringify(left) < JSON.stringify(right) ? -1 : 1))]);
  return Object.fromEntries(lists) as HallSnapshot;
}
