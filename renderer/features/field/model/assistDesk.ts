import { createStore, type StoreApi } from 'zustand/vanilla';
import type { NoticeData } from '#protocol/contract.ts';
import type { AssistKind, AssistRefusal } from '#protocol/field/assist.ts';
import type { AssistId, CommandId } from '#protocol/nouns/ids.ts';
import type { HallLink } from '../../../link/hallLink.ts';

/** What a desk asks of this device now. */
export type Ask = NoticeData<'assist.open'>['asks'][number];

export type AssistState = {
  /** Oldest first. */
  readonly asks: readonly Ask[];
  /** The one that is being done. */
  readonly doing: AssistId | null;
};

export type AssistDeskOptions = {
  /** Whether this device could do it at all; what it cannot is refused without a word to the person. */
  readonly can: (kind: AssistKind) => boolean;
  /** Does what the device does by itself; resolves at once for what the person does. Errors: it could not be done. */
  readonly perform: (kind: AssistKind) => Promise<void>;
  /** A new ask is there: time for a cue. */
  readonly onAsked: () => void;
  readonly newCommandId: () => CommandId;
  readonly log: (message: string, cause: unknown) => void;
};

/** What desks ask of this device (远程协助), and the person's answer. */
export class AssistDesk {
  readonly state: StoreApi<AssistState> = createStore<AssistState>(() => ({ asks: [], doing: null }));
  readonly #options: AssistDeskOptions;
  readonly #refused = new Set<AssistId>();
  #link: HallLink | null = null;

  constructor(options: AssistDeskOptions) {
    this.#options = options;
  }

  /** Answers over this link until undone. */
  attach(link: HallLink): () => void {
    this.#link = link;
    const stop = link.on('assist.open', ({ asks }) => this.#asked(asks));
    return () => {
      stop();
      this.#link = null;
      this.state.setState({ asks: [], doing: null });
    };
  }

  /** Does it, and says that it was done or that it failed. Never rejects. */
  async accept(ask: Ask): Promise<void> {
    if (this.state.getState().doing !== null) return;
    this.state.setState({ doing: ask.assistId });
    let refusal: AssistRefusal | null = null;
    try {
      await this.#options.perform(ask.kind);
    } catch (error) {
      this.#options.log('what the desk asked for could not be done', error);
      refusal = 'failed';
    }
    await this.#answer(ask.assistId, refusal);
    this.state.setState({ doing: null });
  }

  /** Never rejects. */
  refuse(ask: Ask, refusal: AssistRefusal): Promise<void> {
    return this.#answer(ask.assistId, refusal);
  }

  #asked(asks: readonly Ask[]): void {
    const known = new Set(this.state.getState().asks.map(({ assistId }) => assistId));
    const able = asks.filter(({ kind }) => this.#options.can(kind));
    this.state.setState({ asks: able });
    if (able.some(({ assistId }) => !known.has(assistId))) this.#options.onAsked();
    for (const { assistId } of asks.filter((ask) => !able.includes(ask) && !this.#refused.has(ask.assistId))) {
      this.#refused.add(assistId);
      void this.#answer(assistId, 'unsupported');
    }
  }

  async #answer(assistId: AssistId, refusal: AssistRefusal | null): Promise<void> {
    this.state.setState(({ asks }) => ({ asks: asks.filter((ask) => ask.assistId !== assistId) }));
    try {
      await this.#link?.request('assist.answer', { commandId: this.#options.newCommandId(), assistId, accepted: refusal === null, refusal });
    } catch (error) {
      // It lapses by itself; the hall tells it again if it is still open when the page is back.
      this.#refused.delete(assistId);
      this.#options.log('the answer to the desk was lost', error);
    }
  }
}
