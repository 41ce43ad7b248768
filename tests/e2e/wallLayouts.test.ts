import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Locator, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sourceTagOf } from '#domain/frameClock/frameClock.ts';
import { DIVISIONS, feedContent, tileKeyOf, uniformLayout, withContent } from '#domain/wall/layouts.ts';
import type { FeedId, UnitId } from '#protocol/nouns/ids.ts';
import type { TileContent } from '#protocol/wall/content.ts';
import type { SlotLayout, WallTile } from '#protocol/wall/layout.ts';
import { CAST } from '../../scripts/demo/cast.ts';
import { signInPerson } from '../../scripts/demo/enrol.ts';
import { HallControl } from '../../scripts/demo/hallControl.ts';
import { watchForGaps } from './rig/gapWatch.ts';
import { startHallRig, untilFeedsLive, type HallRig } from './rig/hallRig.ts';
import { isFresh, seeWalls } from './rig/look.ts';
import { photographDisplay, readPhotographedClock, readPhotographedTag, type Photograph } from './rig/photographedClock.ts';
import { until } from './rig/until.ts';
import { layoutsNow, putUp, unitsIn, untilUnits, type WallLayouts } from './rig/wallHand.ts';

const photographs = path.resolve(import.meta.dirname, '../../out/photographs/wall');
const UNITS = 12;
/** Units send wide pictures. */
const ASPECT = 16 / 9;
/** The oldest frame that a photograph may show, ms; the photograph itself takes some hundred. */
const FRESH_MS = 2_500;
const DARK = 12;

let rig: HallRig;
let desk: Page;
let feeds: FeedId[];
const unitOfFeed = new Map<string, UnitId>();

beforeAll(async () => {
  mkdirSync(photographs, { recursive: true });
  rig = await startHallRig({ displays: 4, units: UNITS, pages: 1, basePort: 24_800, people: CAST.filter(({ username }) => username === 'diaodu2') });
  await untilFeedsLive(rig.stage);
  desk = await rig.console.desk();
  await desk.locator('[data-role="wall-miniature"]').waitFor({ timeout: 30_000 });
  const view = await rig.stage.control.view();
  feeds = rig.stage.members.map(({ unitId }) => view.feeds.find((feed) => feed.unitId === unitId)!.feedId);
  feeds.forEach((feedId, index) => unitOfFeed.set(feedId, rig.stage.members[index]!.unitId));
});

afterAll(() => rig?.close());

const division = (name: (typeof DIVISIONS)[number]['name']): SlotLayout => DIVISIONS.find((candidate) => candidate.name === name)!.layout;
/** The layout with feeds in its tiles, from `first` on and round and round. */
const filled = (layout: SlotLayout, first: number): SlotLayout => ({ ...layout, tiles: layout.tiles.map((tile, index) => withContent(tile, feedContent(feeds[(first + index) % feeds.length]!))) });
const put = (layouts: WallLayouts) => putUp(rig.stage.control, layouts);
const expectedOf = (layouts: WallLayouts) => unitsIn(layouts, (feedId) => unitOfFeed.get(feedId));
const untilShown = (layouts: WallLayouts, withinMs = 30_000) => untilUnits(rig.console, expectedOf(layouts), { withinMs });
const one = (content: TileContent, change: Partial<WallTile> = {}): SlotLayout => {
  const layout = uniformLayout({ columns: 1, rows: 1 });
  return { ...layout, tiles: layout.tiles.map((tile) => ({ ...withContent(tile, content), ...change })) };
};

/** A unit that the list shows now: a long list draws only what is in sight. */
async function listed(place: number): Promise<{ unitId: UnitId; row: Locator }> {
  const row = desk.locator('[data-role="unit-list"] [role="option"][data-unit-id]').nth(place);
  const unitId = (await row.getAttribute('data-unit-id')) as UnitId;
  return { unitId, row: desk.locator(`[data-role="unit-list"] [data-unit-id="${unitId}"]`) };
}

/** Where a tile lies on a photograph of its display. */
function regionOf({ columns, rows }: SlotLayout, tile: WallTile, photograph: Photograph) {
  const [width, height] = [photograph.widthPx / columns, photograph.heightPx / rows];
  return { x: tile.column * width, y: tile.row * height, width: tile.columnSpan * width, height: tile.rowSpan * height };
}

