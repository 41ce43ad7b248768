import { createStore, type StoreApi } from 'zustand/vanilla';
import type { NoticeData, NoticeName, RequestInput, RequestName, RequestOutput } from '#protocol/contract.ts';
import { AppError, type ErrorCode } from '#protocol/errors.ts';
import type { CourtCode, SessionId } from '#protocol/nouns/ids.ts';
import { PROTOCOL_VERSION } from '#protocol/version.ts';
import type { HallLink, LinkState, RequestOptions } from './hallLink.ts';
import { NoticeBoard } from './noticeBoard.ts';

type Session = RequestOutput<'session.hello'>;
type Answers = { [Name in RequestName]?: (input: RequestInput<Name>) => RequestOutput<Name> | Promise<RequestOutput<Name>> };

/** A link for tests: the test is the hall. Requests without a prepared answer wait for ever. */
export class FakeHallLink implements HallLink {
  readonly state: StoreApi<LinkState>;
  readonly asked: { name: RequestName; input: unknown }[] = [];
  readonly sentBinary: Uint8Array[] = [];
  answers: Answers = {};
  #sessions = 0;
  #notices = new NoticeBoard((message, cause) => {
    throw new Error(message, { cause });
  });
  #binary = new Set<(bytes: Uint8Array) => void>();
  #cut = new Set<(error: AppError) => void>();

  constructor() {
    this.state = createStore<LinkState>(() => ({
      phase: 'connecting',
      sinceAt: 0,
      error: null,
      retryAt: null,
      session: null,
      clockOffsetMs: 0,
      clockRate: 1,
      roundTripMs: null,
    }));
  }

  /** `session`: what this hello answers differently from a desk's that may see everything. */
  goOnline(session: Partial<Session> = {}): void {
    this.#sessions += 1;
    this.state.setState({
      phase: 'online',
      error: null,
      session: {
        sessionId: `0190a0b0-0000-7000-8000-${String(this.#sessions).padStart(12, '0')}` as SessionId,
        hallId: 'hall',
        hallName: '指挥中心',
        protocolVersion: PROTOCOL_VERSION,
        serverAt: 0,
        rate: 1,
        exercise: false,
        capabilities: ['session.use', 'hall.follow', 'telemetry.follow', 'media.view', 'media.publish'],
        court: { courtCode: '闽' as CourtCode, name: '福建省高级人民法院' },
        person: null,
        unit: null,
        frameClock: false,
        ...session,
      },
    });
  }

  goOffline(): void {
    this.#cutAll();
    this.state.setState({ phase: 'offline', error: 'disconnected', session: null });
  }

  /** The hall ends it for a reason that a person must mend. */
  refuse(error: ErrorCode): void {
    this.#cutAll();
    this.state.setState({ phase: 'refused', error, session: null });
  }

  notify<Name extends NoticeName>(name: Name, data: NoticeData<Name>): void {
    this.#notices.post(name, data);
  }

  sendFromHall(bytes: Uint8Array): void {
    for (const listener of this.#binary) {
      listener(bytes);
    }
  }

  /** Inputs of all requests of this name, oldest first. */
  inputsOf<Name extends RequestName>(name: Name): RequestInput<Name>[] {
    return this.asked.filter((asked) => asked.name === name).map(({ input }) => input as RequestInput<Name>);
  }

  now(): number {
    return Date.now();
  }

  request<Name extends RequestName>(name: Name, input: RequestInput<Name>, options: RequestOptions = {}): Promise<RequestOutput<Name>> {
    if (this.state.getState().phase !== 'online') {
      return Promise.reject(new AppError('disconnected'));
    }
    this.asked.push({ name, input });
    const answer = this.answers[name];
    return new Promise((resolve, reject) => {
      this.#cut.add(reject);
      if (answer) {
        Promise.resolve()
          .then(async () => {
            const data = await answer(input);
            options.onAnswered?.();
            return data;
          })
          .then(resolve, reject)
          .finally(() => this.#cut.delete(reject));
      }
    });
  }

  on<Name extends NoticeName>(name: Name, listener: (data: NoticeData<Name>) => void): () => void {
    return this.#notices.on(name, listener);
  }

  onBinary(listener: (bytes: Uint8Array) => void): () => void {
    this.#binary.add(listener);
    return () => this.#binary.delete(listener);
  }

  sendBinary(bytes: Uint8Array<ArrayBuffer>): boolean {
    this.sentBinary.push(bytes);
    return this.state.getState().phase === 'online';
  }

  reconnect(): void {
    this.goOffline();
    this.goOnline();
  }

  close(): void {
    this.state.setState({ phase: 'closed', session: null });
  }

  #cutAll(): void {
    for (const cut of this.#cut) {
      cut(new AppError('disconnected'));
    }
  }
}
