import { randomUUIDv7 } from 'node:crypto';
import type { Logger } from 'pino';
import { fenceId as fenceIdSchema, type FenceId } from '#protocol/nouns/ids.ts';
import { changeFence, drawFence, removeFence } from '#domain/fences/decideFence.ts';
import { isWatched } from '#domain/fences/isWatched.ts';
import type { Alarms } from '../ports/alarms.ts';
import type { HallClock } from '../ports/clock.ts';
import type { HallLog } from '../ports/log.ts';
import type { AcceptedFix, Positions } from '../ports/positions.ts';
import type { HandlersOf } from '../ports/session.ts';
import { fenceAlarm } from './fenceAlarm.ts';
import { FenceWatch, type Crossing } from './fenceWatch.ts';
import { RaiseInOrder } from './raiseInOrder.ts';

type Options = {
  readonly log: HallLog;
  readonly clock: HallClock;
  readonly positions: Positions;
  readonly alarms: Alarms;
  readonly logger: Logger;
};

type Timer = { readonly dueAt: number; readonly cancel: () => void };

/** Geofences: those who draw them, and the watch over them. */
export class Fences {
  readonly handlers: HandlersOf<'fence'>;
  readonly #options: Options;
  readonly #watch: FenceWatch;
  readonly #raise: RaiseInOrder;
  readonly #timers = new Map<FenceId, Timer>();
  readonly #stop: (() => void)[] = [];
  #cancelBoundary = () => {};
  /** The fix that is being judged: the positions room may not show it yet. */
  #judged: AcceptedFix | null = null;

  static create(options: Options): Fences {
    const fences = new Fences(options);
    fences.#begin();
    return fences;
  }

  private constructor(options: Options) {
    const { log } = options;
    this.#options = options;
    this.#raise = new RaiseInOrder(options);
    this.#watch = new FenceWatch({ onCrossing: (crossing) => this.#crossed(crossing), onDue: (fenceId, dueAt) => this.#plan(fenceId, dueAt) });
    this.handlers = {
      'fence.draw': async ({ commandId, ...input }, { actor, tokenId: via }) => {
        const fenceId = fenceIdSchema.parse(randomUUIDv7());
        return (await log.execute({ commandId, name: 'fence.draw', input, actor, via, decide: (state) => drawFence(state, { fenceId, ...input }) })).answer;
      },
      'fence.change': async ({ commandId, ...input }, { actor, tokenId: via }) =>
        (await log.execute({ commandId, name: 'fence.change', input, actor, via, decide: (state) => changeFence(state, input) })).answer,
      'fence.remove': async ({ commandId, ...input }, { actor, tokenId: via }) =>
        (await log.execute({ commandId, name: 'fence.remove', input, actor, via, decide: (state) => removeFence(state, input) })).answer,
    };
  }

  /** Idempotent. */
  async close(): Promise<void> {
    this.#stop.splice(0).forEach((stop) => stop());
    this.#cancelBoundary();
    for (const { cancel } of this.#timers.values()) {
      cancel();
    }
    this.#timers.clear();
    await this.#raise.close();
  }

  #begin(): void {
    const { log, positions } = this.#options;
    this.#refresh();
    this.#stop.push(
      log.onAppended(({ entries }) => {
        if (entries.some(({ name }) => name.startsWith('fence.') || name.startsWith('operation.'))) {
          this.#refresh();
        }
      }),
      positions.onFix((fix) => {
        this.#judged = fix;
        this.#watch.take(fix);
        this.#judged = null;
      }),
    );
  }

  /** Watches what is to be watched now, and looks again when the next fence begins or ends. */
  #refresh(): void {
    const { log: { state }, clock } = this.#options;
    const now = clock.now();
    const fences = [...state.fences.values()];
    this.#watch.watch(fences.filter((fence) => isWatched(fence, state, now)), now);
    const boundaries = fences.flatMap(({ activeFrom, activeTo }) => [activeFrom, activeTo]).filter((at) => at !== null && at > now) as number[];
    this.#cancelBoundary();
    this.#cancelBoundary = boundaries.length === 0 ? () => {} : clock.at(boundaries.reduce((one, other) => Math.min(one, other)), () => this.#refresh());
  }

  #plan(fenceId: FenceId, dueAt: number): void {
    const present = this.#timers.get(fenceId);
    if (present !== undefined && present.dueAt <= dueAt) {
      return;
    }
    present?.cancel();
    const { clock } = this.#options;
    const cancel = clock.at(dueAt, () => {
      this.#timers.delete(fenceId);
      this.#watch.step(fenceId, clock.now());
    });
    this.#timers.set(fenceId, { dueAt, cancel });
  }

  #crossed(crossing: Crossing): void {
    const { log: { state }, positions } = this.#options;
    const { unitId } = crossing.happening;
    const unit = unitId === null ? undefined : state.units.get(unitId);
    const fix = unitId === null ? undefined : this.#judged?.unitId === unitId ? this.#judged : positions.latest(unitId);
    this.#raise.add(fenceAlarm(crossing, { unitName: unit?.name ?? '', position: fix === undefined ? null : [fix.longitudeDeg, fix.latitudeDeg] }));
  }
}