/** Photographs a display and says of each tile whether its unit's fresh picture stands there. */
async function misplaced(slotNumber: number, layout: SlotLayout): Promise<string[]> {
  const photograph = await photographDisplay(rig.displays, { name: rig.displays.outputs[slotNumber]!.name, folder: rig.stage.folder });
  return layout.tiles.flatMap((tile) => {
    const clock = readPhotographedClock(photograph, { tile: regionOf(layout, tile, photograph), aspect: ASPECT });
    const unitId = tile.content.kind === 'feed' ? unitOfFeed.get(tile.content.feedId)! : '';
    const right = clock !== null && clock.sourceTag === sourceTagOf(unitId) && photograph.takenAt.latest - clock.capturedAt < FRESH_MS;
    return right ? [] : [`wall-${slotNumber}/${tileKeyOf(tile)}`];
  });
}

/** Whether the pixels of a region changed from one photograph to the other. */
function movedIn(one_: Photograph, other: Photograph, { x, y, width, height }: { x: number; y: number; width: number; height: number }): boolean {
  for (let row = Math.ceil(y); row < y + height; row += 4) {
    for (let column = Math.ceil(x); column < x + width; column += 4) {
      const at = row * one_.widthPx + column;
      if (Math.abs((one_.shades[at] ?? 0) - (other.shades[at] ?? 0)) > 60) {
        return true;
      }
    }
  }
  return false;
}

const look = (slotNumber: number, name: string) => rig.displays.photograph(path.join(photographs, `${name}.png`), rig.displays.outputs[slotNumber]!.name);

describe('layouts', () => {
  const busy = () => ({ 'wall-1': filled(division('1+7'), 0), 'wall-2': filled(division('16'), 3), 'wall-3': filled(division('25'), 5) });

  it('put 49 right pictures in the right pixels of three displays, in one step', async () => {
    const layouts = busy();
    await put(layouts);
    await untilShown(layouts, 45_000);
    for (const [index, layout] of Object.values(layouts).entries()) {
      await until(`every tile of wall-${index + 1} in its pixels`, async () => (await misplaced(index + 1, layout)).length === 0, { withinMs: 30_000, describe: () => null });
      await look(index + 1, `layout-${layout.tiles.length}`);
    }
    const { control } = rig.stage;
    const { entries } = await control.request('wall.history', { from: Date.now() - 120_000, to: Date.now() + 1_000 });
    expect(entries.filter(({ name }) => name === 'wall.put')).toHaveLength(1);
  });

  it('come again by a preset’s key, and go by undo', async () => {
    const { control } = rig.stage;
    const layouts = busy();
    await control.request('preset.save', {
      commandId: control.newCommandId(), presetId: null, expectedVersion: 0, name: '全省巡查', scope: 'court', operationId: null, key: 1,
      slots: Object.entries(layouts).map(([slotId, layout]) => ({ slotId: slotId as never, layout })),
    });
    const quiet = { 'wall-1': filled(division('4'), 0), 'wall-2': filled(division('1'), 4), 'wall-3': filled(division('1'), 5) };
    await put(quiet);
    await untilShown(quiet);
    await desk.locator('[data-role="wall-miniature"]').click({ position: { x: 2, y: 2 } });
    await desk.keyboard.press('Control+Shift+Digit1');
    await untilShown(layouts);
    await desk.locator('[data-action="wall.undo"]').click();
    await untilShown(quiet);
  });

  it('span two displays with one picture, each its part', async () => {
    const spanned = one(feedContent(feeds[1]!), { span: 'a' });
    await put({ 'wall-1': spanned, 'wall-2': spanned, 'wall-3': one({ kind: 'clock' }) });
    const [first, second] = [rig.displays.outputs[1]!, rig.displays.outputs[2]!];
    const region = { x: first.x, y: first.y, width: first.width + second.width, height: first.height };
    // As high as the displays, in the middle of both.
    const width = region.height * ASPECT;
    const picture = { x: (region.width - width) / 2, y: 0, width, height: region.height };
    const seen = () => photographDisplay(rig.displays, { name: 'span', folder: rig.stage.folder, region });
    const tag = sourceTagOf(unitOfFeed.get(feeds[1]!)!);
    const before = await until('one picture over both', async () => seen().then((photograph) => (readPhotographedTag(photograph, picture) === tag ? photograph : undefined)), { withinMs: 20_000 });
    await until('both halves of it to move', async () => {
      const now = await seen();
      return movedIn(before, now, { ...picture, width: width / 2 }) && movedIn(before, now, { ...picture, x: region.width / 2, width: width / 2 });
    }, { withinMs: 10_000 });
    await rig.displays.photograph(path.join(photographs, 'span.png'), region);
  });
});

