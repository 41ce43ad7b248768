import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tileKeyOf } from '#domain/wall/layouts.ts';
import type { FeedId, UnitId } from '#protocol/nouns/ids.ts';
import { PLAIN_LOOK, type TileLook } from '#protocol/wall/layout.ts';
import { FieldPhones } from './rig/fieldPhones.ts';
import { showFrom, startHallRig, untilFeedsLive, type HallRig } from './rig/hallRig.ts';
import { isFresh, seeWalls } from './rig/look.ts';
import { pixelsOf } from './rig/mapSight.ts';
import { until } from './rig/until.ts';

const photographs = path.resolve(import.meta.dirname, '../../out/photographs/tile');
/** As the pen draws it. */
const YELLOW = [0xff, 0xd8, 0x4a] as const;
const SELECTED = '[data-tile-key="desk-selected"]';

let rig: HallRig;
let desk: Page;
let wall: Page;
let phones: FieldPhones;
let unitId: UnitId;
let feedId: FeedId;

beforeAll(async () => {
  mkdirSync(photographs, { recursive: true });
  rig = await startHallRig({ displays: 2, units: 2, pages: 0, basePort: 25_600, switches: ['--use-fake-device-for-media-stream'] });
  await untilFeedsLive(rig.stage);
  desk = await rig.console.desk();
  ({ unitId } = rig.stage.members[0]!);
  feedId = (await rig.stage.control.view()).feeds.find((feed) => feed.unitId === unitId)!.feedId;
  await showFrom(rig.stage, { slotId: 'wall-1', columns: 1, rows: 1, first: 0 });
  wall = await until('the wall’s page', async () => rig.console.app.windows().find((page) => page.url().includes('/apps/wall/')), { withinMs: 10_000 });
  await until('the picture on the wall', async () => (await seeWalls(rig.console)).some((tile) => tile.unitId === unitId && isFresh(tile)), { withinMs: 20_000 });
  await choose(unitId);
});

afterAll(async () => {
  await phones?.close();
  await rig?.close();
});

async function choose(unit: string): Promise<void> {
  await desk.locator(`[data-role="unit-list"] [data-unit-id="${unit}"]`).click();
  await desk.locator(`${SELECTED}[data-unit-id="${unit}"][data-state="live"]`).waitFor({ timeout: 15_000 });
}

/** By the menu in the tile's corner, which tiles of every size have. */
async function use(words: string): Promise<void> {
  await openMenu();
  await desk.getByRole('menuitem', { name: words }).first().click();
}

const openMenu = () => desk.locator('[data-role="tile-menu"]').first().click();

/** Changes how the wall looks at its one tile. */
async function look(change: Partial<TileLook>): Promise<void> {
  const { control } = rig.stage;
  const slot = (await control.view()).wall[0]!;
  const [tile] = slot.layout.tiles;
  await control.request('wall.adjust', { commandId: control.newCommandId(), tiles: [{ slotId: slot.slotId, column: tile!.column, row: tile!.row, look: { ...PLAIN_LOOK, ...change } }] });
  await until('the wall to be told', async () => {
    const now = (await control.view()).wall[0]!.layout.tiles.find((each) => tileKeyOf(each) === tileKeyOf(tile!))!.look;
    return Object.entries(change).every(([name, value]) => now[name as keyof TileLook] === value);
  }, { withinMs: 5_000 });
}

describe('a picture on the wall', () => {
  const pictureWidth = () => wall.locator('[data-role="feed-video"]').first().evaluate((video) => video.getBoundingClientRect().width);

  it('is zoomed', async () => {
    const whole = await pictureWidth();
    await look({ zoom: 4, x: 0.5, y: 0.5 });
    await until('four times its size', async () => Math.abs((await pictureWidth()) / whole - 4) < 0.05, { withinMs: 5_000 });
    await look({});
    await until('its size again', async () => Math.abs((await pictureWidth()) / whole - 1) < 0.05, { withinMs: 5_000 });
    expect((await seeWalls(rig.console)).every(isFresh)).toBe(true);
  });

  it('stands still when it is frozen, says so, and goes on', async () => {
    await look({ frozenAt: Date.now() });
    await wall.locator('[data-frozen="true"]').waitFor({ timeout: 5_000 });
    const box = (await wall.locator('[data-role="frozen-frame"]').boundingBox())!;
    // Without the mark's running time.
    const clip = { x: box.x, y: box.y + box.height * 0.35, width: box.width, height: box.height * 0.6 };
    const hash = async () => createHash('sha256').update(await wall.screenshot({ clip })).digest('hex');
    const first = await hash();
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect(await hash()).toBe(first);
    await wall.screenshot({ path: path.join(photographs, 'frozen.png') });
    await look({});
    await until('it to move', async () => (await hash()) !== first, { withinMs: 5_000 });
  });
});

