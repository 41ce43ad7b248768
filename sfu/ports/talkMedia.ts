import type { RequestData, RequestOutput } from '#protocol/contract.ts';
import type { ConsumerId, ProducerId, TransportId } from '#protocol/nouns/ids.ts';
import type { serverParameters } from '#protocol/media/rtp.ts';
import type { z } from 'zod';
import type { Session } from './session.ts';

/** One hearer's part of a voice; it stays, paused, between two times that the voice speaks to it. */
export interface VoiceHearing {
  readonly consumerId: ConsumerId;
  readonly producerId: ProducerId;
  readonly rtpParameters: z.output<typeof serverParameters>;
  readonly closed: boolean;
  /** Nothing happens to one that is closed. */
  setPaused(paused: boolean): Promise<void>;
  /** Idempotent. */
  close(): void;
}

/** One session's microphone as it stands ready: silent until opened, heard by nobody but those whom it is given to. */
export interface Voice {
  readonly producerId: RequestOutput<'talk.produce'>['producerId'];
  /** Whether what it says goes out. Closed at first. */
  setOpen(open: boolean): Promise<void>;
  /** RTP packets that came in so far. */
  packetsReceived(): Promise<number>;
  /** Over the session's receive transport, un-paused. Errors: notFound (transport, voice), cannotConsume, transportClosed. */
  hear(session: Session, transportId: TransportId): Promise<VoiceHearing>;
  /** Its RTP packets (Opus) in this process, until closed. Errors: notFound (voice), transportClosed. */
  tap(onPacket: (rtp: Buffer) => void): Promise<{ close(): void }>;
  /** Idempotent. */
  close(): void;
}

export interface TalkMedia {
  /** `onClosed` is called once when the voice ends otherwise than by `close`. Errors: notFound (transport), badInput, transportClosed. */
  produceVoice(session: Session, data: RequestData<'talk.produce'>, onClosed: () => void): Promise<Voice>;
}
