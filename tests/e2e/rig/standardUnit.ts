import type { Page } from 'playwright';
import type { SourceAddress, SourceStatus } from '#protocol/media/sources.ts';
import type { FeedId, SourceId, UnitId } from '#protocol/nouns/ids.ts';
import type { UNIT_KINDS } from '#protocol/nouns/units.ts';
import type { HallRig } from './hallRig.ts';
import { seeWalls, type WallTile } from './look.ts';
import { hear, type HeardSound } from './soundSight.ts';
import { until } from './until.ts';

/** Older than that is not the present, ms; two cores carry ten programs in these tests. */
export const PRESENT_MS = 3_000;
const SELECTED = '[data-tile-key="desk-selected"]';
const AUDIBLE_DB = -60;
const LABEL = '主画面';

/** A unit whose pictures come by a standard and not from the field page: what the hall, its wall and its desk have of it. */
export class StandardUnit {
  readonly unitId: UnitId;
  readonly name: string;
  /** Of its enrolment, to be redeemed once. */
  readonly code: string;
  readonly #rig: HallRig;
  #source: { readonly sourceId: SourceId; readonly version: number } | null = null;

  private constructor(rig: HallRig, facts: { unitId: UnitId; name: string; code: string }) {
    this.#rig = rig;
    this.unitId = facts.unitId;
    this.name = facts.name;
    this.code = facts.code;
  }

  static async enrol(rig: HallRig, { name, kind }: { readonly name: string; readonly kind: (typeof UNIT_KINDS)[number] }): Promise<StandardUnit> {
    const { control } = rig.stage;
    const { unit, enrolment } = await control.request('unit.enrol', { commandId: control.newCommandId(), courtCode: '闽0203', name, teamName: '固定监控', kind });
    return new StandardUnit(rig, { unitId: unit.unitId, name, code: enrolment.code });
  }

  get sourceId(): SourceId {
    if (this.#source === null) throw new Error(`${this.name} has no source`);
    return this.#source.sourceId;
  }

  /** Answers where to send to; empty when nothing is sent. */
  async addSource(address: SourceAddress, secret: string | null): Promise<string> {
    const { control } = this.#rig.stage;
    const { source, pushUrl } = await control.request('source.add', { commandId: control.newCommandId(), unitId: this.unitId, label: LABEL, address, secret });
    this.#source = source;
    return pushUrl ?? '';
  }

  async changeSource(address: SourceAddress, secret: string | null): Promise<void> {
    const { control } = this.#rig.stage;
    const { source } = await control.request('source.change', { commandId: control.newCommandId(), sourceId: this.sourceId, expectedVersion: this.#source?.version ?? 0, label: LABEL, address, secret });
    this.#source = source;
  }

  /** Waits for a state of its source. */
  async untilStatus(what: string, isSo: (status: SourceStatus) => boolean): Promise<SourceStatus> {
    let status: SourceStatus | undefined;
    return until(
      `${this.name}: ${what}`,
      async () => {
        const { statuses } = await this.#rig.stage.control.request('source.statuses', {});
        status = statuses.find(({ sourceId }) => sourceId === this.#source?.sourceId);
        return status !== undefined && isSo(status) ? status : undefined;
      },
      { withinMs: 40_000, everyMs: 250, describe: () => status },
    );
  }

  /** Of its picture while there is one. */
  async feedId(): Promise<FeedId | undefined> {
    const { feeds } = await this.#rig.stage.control.view();
    return feeds.find(({ unitId, tracks }) => unitId === this.unitId && tracks.some(({ kind }) => kind === 'video'))?.feedId;
  }

  /** Its tile on the wall, when that is as wanted. */
  untilTile(what: string, isSo: (tile: WallTile) => boolean): Promise<WallTile> {
    let seen: readonly WallTile[] = [];
    return until(
      `${this.name}: ${what}`,
      async () => {
        seen = await seeWalls(this.#rig.console);
        return seen.find((tile) => tile.unitId === this.unitId && isSo(tile));
      },
      { withinMs: 45_000, everyMs: 250, describe: () => seen },
    );
  }

  /** Its tile, when it shows this unit's own clock of now, and of later than `after`. */
  untilPicture({ after = 0 }: { readonly after?: number } = {}): Promise<WallTile> {
    return this.untilTile('its own picture of now', ({ state, ownPicture, ageMs, capturedAt }) => state === 'live' && ownPicture && ageMs !== null && ageMs < PRESENT_MS && (capturedAt ?? 0) > after);
  }

  async untilGone(): Promise<void> {
    await this.untilTile('no picture', ({ state }) => state !== 'live');
  }

  /** What its tile says over a picture that is not live. */
  async notice(): Promise<string> {
    const windows = await this.#rig.console.readWalls((unitId) => document.querySelector(`[data-tile-key][data-unit-id="${unitId}"] [data-kind]`)?.textContent ?? '', this.unitId);
    return windows.map(({ answer }) => answer).join('');
  }

  /** The desk turns to it and listens. Answers the strongest tone, Hz. */
  async hearAtDesk(desk: Page): Promise<number> {
    await desk.locator(`[data-role="unit-list"] [data-unit-id="${this.unitId}"]`).click();
    await desk.locator(`${SELECTED}[data-unit-id="${this.unitId}"][data-state="live"]`).waitFor({ timeout: 20_000 });
    const listen = desk.getByRole('button', { name: '监听此路声音', exact: true });
    if ((await listen.count()) > 0) await listen.first().click();
    let heard: HeardSound | null = null;
    return until(
      `the sound of ${this.name}`,
      async () => {
        heard = await hear(desk, 'desk-selected');
        return heard.playing && heard.toneHz !== null && (heard.levelDb ?? -200) > AUDIBLE_DB ? heard.toneHz : undefined;
      },
      { withinMs: 20_000, describe: () => heard },
    );
  }
}