describe('from a tile of the desk', () => {
  it('a snapshot is kept with its time and place, and is what its hash says', async () => {
    await use('取证快照');
    const { control } = rig.stage;
    const snapshot = await until('the snapshot', async () => (await control.request('snapshot.list', { feedId, limit: 10 })).snapshots[0], { withinMs: 15_000 });
    expect(snapshot).toMatchObject({ feedId, unitId });
    expect(Math.abs(snapshot.takenAt - Date.now())).toBeLessThan(20_000);
    expect(snapshot.position).not.toBeNull();
    const bytes: Buffer[] = [];
    let total = Infinity;
    for (let offset = 0; offset < total; offset += bytes.at(-1)!.length) {
      const piece = await control.request('snapshot.read', { snapshotId: snapshot.snapshotId, offset });
      total = piece.totalBytes;
      bytes.push(Buffer.from(piece.base64, 'base64'));
    }
    expect(createHash('sha256').update(Buffer.concat(bytes)).digest('hex')).toBe(snapshot.pictureId);
  });

  it('a line is drawn that whoever watches sees', async () => {
    await use('在画面上标绘');
    const pad = desk.locator('[data-role="pen-pad"]').first();
    const box = (await pad.boundingBox())!;
    await desk.mouse.move(box.x + box.width * 0.3, box.y + box.height * 0.4);
    await desk.mouse.down();
    await desk.mouse.move(box.x + box.width * 0.7, box.y + box.height * 0.4, { steps: 12 });
    await desk.mouse.up();
    await wall.locator('[data-role="drawing"][data-strokes="1"]').waitFor({ timeout: 5_000 });
    const picture = (await wall.locator('[data-role="feed-video"]').first().boundingBox())!;
    const at = { x: picture.x + picture.width * 0.5, y: picture.y + picture.height * 0.4 };
    await until('the line in its pixels', async () => (await pixelsOf(wall, { at, sidePx: 60, rgb: YELLOW, tolerance: 40 })) > 100, { withinMs: 5_000 });
    await wall.screenshot({ path: path.join(photographs, 'drawing.png') });
    await use('结束标绘');
    const { control } = rig.stage;
    await control.request('drawing.wipe', { commandId: control.newCommandId(), feedId, strokeId: null });
    await until('the line gone', async () => (await wall.locator('[data-role="drawing"][data-strokes="0"]').count()) > 0 || (await wall.locator('[data-role="drawing"]').count()) === 0, { withinMs: 5_000 });
  });

  it('the last seconds are played, and now goes on', async () => {
    await use('回看 30 秒');
    const frame = () => desk.locator(`[data-role="replay"] canvas`).first().evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL());
    let seen: unknown = null;
    await until('the replay to play', async () => {
      seen = await desk.locator('[data-role="replay"] [data-role="look-back"]').evaluateAll((marks) => marks.map((mark) => ({ ...(mark as HTMLElement).dataset })));
      return JSON.stringify(seen).includes('"state":"playing"');
    }, { withinMs: 15_000, describe: () => seen });
    const first = await until('a picture', async () => ((await frame()).length > 2_000 ? frame() : undefined), { withinMs: 15_000 });
    await until('another', async () => (await frame()) !== first, { withinMs: 5_000 });
    await desk.screenshot({ path: path.join(photographs, 'replay.png') });
    await use('结束回看');
    await desk.locator(`${SELECTED}[data-state="live"]`).waitFor({ timeout: 5_000 });
    expect(await desk.locator('[data-role="replay"]').count()).toBe(0);
  });
});

describe('talk', () => {
  it('is heard by the unit that is spoken to while the button is held, and by nobody after', async () => {
    const { control } = rig.stage;
    phones = await FieldPhones.create({ display: rig.displays.display, caFingerprint: rig.stage.hall.address.caFingerprint });
    const { unit, enrolment } = await control.request('unit.enrol', { commandId: control.newCommandId(), courtCode: '闽0203', name: '对讲手机01', teamName: '执行一组', kind: 'phone' });
    const phone = await phones.open('talk', enrolment.link ?? '');
    await phone.addInitScript(keepReceivedTracks);
    await phone.getByRole('button', { name: '开始回传' }).waitFor({ timeout: 20_000 });
    await phone.reload();
    await phone.getByRole('button', { name: '开始回传' }).click();
    await phone.locator('[data-headline="live"]').waitFor({ timeout: 20_000 });
    await choose(unit.unitId);
    await openMenu();
    const button = desk.locator('[role="menu"] [data-role="talk"]').first();
    await until('the button to be offered', () => button.isEnabled(), { withinMs: 15_000 });
    const box = (await button.boundingBox())!;
    await desk.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await desk.mouse.down();
    await until('the unit to be told who speaks', async () => (await phone.locator('[data-role="speaker"][data-plays="true"]').count()) === 1, { withinMs: 15_000 });
    const loudest = () => phone.evaluate(loudestOfReceived);
    await until('the desk’s sound at the unit', async () => (await loudest()) > 0.02, { withinMs: 15_000 });
    await desk.mouse.up();
    await until('nobody to speak', async () => (await phone.locator('[data-role="speaker"]').count()) === 0, { withinMs: 5_000 });
    expect(await loudest()).toBeLessThan(0.001);
  });
});

/** Runs in the page before its own programs: tracks that arrive are kept where the test finds them. */
function keepReceivedTracks(): void {
  const kept: MediaStreamTrack[] = [];
  Object.assign(globalThis, { receivedTracks: kept });
  const Original = globalThis.RTCPeerConnection;
  globalThis.RTCPeerConnection = class extends Original {
    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      this.addEventListener('track', ({ track }) => kept.push(track));
    }
  };
}

/** Runs in the page: the largest sample of two seconds of all sound that arrives now. */
async function loudestOfReceived(): Promise<number> {
  const { receivedTracks } = globalThis as unknown as { receivedTracks: MediaStreamTrack[] };
  const tracks = receivedTracks.filter(({ kind, readyState }) => kind === 'audio' && readyState === 'live');
  if (tracks.length === 0) {
    return 0;
  }
  const context = new AudioContext();
  await context.resume();
  const analyser = new AnalyserNode(context, { fftSize: 2_048 });
  tracks.forEach((track) => context.createMediaStreamSource(new MediaStream([track])).connect(analyser));
  const samples = new Float32Array(analyser.fftSize);
  let loudest = 0;
  for (const until_ = performance.now() + 2_000; performance.now() < until_; ) {
    analyser.getFloatTimeDomainData(samples);
    loudest = samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), loudest);
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
  await context.close();
  return loudest;
}