describe('pictures that change by themselves', () => {
  it('a tour goes on without a gap', async () => {
    const stops = [feeds[0]!, feeds[1]!, feeds[2]!];
    await put({ 'wall-1': one(feedContent(feeds[5]!)), 'wall-2': one({ kind: 'tour', stops, dwellMs: 3_000, startedAt: Date.now(), pausedAt: null }) });
    await until('the tour to have begun', async () => (await seeWalls(rig.console)).some((tile) => tile.slotId === 'wall-2' && stops.some((feedId) => unitOfFeed.get(feedId) === tile.unitId) && isFresh(tile)), { withinMs: 20_000 });
    const glimpses = await watchForGaps(rig.console, { slotId: 'wall-2', x: 0.5, y: 0.5, forMs: 10_000 });
    expect(new Set(glimpses.map(({ unitId }) => unitId)).size).toBeGreaterThanOrEqual(3);
    expect(glimpses.length).toBeGreaterThan(40);
    expect(glimpses.filter(({ luma }) => luma < DARK)).toEqual([]);
  });

  it('the hot spot shows what the desk has chosen', async () => {
    await put({ 'wall-2': one({ kind: 'hotspot' }) });
    const { unitId, row } = await listed(1);
    await row.click();
    await until('the chosen unit in the hot spot', async () => (await seeWalls(rig.console)).some((tile) => tile.slotId === 'wall-2' && tile.unitId === unitId && isFresh(tile)), { withinMs: 15_000 });
  });

  it('an alarm takes its tile, with what led to it, and gives it back', async () => {
    const { control } = rig.stage;
    const calm = { 'wall-1': one(feedContent(feeds[0]!), { takesAlarms: true }), 'wall-2': one({ kind: 'alarms' }) };
    await put(calm);
    await untilShown({ 'wall-1': calm['wall-1'], 'wall-3': (await layoutsNow(control))['wall-3']! });
    const { unitId } = rig.stage.members[6]!;
    const unit = (await control.view()).units.find((candidate) => candidate.unitId === unitId)!;
    await control.request('alarm.raise', {
      commandId: control.newCommandId(), courtCode: unit.courtCode, kind: 'sos', severity: 'urgent', unitId, operationId: null, place: { name: '凤城镇', position: null }, text: '现场冲突',
    });
    const taken = async () => (await seeWalls(rig.console)).some((tile) => tile.slotId === 'wall-1' && tile.unitId === unitId && isFresh(tile));
    await until('the alarmed unit on the wall', taken, { withinMs: 15_000 });
    const before = async () => (await rig.console.readWalls(lookBackPictures, null)).find(({ slotId }) => slotId === 'wall-1')?.answer ?? [];
    await until('a moving picture of what was before', async () => {
      const [one_, later] = [await before(), await new Promise((resolve) => setTimeout(resolve, 700)).then(before)];
      return one_.length === 1 && one_[0]! > DARK && later.length === 1 && later[0] !== one_[0];
    }, { withinMs: 20_000, describe: () => null });
    await look(1, 'alarm');
    const alarm = control.alarms().find((candidate) => candidate.unitId === unitId);
    await control.request('alarm.resolve', { commandId: control.newCommandId(), alarmId: alarm!.alarmId, expectedVersion: alarm!.version, outcome: 'handled', reason: '已控制' });
    await untilShown({ 'wall-1': calm['wall-1'], 'wall-3': (await layoutsNow(control))['wall-3']! });
  });
});

/** Runs in the page: the brightness of each look-back that plays, with digits enough to tell one frame from the next. */
function lookBackPictures(): number[] {
  return Array.from(document.querySelectorAll<HTMLCanvasElement>('[data-role="look-back"] canvas, canvas[data-role="look-back"]'), (canvas) => {
    const context = new OffscreenCanvas(64, 36).getContext('2d');
    if (context === null || canvas.width === 0) {
      return 0;
    }
    context.drawImage(canvas, 0, 0, 64, 36);
    const { data } = context.getImageData(0, 0, 64, 36);
    let sum = 0;
    for (let at = 0; at < data.length; at += 4) {
      sum += (data[at] ?? 0) + (data[at + 1] ?? 0) * 1.001 + (data[at + 2] ?? 0) * 1.002;
    }
    return sum / (data.length / 4) / 3;
  });
}

