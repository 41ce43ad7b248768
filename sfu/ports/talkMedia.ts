import type { RequestData, RequestOutput } from '#protocol/contract.ts';
import type { Session } from './session.ts';

/** One speaker's microphone, heard by nobody but those whom it is given to. */
export interface TalkSound {
  readonly producerId: RequestOutput<'talk.produce'>['producerId'];
  /** Over the session's receive transport, un-paused. Errors: notFound (transport), cannotConsume, transportClosed. */
  hear(session: Session, data: Pick<RequestData<'talk.hear'>, 'transportId'>): Promise<RequestOutput<'talk.hear'>>;
  /** Idempotent. */
  close(): void;
}

export interface TalkMedia {
  /** A desk may open send transports while this is true; false closes those it has. */
  allowSending(session: Session, allowed: boolean): void;
  /** `onClosed` is called once when the sound ends otherwise than by `close`. Errors: notFound (transport), badInput, transportClosed. */
  produceTalk(session: Session, data: Omit<RequestData<'talk.produce'>, 'talkId'>, onClosed: () => void): Promise<TalkSound>;
}
