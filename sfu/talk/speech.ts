import type { TalkChannel } from '#protocol/media/talk.ts';
import type { TalkId, UnitId } from '#protocol/nouns/ids.ts';
import type { Session } from '../ports/session.ts';
import type { Voice } from '../ports/talkMedia.ts';

/** A voice that may be heard now: it has a channel's floor, or (`channel` null) it is one side of a call. */
export type Speech = {
  readonly talkId: TalkId;
  readonly channel: TalkChannel | null;
  readonly name: string;
  readonly unitId: UnitId | null;
  /** Hall time, ms since the epoch. */
  readonly since: number;
  readonly speaker: Session;
  readonly voice: Voice;
};

/** How far the sound of a speech is on its way to one hearer. */
export type Hears = 'starting' | 'sounding' | 'ready' | 'failed';
