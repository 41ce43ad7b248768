import { randomUUIDv7 } from 'node:crypto';
import { WebSocket } from 'ws';
import type { Alarm } from '#protocol/alarms/alarms.ts';
import type { Instruction } from '#protocol/field/instructions.ts';
import type { Step } from '#protocol/operations/steps.ts';
import type { RequestInput, RequestName, RequestOutput } from '#protocol/contract.ts';
import { gridOfFeeds } from '#domain/wall/layouts.ts';
import { AppError } from '#protocol/errors.ts';
import type { User } from '#protocol/nouns/people.ts';
import { commandId, type CommandId, type FeedId, type SlotId, type UnitId } from '#protocol/nouns/ids.ts';
import type { HallLink } from '../../renderer/link/hallLink.ts';
import { createHallLink } from '../../renderer/link/createHallLink.ts';
import { createHallReplica } from '../../renderer/replica/createHallReplica.ts';
import type { HallReplica, HallState } from '../../renderer/replica/hallReplica.ts';
import type { HallAddress } from './hallProcess.ts';

/** The hall as someone at the desk sees it. */
export type HallView = { readonly units: readonly ValueOf<HallState['units']>[]; readonly feeds: readonly ValueOf<HallState['feeds']>[]; readonly wall: readonly ValueOf<HallState['wall']>[] };
export type WindowReports = RequestOutput<'diagnostics.list'>['windows'];

type ValueOf<Entries> = Entries extends ReadonlyMap<unknown, infer Value> ? Value : never;

type Arrangement = { readonly slotId: SlotId; readonly columns: number; readonly rows: number; readonly unitIds: readonly (UnitId | null)[] };

const SYNCED_WITHIN_MS = 10_000;
const ARRANGE_ATTEMPTS = 20;
const ARRANGE_AGAIN_MS = 100;

/** A desk without windows: a signed-in person who reads the hall and sets the wall over the same signalling as every console. */
export class HallControl {
  readonly #link: HallLink;
  readonly #replica: HallReplica;

  private constructor(link: HallLink) {
    this.#link = link;
    this.#replica = createHallReplica({ link });
  }

  static create(options: { address: HallAddress; token: string }): HallControl {
    return new HallControl(
      createHallLink({
        url: options.address.url,
        token: options.token,
        purpose: 'desk',
        clientName: 'demo-control',
        clientVersion: '0',
        createSocket: (url) => new WebSocket(url, { ca: options.address.caPem }),
      }),
    );
  }

  /** As it is now. Errors: when the hall is away for long. */
  async view(): Promise<HallView> {
    const { units, feeds, wall } = await this.#synced();
    return { units: [...units.values()], feeds: [...feeds.values()], wall: [...wall.values()] };
  }

  /** Accounts that this person may see, as last heard. */
  people(): { readonly users: readonly User[] } {
    return { users: [...this.#replica.state.getState().log.users.values()] };
  }

  /** Alarms that this person sees, as last heard. */
  alarms(): readonly Alarm[] {
    return [...this.#replica.state.getState().log.alarms.values()];
  }

  /** Steps of operations that this person sees, as last heard. */
  steps(): readonly Step[] {
    return [...this.#replica.state.getState().log.steps.values()];
  }

  /** Instructions to units that this person sees, as last heard. */
  instructions(): readonly Instruction[] {
    return [...this.#replica.state.getState().log.instructions.values()];
  }

  newCommandId(): CommandId {
    return commandId.parse(randomUUIDv7());
  }

  async reports(): Promise<WindowReports> {
    return (await this.#link.request('diagnostics.list', {})).windows;
  }

  request<Name extends RequestName>(name: Name, input: RequestInput<Name>): Promise<RequestOutput<Name>> {
    return this.#link.request(name, input);
  }

  /** Puts these units on a slot, row by row; null leaves a tile empty. Asks again when the hall was dealing meanwhile. */
  async showUnits(options: Arrangement): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.#arrange(options);
      } catch (error) {
        if (!(error instanceof AppError) || error.code !== 'conflict' || attempt === ARRANGE_ATTEMPTS) {
          throw error;
        }
        await new Promise((resolve) => setTimeout(resolve, ARRANGE_AGAIN_MS));
      }
    }
  }

  async #arrange(options: Arrangement): Promise<void> {
    const { feeds, wall } = await this.#synced();
    const feedOf = new Map<UnitId, FeedId>([...feeds.values()].map((feed) => [feed.unitId, feed.feedId]));
    const slot = wall.get(options.slotId);
    if (slot === undefined) {
      throw new Error(`The wall has no slot ${options.slotId}`);
    }
    const feedIds = options.unitIds.map((unitId) => (unitId === null ? null : (feedOf.get(unitId) ?? null)));
    const layout = gridOfFeeds({ columns: options.columns, rows: options.rows }, feedIds);
    await this.#link.request('wall.put', {
      commandId: this.newCommandId(),
      what: { kind: 'edit', label: '' },
      slots: [{ slotId: options.slotId, expectedVersion: slot.layoutVersion, layout }],
    });
  }

  /** Idempotent. */
  close(): void {
    this.#replica.close();
    this.#link.close();
  }

  #synced(): Promise<HallState> {
    const { state } = this.#replica;
    if (state.getState().synced) {
      return Promise.resolve(state.getState());
    }
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => {
        stop();
        reject(new Error(`the hall cannot be followed: ${this.#link.state.getState().error ?? 'no answer'}`));
      }, SYNCED_WITHIN_MS);
      const stop = state.subscribe((now) => {
        if (now.synced) {
          clearTimeout(late);
          stop();
          resolve(now);
        }
      });
    });
  }
}
