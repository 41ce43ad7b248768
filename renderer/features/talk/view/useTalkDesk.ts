import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { channelKey, channelOf } from '#protocol/media/talk.ts';
import type { UnitId } from '#protocol/nouns/ids.ts';
import type { TalkLineState } from '../../../media/talk/talkLine.ts';
import { useCapability, useHall } from '../../hall/index.ts';
import { openTalkDesk, talkDeskOf, type TalkDesk } from '../model/talkDesk.ts';

const SILENT = createStore<Pick<TalkLineState, 'calls' | 'speaking'>>(() => ({ calls: [], speaking: null }));

export function useTalkDesk(): TalkDesk {
  const { link, host } = useHall();
  return talkDeskOf(link, (message, cause) => host.log('warn', `talk: ${message}: ${String(cause)}`));
}

/** Whether this desk speaks with the unit now, so that its picture's own sound must not play beside it. */
export function useInTalkWith(unitId: UnitId): boolean {
  const { link } = useHall();
  const mayTalk = useCapability('talk.use');
  const key = channelKey(channelOf.unit(unitId));
  // Whoever may not talk has no line, and one that nobody opened yet says nothing.
  const line = mayTalk ? openTalkDesk(link)?.line.state : undefined;
  return useStore(line ?? SILENT, ({ calls, speaking }) => calls.some((call) => call.unitId === unitId && call.state === 'open') || (speaking !== null && channelKey(speaking.channel) === key));
}

export function useTalkLine<Part>(read: (state: TalkLineState) => Part): Part {
  return useStore(useTalkDesk().line.state, read);
}
