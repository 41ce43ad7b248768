import type { Logger } from 'pino';
import type { Capability, Purpose } from '#protocol/capabilities.ts';
import type { NoticeData, NoticeName, RequestData, RequestName, RequestOutput } from '#protocol/contract.ts';
import type { SessionId, SlotId, UnitId } from '#protocol/nouns/ids.ts';

/** One opened connection, as the rooms that serve it see it. */
export interface Session {
  readonly sessionId: SessionId;
  readonly purpose: Purpose;
  readonly capabilities: ReadonlySet<Capability>;
  /** Set for purpose `unit`. */
  readonly unitId: UnitId | null;
  /** Set for purpose `wall`. */
  readonly slotId: SlotId | null;
  readonly clientName: string;
  /** Peer address of the socket, IPv4-mapped addresses written as IPv4. */
  readonly remoteAddress: string;
  readonly log: Logger;
  /** Aborted once, when the connection has ended for whatever reason. */
  readonly ended: AbortSignal;
  /** Sends a notice; dropped silently after the end. */
  notify<Name extends NoticeName>(name: Name, data: NoticeData<Name>): void;
}

export type Handler<Name extends RequestName> = (
  data: RequestData<Name>,
  session: Session,
) => Promise<RequestOutput<Name>> | RequestOutput<Name>;

/** Every request has exactly one handler; forgetting one is a compile error in `compose.ts`. */
export type Handlers = { readonly [Name in Exclude<RequestName, 'session.hello'>]: Handler<Name> };

/** A room's part of the handlers: those whose names start with its noun. */
export type HandlersOf<Noun extends string> = Pick<Handlers, Extract<keyof Handlers, `${Noun}.${string}`>>;
