import { createStore, type StoreApi } from 'zustand/vanilla';
import { channelKey, type TalkChannel } from '#protocol/media/talk.ts';
import type { HallLink } from '../../../link/hallLink.ts';
import { TalkLine } from '../../../media/talk/talkLine.ts';
import { openMicrophone } from './microphone.ts';

export type TalkDeskState = {
  /** What this desk hears, in the order it was tuned to. */
  readonly tuned: readonly TalkChannel[];
  /** Where the key speaks. */
  readonly chosen: TalkChannel | null;
};

/** The hall takes no more. */
const MAX_TUNED = 12;

/** What a desk is tuned to, and its voice. */
export class TalkDesk {
  readonly line: TalkLine;
  readonly state: StoreApi<TalkDeskState> = createStore<TalkDeskState>(() => ({ tuned: [], chosen: null }));

  constructor(line: TalkLine) {
    this.line = line;
  }

  tuneTo(channel: TalkChannel): void {
    const { tuned } = this.state.getState();
    const isTuned = tuned.some((own) => channelKey(own) === channelKey(channel));
    this.state.setState({ chosen: channel, ...(isTuned ? {} : { tuned: [...tuned.slice(1 - MAX_TUNED), channel] }) });
    if (!isTuned) this.line.tune(this.state.getState().tuned);
  }

  leave(channel: TalkChannel): void {
    const key = channelKey(channel);
    const { tuned, chosen } = this.state.getState();
    const left = tuned.filter((own) => channelKey(own) !== key);
    this.state.setState({ tuned: left, chosen: chosen !== null && channelKey(chosen) === key ? (left[0] ?? null) : chosen });
    this.line.tune(left);
  }

  choose(channel: TalkChannel): void {
    this.state.setState({ chosen: channel });
  }

  /** Speaks there, and hears the answer from then on. */
  press(channel: TalkChannel): void {
    this.tuneTo(channel);
    void this.line.press(channel);
  }

  /** Where the key speaks; nothing without a channel. */
  pressKey(): void {
    const { chosen } = this.state.getState();
    if (chosen !== null) this.press(chosen);
  }
}

const desks = new WeakMap<HallLink, TalkDesk>();

/** The one of this connection, if anything opened it. */
export function openTalkDesk(link: HallLink): TalkDesk | undefined {
  return desks.get(link);
}

/** One for each connection: the panel, every tile and the key speak with the same voice. Ends with the link. */
export function talkDeskOf(link: HallLink, log: (message: string, cause: unknown) => void): TalkDesk {
  const known = desks.get(link);
  if (known !== undefined) return known;
  const desk = new TalkDesk(new TalkLine({ link, log, openMicrophone: () => openMicrophone(globalThis.localStorage) }));
  desks.set(link, desk);
  const stop = link.state.subscribe(({ phase }) => {
    if (phase !== 'closed') return;
    stop();
    desk.line.close();
    desks.delete(link);
  });
  return desk;
}
