import { randomUUIDv7 } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { WebSocket } from 'ws';
import type { RequestInput, RequestOutput } from '#protocol/contract.ts';
import { AppError } from '#protocol/errors.ts';
import { commandId, type CommandId, type UnitId } from '#protocol/nouns/ids.ts';
import { createHallLink } from '../../renderer/link/createHallLink.ts';
import type { HallLink } from '../../renderer/link/hallLink.ts';
import { steadyNow } from './crowd/arrivals.ts';
import type { Door } from './resume.ts';
import type { World } from './world.ts';

const OPEN_WITHIN_MS = 60_000;
/** A hall that answers so soon is not busy with something else. */
const CALM_MS = 100;
const CALM_WITHIN_MS = 60_000;

/** When a command was sent and answered, ms of the machine's steady clock. */
export type Times = { readonly sentAt: number; readonly answeredAt: number };

/** The dispatchers of the high court at work: they change one unit after the other, each through the product's own link. */
export class Driver {
  readonly times = new Map<CommandId, Times>();
  readonly #links: readonly HallLink[];
  readonly #world: World;
  /** The version of each unit, as soon as it is known. */
  #versions = new Map<UnitId, Promise<number>>();

  private constructor(world: World, links: readonly HallLink[]) {
    this.#world = world;
    this.#links = links;
  }

  /** Errors: when they are not let in. */
  static async create(world: World, { url, caPem }: Door): Promise<Driver> {
    const tokens = world.seats.filter(({ courtCode, roles }) => courtCode === '闽' && roles.includes('dispatcher')).flatMap((seat) => seat.tokens.slice(0, 1));
    const links = tokens.map((token) => createHallLink({ url, token, purpose: 'desk', clientName: 'bench', clientVersion: '0', createSocket: (to) => new WebSocket(to, { ca: caPem }) }));
    const driver = new Driver(world, links);
    try {
      await driver.#begin();
    } catch (error) {
      driver.close();
      throw error;
    }
    return driver;
  }

  /** At this pace, whether answers come or not. Errors: when a command is refused. */
  async drive({ commands, perSecond }: { commands: number; perSecond: number }): Promise<void> {
    const startedAt = performance.now();
    const refusals: unknown[] = [];
    const answers: Promise<void>[] = [];
    for (let index = 0; index < commands; index += 1) {
      await wait(Math.max(0, startedAt + (index * 1_000) / perSecond - performance.now()));
      answers.push(this.#change(index).catch((error: unknown) => void refusals.push(error)));
    }
    await Promise.all(answers);
    if (refusals.length > 0) {
      throw new Error(`${refusals.length} of ${commands} commands were refused`, { cause: refusals[0] });
    }
  }

  /** Waits for a quick answer, and not for ever. */
  async calm(): Promise<void> {
    const [link] = this.#links;
    for (const endAt = performance.now() + CALM_WITHIN_MS; performance.now() < endAt; await wait(CALM_MS)) {
      const askedAt = performance.now();
      const answered = await link?.request('session.ping', {}, { timeoutMs: CALM_WITHIN_MS }).then(() => true, () => false);
      if (answered === true && performance.now() - askedAt < CALM_MS) {
        return;
      }
    }
  }

  /** Idempotent. */
  close(): void {
    this.#links.forEach((link) => link.close());
  }

  async #begin(): Promise<void> {
    for (const link of this.#links) {
      await untilOnline(link);
    }
    const answer = await this.#links[0]?.request('hall.follow', { from: null });
    const units = answer?.log.kind === 'snapshot' ? answer.log.state.units : [];
    this.#versions = new Map(units.map(({ unitId, version }) => [unitId, Promise.resolve(version)]));
  }

  async #change(index: number): Promise<void> {
    const unit = this.#world.units[index % this.#world.units.length];
    const link = this.#links[index % this.#links.length];
    const version = unit && this.#versions.get(unit.unitId);
    if (unit === undefined || link === undefined || version === undefined) {
      throw new Error('there is nothing to change');
    }
    const change = version.then(async (expectedVersion) => {
      const id = commandId.parse(randomUUIDv7());
      const command = { commandId: id, unitId: unit.unitId, expectedVersion, name: `单兵${index}号`, teamName: `执行${index % 20}组`, kind: 'recorder' as const };
      const sentAt = steadyNow();
      const { unit: changed } = await askUntilAnswered(link, command);
      this.times.set(id, { sentAt, answeredAt: steadyNow() });
      return changed.version;
    });
    this.#versions.set(unit.unitId, change);
    await change;
  }
}

/** As a desk does when its link was lost: again, under the same id. */
async function askUntilAnswered(link: HallLink, command: RequestInput<'unit.change'>): Promise<RequestOutput<'unit.change'>> {
  try {
    return await link.request('unit.change', command);
  } catch (error) {
    if (!(error instanceof AppError) || !['disconnected', 'timedOut'].includes(error.code)) {
      throw error;
    }
    await untilOnline(link);
    return askUntilAnswered(link, command);
  }
}

async function untilOnline({ state }: HallLink): Promise<void> {
  for (const endAt = performance.now() + OPEN_WITHIN_MS; state.getState().phase !== 'online'; await wait(10)) {
    if (performance.now() > endAt) {
      throw new Error(`nobody can give commands: ${state.getState().error ?? state.getState().phase}`);
    }
  }
}
