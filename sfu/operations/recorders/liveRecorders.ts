import type { FeedMedia } from '#protocol/media/feeds.ts';
import type { FeedId } from '#protocol/nouns/ids.ts';
import type { Step } from '#protocol/operations/steps.ts';
import type { HallState } from '#domain/hallState/hallState.ts';
import type { LiveMedia } from '../../ports/feeds.ts';

/** Which feeds bring a picture now, and so how many recorders of a step's teams run. */
export class LiveRecorders {
  readonly #live = new Set<FeedId>();
  readonly #stopListening: () => void;

  constructor({ media, onChanged }: { readonly media: LiveMedia; readonly onChanged: () => void }) {
    media.presences().forEach((feed) => this.#note(feed));
    this.#stopListening = media.onMedia((feed) => {
      if (this.#note(feed)) {
        onChanged();
      }
    });
  }

  /** Feeds with a live picture, of the units of the step's team; of all teams where it is of none. */
  countFor(state: HallState, { operationId, team }: Pick<Step, 'operationId' | 'team'>): number {
    const teams = state.operations.get(operationId)?.teams.filter((one) => team === null || one.team === team) ?? [];
    const units = new Set(teams.flatMap(({ unitIds }) => unitIds));
    let count = 0;
    for (const feedId of this.#live) {
      const feed = state.feeds.get(feedId);
      count += feed !== undefined && feed.recorded !== true && units.has(feed.unitId) ? 1 : 0;
    }
    return count;
  }

  /** Idempotent. */
  close(): void {
    this.#stopListening();
  }

  #note({ feedId, tracks }: Pick<FeedMedia, 'feedId' | 'tracks'>): boolean {
    const isLive = tracks.some(({ kind }) => kind === 'video');
    const wasLive = this.#live.has(feedId);
    if (isLive) {
      this.#live.add(feedId);
    } else {
      this.#live.delete(feedId);
    }
    return isLive !== wasLive;
  }
}
