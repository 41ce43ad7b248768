import { randomUUIDv7 } from 'node:crypto';
import { WebSocket } from 'ws';
import { commandId, type FeedId, type SlotId, type UnitId } from '#protocol/nouns/ids.ts';
import type { RequestOutput } from '#protocol/contract.ts';
import type { HallLink } from '../../renderer/link/hallLink.ts';
import { createHallLink } from '../../renderer/link/createHallLink.ts';
import type { HallAddress } from './hallProcess.ts';

export type HallView = RequestOutput<'hall.follow'>;
export type WindowReports = RequestOutput<'diagnostics.list'>['windows'];

/** A desk without windows: reads the hall and sets the wall over the same signalling as every console. */
export class HallControl {
  readonly #link: HallLink;

  private constructor(link: HallLink) {
    this.#link = link;
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

  view(): Promise<HallView> {
    return this.#link.request('hall.follow', {});
  }

  async reports(): Promise<WindowReports> {
    return (await this.#link.request('diagnostics.list', {})).windows;
  }

  /** Puts these units on a slot, row by row; null leaves a tile empty. Retries when someone else changed the slot meanwhile. */
  async showUnits(options: { slotId: SlotId; columns: number; rows: number; unitIds: readonly (UnitId | null)[] }): Promise<void> {
    const { feeds, wall } = await this.view();
    const feedOf = new Map<UnitId, FeedId>(feeds.map((feed) => [feed.unitId, feed.feedId]));
    const slot = wall.find((candidate) => candidate.slotId === options.slotId);
    if (slot === undefined) {
      throw new Error(`The wall has no slot ${options.slotId}`);
    }
    await this.#link.request('wall.setSlot', {
      commandId: commandId.parse(randomUUIDv7()),
      slotId: options.slotId,
      expectedVersion: slot.version,
      mode: 'manual',
      columns: options.columns,
      rows: options.rows,
      tiles: Array.from({ length: options.columns * options.rows }, (_, index) => {
        const unitId = options.unitIds[index];
        return { feedId: unitId === null || unitId === undefined ? null : (feedOf.get(unitId) ?? null) };
      }),
    });
  }

  /** Idempotent. */
  close(): void {
    this.#link.close();
  }
}
