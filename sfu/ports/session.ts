import type { Logger } from 'pino';
import type { Viewer } from '#domain/access/viewer.ts';
import type { Purpose } from '#protocol/capabilities.ts';
import type { NoticeData, NoticeName, RequestData, RequestName, RequestOutput } from '#protocol/contract.ts';
import type { SessionId, SlotId, TokenId, UnitId, UserId } from '#protocol/nouns/ids.ts';
import type { Actor } from '#protocol/nouns/log.ts';

/** One opened connection, as the rooms that serve it see it. */
export interface Session extends Viewer {
  readonly sessionId: SessionId;
  readonly purpose: Purpose;
  /** Null for the operator's, which is never stored. */
  readonly tokenId: TokenId | null;
  /** Who acts through this session. */
  readonly actor: Actor;
  /** Set for purpose `desk`. */
  readonly userId: UserId | null;
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
  /** Bytes that wait in its socket. */
  readonly bufferedBytes: number;
  /** Sends a notice; dropped silently after the end. */
  notify<Name extends NoticeName>(name: Name, data: NoticeData<Name>): void;
  /** Sends a frame that was written once for many sessions. */
  write(text: string): void;
}

/** What may be asked before a hello is answered here by whoever asks. */
export type Guest = { readonly remoteAddress: string; readonly ended: AbortSignal };

/** Requests that need no session; the hello is the signalling room's own. */
type GuestRequestName = Extract<RequestName, 'session.welcome' | 'session.signIn' | 'session.beginOidc' | 'session.finishOidc' | 'session.redeemCode'>;
type SessionRequestName = Exclude<RequestName, GuestRequestName | 'session.hello'>;

type Answered<Name extends RequestName> = Promise<RequestOutput<Name>> | RequestOutput<Name>;

export type Handler<Name extends SessionRequestName> = (data: RequestData<Name>, session: Session) => Answered<Name>;

/** Every request has exactly one handler; forgetting one is a compile error in `compose.ts`. */
export type Handlers = { readonly [Name in SessionRequestName]: Handler<Name> };
export type GuestHandlers = { readonly [Name in GuestRequestName]: (data: RequestData<Name>, guest: Guest) => Answered<Name> };

/** A room's part of the handlers: those whose names start with its noun. */
export type HandlersOf<Noun extends string> = Pick<Handlers, Extract<keyof Handlers, `${Noun}.${string}`>>;