describe('from the desk', () => {
  it('a unit is dragged from the list onto a tile of any display', async () => {
    const empty = uniformLayout({ columns: 2, rows: 2 });
    await put({ 'wall-1': one({ kind: 'clock' }), 'wall-2': empty, 'wall-3': one({ kind: 'figures' }) });
    const { unitId, row } = await listed(2);
    const tile = desk.locator('[data-place="wall-2/1-1"]');
    await tile.waitFor({ timeout: 10_000 });
    await row.dragTo(tile);
    await untilUnits(rig.console, new Map([['wall-2/1-1', unitId]]), { withinMs: 15_000 });
  });

  it('everything that sends goes onto one display at once', async () => {
    await desk.locator('section[data-slot-id="wall-3"] > button').first().click({ button: 'right' });
    const menu = desk.locator('[data-role="wall-menu"]');
    await menu.getByText('整组送上本屏', { exact: false }).first().click();
    await menu.getByText('全部实时画面', { exact: false }).first().click();
    await until('every unit on the third display', async () => new Set((await seeWalls(rig.console)).filter((tile) => tile.slotId === 'wall-3' && isFresh(tile)).map(({ unitId }) => unitId)).size === UNITS, { withinMs: 30_000 });
    await look(3, 'salvo');
  });

  it('the next wall is rehearsed unseen and put up in one step', async () => {
    const before = await layoutsNow(rig.stage.control);
    await desk.locator('[data-action="wall.rehearse"]').click();
    await desk.locator('[data-role="wall-rehearsal"]').waitFor();
    const { unitId, row } = await listed(0);
    await row.dragTo(desk.locator('[data-place="wall-2/0-0"]'));
    await until('the draft to hold it', async () => (await desk.locator('[data-place="wall-2/0-0"]').getAttribute('data-content')) === 'feed', { withinMs: 5_000 });
    expect(await layoutsNow(rig.stage.control)).toEqual(before);
    await desk.locator('[data-action="wall.putUp"]').click();
    await until('the rehearsed picture', async () => (await seeWalls(rig.console)).some((tile) => tile.slotId === 'wall-2' && tile.tileKey === '0-0' && tile.unitId === unitId && isFresh(tile)), { withinMs: 15_000 });
  });

  it('of two desks at once one wins a display, the other is told, and both work on different ones', async () => {
    const token = await signInPerson({ hall: rig.stage.place, username: 'diaodu2', password: rig.stage.password });
    const second = HallControl.create({ address: rig.stage.hall.address, token });
    try {
      await second.view();
      const [a, b] = [{ 'wall-1': filled(division('4'), 0) }, { 'wall-1': filled(division('4'), 4) }];
      const outcomes = await Promise.allSettled([putUp(rig.stage.control, a), putUp(second, b)]);
      expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
      expect(outcomes.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'conflict' } });
      const won = outcomes[0].status === 'fulfilled' ? a : b;
      const apart = { ...won, 'wall-2': filled(division('9'), 2), 'wall-3': filled(division('4'), 6) };
      await Promise.all([putUp(rig.stage.control, { 'wall-2': apart['wall-2'] }), putUp(second, { 'wall-3': apart['wall-3'] })]);
      await untilShown(apart);
      // Who holds the baton is the only one who may, and the other is told by name.
      await second.request('wall.takeBaton', { commandId: second.newCommandId(), reason: '' });
      await expect(putUp(rig.stage.control, a)).rejects.toMatchObject({ code: 'batonHeld', params: { name: '郑国栋' } });
      await until('the holder’s name at the desk', async () => (await desk.locator('[data-role="wall-baton"]').textContent())?.includes('郑国栋') === true, { withinMs: 5_000 });
      await second.request('wall.returnBaton', { commandId: second.newCommandId() });
    } finally {
      second.close();
    }
  });

  it('visitors see no name, number or face on any window', async () => {
    const names = [...rig.stage.members.map(({ name }) => name), ...CAST.map(({ name }) => name)];
    const written = async () => [
      ...(await rig.console.readWalls(everythingWritten, null)).map(({ answer }) => answer),
      await desk.evaluate(everythingWritten, null),
    ];
    await until('names before the visit', async () => (await written()).some(({ text }) => names.some((name) => text.includes(name))), { withinMs: 5_000 });
    await desk.keyboard.press('F10');
    await desk.locator('[data-role="visit-curtain"]').waitFor({ timeout: 10_000 });
    await until('nothing personal anywhere', async () => (await written()).every(({ text, pictures }) => pictures === 0 && names.every((name) => !text.includes(name))), {
      withinMs: 10_000,
      describe: () => null,
    });
    await look(1, 'visit-wall');
    await desk.screenshot({ path: path.join(photographs, 'visit-desk.png') });
    await desk.locator('[data-action="visit.end"]').click();
    await desk.locator('[data-action="wall.endVisit"]').click();
    await desk.locator('[data-role="wall-miniature"]').waitFor({ timeout: 15_000 });
    await until('the pictures again', async () => (await seeWalls(rig.console)).filter(isFresh).length === 17, { withinMs: 20_000 });
  });
});

/** Runs in the page: all that can be read in it, and how many pictures it plays. */
function everythingWritten(): { text: string; pictures: number } {
  const attributes = [...document.querySelectorAll('*')].flatMap((element) => [element.getAttribute('title'), element.getAttribute('aria-label'), element.getAttribute('alt')]);
  return { text: [document.title, document.body.textContent, ...attributes].join('\n'), pictures: document.querySelectorAll('video').length };
}
