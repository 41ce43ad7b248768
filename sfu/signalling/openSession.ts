import { setMaxListeners } from 'node:events';
import type { Logger } from 'pino';
import type { Capability, Purpose } from '#protocol/capabilities.ts';
import type { NoticeData, NoticeName } from '#protocol/contract.ts';
import type { CourtCode, SessionId, SlotId, TokenId, UnitId, UserId } from '#protocol/nouns/ids.ts';
import type { Actor } from '#protocol/nouns/log.ts';
import type { Session } from '../ports/session.ts';
import type { Welcome } from './greeting.ts';

/** The socket behind a session. */
type Line = { send(text: string): void; readonly bufferedBytes: number };

/** A session as the rooms see it, with the handles that only this room uses. */
export class OpenSession implements Session {
  readonly sessionId: SessionId;
  readonly purpose: Purpose;
  readonly courtCode: CourtCode;
  readonly capabilities: ReadonlySet<Capability>;
  readonly tokenId: TokenId | null;
  readonly actor: Actor;
  readonly userId: UserId | null;
  readonly unitId: UnitId | null;
  readonly slotId: SlotId | null;
  readonly clientName: string;
  readonly remoteAddress: string;
  readonly log: Logger;
  readonly #ending = new AbortController();
  readonly #line: Line;

  constructor(options: { sessionId: SessionId; welcome: Welcome; remoteAddress: string; log: Logger; line: Line }) {
    const { sessionId, welcome: { admission, purpose, slotId, clientName }, remoteAddress, log, line } = options;
    this.sessionId = sessionId;
    this.purpose = purpose;
    this.courtCode = admission.courtCode;
    this.capabilities = admission.capabilities;
    this.tokenId = admission.tokenId;
    this.actor = admission.actor;
    this.userId = admission.userId;
    this.unitId = admission.unitId;
    this.slotId = slotId;
    this.clientName = clientName;
    this.remoteAddress = remoteAddress;
    this.log = log;
    this.#line = line;
    // Every room and every transport of the session listens for its end.
    setMaxListeners(0, this.#ending.signal);
  }

  get ended(): AbortSignal {
    return this.#ending.signal;
  }

  get bufferedBytes(): number {
    return this.#line.bufferedBytes;
  }

  notify<Name extends NoticeName>(name: Name, data: NoticeData<Name>): void {
    this.write(JSON.stringify({ notice: name, data }));
  }

  write(text: string): void {
    if (!this.ended.aborted) {
      this.#line.send(text);
    }
  }

  /** Tells every listener that the session is over. Idempotent. */
  end(): void {
    this.#ending.abort();
  }
}
