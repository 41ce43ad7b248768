import { pino } from 'pino';
import { sees, type Viewer } from '#domain/access/viewer.ts';
import { fold } from '#domain/hallState/fold.ts';
import { EMPTY_STATE, stateOf, type HallState } from '#domain/hallState/hallState.ts';
import type { NoticeData, RequestOutput } from '#protocol/contract.ts';
import { eventOf } from '#protocol/events.ts';
import { hallNotices, hallRequests } from '#protocol/nouns/hall.ts';
import { GENESIS_HASH, type LogPosition } from '#protocol/nouns/log.ts';
import type { Session } from '../ports/session.ts';
import { HALL_LIMITS, type Hall } from './hall.ts';

/** For tests: a console that folds what it hears; `pause` makes its socket take nothing more. */
export class ModelConsole {
  static readonly of = new WeakMap<Session, ModelConsole>();
  readonly texts: string[] = [];
  replica: HallState = EMPTY_STATE;
  position: LogPosition = { sequence: 0, hash: GENESIS_HASH };
  readonly gaps: unknown[] = [];
  readonly foreign: unknown[] = [];
  readonly #ending = new AbortController();
  readonly #waiting: string[] = [];
  #paused = false;
  readonly session: Session;
  readonly viewer: Viewer;
  readonly answer: RequestOutput<'hall.follow'>;

  constructor(hall: Hall, viewer: Viewer, from: ModelConsole | null = null) {
    this.viewer = viewer;
    const bytes = () => this.#waiting.reduce((sum, text) => sum + text.length, 0) + (this.#paused ? HALL_LIMITS.slowAboveBytes + 1 : 0);
    const write = (text: string) => {
      if (!this.#ending.signal.aborted) {
        this.#waiting.push(text);
        this.#drain();
      }
    };
    this.session = {
      ...viewer,
      log: pino({ level: 'silent' }),
      ended: this.#ending.signal,
      get bufferedBytes() {
        return bytes();
      },
      write,
      notify: (notice, data) => write(JSON.stringify({ notice, data })),
    } as Session;
    ModelConsole.of.set(this.session, this);
    if (from !== null) {
      this.replica = from.replica;
      this.position = from.position;
    }
    const answer = hallRequests['hall.follow'].output.parse(hall.handlers['hall.follow']({ from: from?.position ?? null }, this.session));
    if (answer.log.kind === 'snapshot') {
      this.replica = stateOf(answer.log.state);
      this.position = answer.log.upTo;
    } else {
      this.#apply(answer.log.stretch);
    }
    this.answer = answer;
  }

  pause(): void {
    this.#paused = true;
  }

  resume(): void {
    this.#paused = false;
    this.#drain();
  }

  leave(): void {
    this.#ending.abort();
  }

  noticesOf(name: string): unknown[] {
    return this.texts.map((text) => JSON.parse(text) as { notice: string; data: unknown }).filter(({ notice }) => notice === name).map(({ data }) => data);
  }

  #drain(): void {
    for (const text of this.#paused ? [] : this.#waiting.splice(0)) {
      this.texts.push(text);
      const { notice, data } = JSON.parse(text) as { notice: string; data: unknown };
      if (notice === 'log.appended') {
        this.#apply(hallNotices['log.appended'].data.parse(data));
      }
    }
  }

  #apply({ after, upTo, entries }: NoticeData<'log.appended'>): void {
    if (after !== this.position.sequence) {
      this.gaps.push({ after, had: this.position.sequence });
    }
    for (const entry of entries) {
      const event = eventOf(entry);
      this.replica = event === null ? this.replica : fold(this.replica, event);
      if (!sees(this.viewer.courtCode, entry.courtCode) && !entry.name.startsWith('court.')) {
        this.foreign.push(entry);
      }
    }
    this.position = upTo;
  }
}