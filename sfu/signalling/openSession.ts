import { setMaxListeners } from 'node:events';
import type { Logger } from 'pino';
import type { Capability, Purpose } from '#protocol/capabilities.ts';
import type { NoticeData, NoticeName } from '#protocol/contract.ts';
import type { ServerFrame } from '#protocol/envelope.ts';
import type { SessionId, SlotId, UnitId } from '#protocol/nouns/ids.ts';
import type { Session } from '../ports/session.ts';
import type { Welcome } from './greeting.ts';

/** A session as the rooms see it, with the handles that only this room uses. */
export class OpenSession implements Session {
  readonly sessionId: SessionId;
  readonly tokenId: string;
  readonly purpose: Purpose;
  readonly capabilities: ReadonlySet<Capability>;
  readonly unitId: UnitId | null;
  readonly slotId: SlotId | null;
  readonly clientName: string;
  readonly remoteAddress: string;
  readonly log: Logger;
  readonly #ending = new AbortController();
  readonly #write: (frame: ServerFrame) => void;

  constructor(options: { sessionId: SessionId; welcome: Welcome; remoteAddress: string; log: Logger; write: (frame: ServerFrame) => void }) {
    const { sessionId, welcome, remoteAddress, log, write } = options;
    this.sessionId = sessionId;
    this.tokenId = welcome.tokenId;
    this.purpose = welcome.purpose;
    this.capabilities = welcome.capabilities;
    this.unitId = welcome.unitId;
    this.slotId = welcome.slotId;
    this.clientName = welcome.clientName;
    this.remoteAddress = remoteAddress;
    this.log = log;
    this.#write = write;
    // Every room and every transport of the session listens for its end.
    setMaxListeners(0, this.#ending.signal);
  }

  get ended(): AbortSignal {
    return this.#ending.signal;
  }

  notify<Name extends NoticeName>(name: Name, data: NoticeData<Name>): void {
    if (!this.ended.aborted) {
      this.#write({ notice: name, data });
    }
  }

  /** Tells every listener that the session is over. Idempotent. */
  end(): void {
    this.#ending.abort();
  }
}
