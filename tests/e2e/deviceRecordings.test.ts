import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SlotId } from '#protocol/nouns/ids.ts';
import { AtTheDesk } from './rig/atTheDesk.ts';
import { ClockedRecorder } from './rig/clockedRecorder.ts';
import { startHallRig, type HallRig } from './rig/hallRig.ts';
import { PRESENT_MS, StandardUnit } from './rig/standardUnit.ts';
import { seeTiles } from './rig/tileSight.ts';
import { until } from './rig/until.ts';

/*
 * What a recorder of GB/T 28181 has on its card, looked through at the desk of the real app: the moment that is chosen is the moment
 * that is shown, read from the decoded pixels, while its picture of now goes on on the wall.
 */
const photographs = path.resolve(import.meta.dirname, '../../out/photographs/standards');
const BASE_PORT = 30_200;
const SIP_PORT = BASE_PORT + 430;
const PASSWORD = 'gb-28181-pass';
const BEIJING_MS = 8 * 3_600_000;
const MINUTE_MS = 60_000;
/** Yesterday in Beijing. */
const DAY = Math.floor((Date.now() + BEIJING_MS) / 86_400_000) * 86_400_000 - BEIJING_MS - 86_400_000;
const at = (hour: number, minute = 0) => DAY + (hour * 60 + minute) * MINUTE_MS;
/** The hall reckons the moment from the device's answers, and pictures take a while to come. */
const NEAR_MS = 2_500;
const deviceId = '35000000001320000041';
const channelId = '35000000001310000041';

let rig: HallRig;
let desk: AtTheDesk;
let unit: StandardUnit;
let recorder: ClockedRecorder;

beforeAll(async () => {
  mkdirSync(photographs, { recursive: true });
  rig = await startHallRig({
    displays: 2, units: 0, pages: 0, basePort: BASE_PORT,
    settings: {
      streams: { listenHost: '127.0.0.1', rtmpPort: 0 },
      gb28181: { enabled: true, listenHost: '127.0.0.1', announcedHost: '127.0.0.1', port: SIP_PORT, rtpPortFrom: BASE_PORT + 440, rtpPortTo: BASE_PORT + 479, heartbeat: 5, positionEvery: 1 },
    },
  });
  desk = new AtTheDesk(await rig.console.desk());
  unit = await StandardUnit.enrol(rig, { name: '执法记录仪41', kind: 'recorder' });
  await unit.addSource({ protocol: 'gb28181', deviceId, channelId, transport: 'udp' }, PASSWORD);
  recorder = await ClockedRecorder.create({ unitId: unit.unitId, deviceId, channelId, hallPort: SIP_PORT, toneHz: 700, recordedDays: 2 });
});

afterAll(async () => {
  await recorder?.close();
  await rig?.close();
});

const photograph = (name: string, display: 0 | 1 = 0) => rig.displays.photograph(path.join(photographs, `${name}.png`), rig.displays.outputs[display]!.name);
const pane = () => desk.page.locator('[data-role="device-recordings"]');
const shownAt = async () => Number(await pane().locator('[data-role="recorded-at"]').getAttribute('data-at'));
/** What the playing picture really shows. */
const seen = async () => (await seeTiles(desk.page)).find(({ tileKey }) => tileKey === 'recording');
const untilShown = async (what: string, moment: number, withinMs = 20_000) => {
  let sight: Awaited<ReturnType<typeof seen>>;
  return until(what, async () => {
    sight = await seen();
    return sight !== undefined && sight.capturedAt !== null && sight.ownPicture && sight.capturedAt >= moment - NEAR_MS && sight.capturedAt < moment + withinMs ? sight.capturedAt : undefined;
  }, { withinMs: 30_000, everyMs: 200, describe: () => sight });
};

const pointAt = async (moment: number, { from, lengthMs }: { readonly from: number; readonly lengthMs: number }) => {
  const bar = pane().locator('[data-role="recording-bar"]');
  const { width = 0, height = 0 } = (await bar.boundingBox()) ?? {};
  await bar.click({ position: { x: (width * (moment - from)) / lengthMs, y: height / 2 } });
};

describe('recordings of a device', () => {
  it('cannot be had while the device is away, and the desk says so', async () => {
    await desk.open('admin');
    await desk.page.locator('[data-tab="sources"]').click();
    await desk.page.locator(`[data-key="${unit.sourceId}"]`).click();
    await desk.page.locator('[data-action="recordings.open"]').click();
    await pane().getByText('设备未连接大厅').waitFor({ timeout: 15_000 });
    await photograph('recordings-away');
    expect(await pane().locator('[data-role="playback"]').count()).toBe(0);
    await desk.page.keyboard.press('Escape');
    await pane().waitFor({ state: 'detached' });
  });

  it('are opened at the tile of the unit, and listed by days', async () => {
    expect(await recorder.register(PASSWORD)).toBe(200);
    await unit.untilStatus('live', ({ state }) => state === 'live');
    await rig.stage.control.showUnits({ slotId: 'wall-1' as SlotId, columns: 1, rows: 1, unitIds: [unit.unitId] });
    await unit.untilPicture();
    await desk.open('desk');
    await desk.page.getByText(unit.name).first().click();
    await desk.page.locator('[data-tile-key="desk-selected"]').hover();
    await desk.page.locator('[data-role="tile-menu"]').first().click();
    await desk.page.locator('[data-action="recordings.open"]').click();
    await pane().getByRole('button', { name: '前一天' }).click();
    await pane().getByText('00:00:00 – 00:10:00').waitFor({ timeout: 20_000 });
    await photograph('recordings-list');
    for (const _ of [1, 2, 3]) await pane().getByRole('button', { name: '前一天' }).click();
    await pane().getByText('设备上没有这一天的录像').waitFor({ timeout: 20_000 });
    await photograph('recordings-none');
    for (const _ of [1, 2, 3]) await pane().getByRole('button', { name: '后一天' }).click();
    await pane().getByText('00:00:00 – 00:10:00').waitFor({ timeout: 20_000 });
    expect(await pane().locator('[data-role="playback"]').count()).toBe(0);
  });

  it('are not played without a purpose, and then show the moment that was chosen', async () => {
    const row = pane().getByRole('row').filter({ hasText: '00:00:00 – 00:10:00' });
    await row.locator('[data-action="recording.play"]').click();
    await pane().getByText('请先写明查看用途').waitFor();
    await photograph('recordings-purpose');
    await pane().locator('[data-role="recording-purpose"]').fill('核对扣押物品');
    await row.locator('[data-action="recording.play"]').click();
    const captured = await untilShown('the beginning of the recording', at(0));
    expect(Math.abs(captured - (await shownAt()))).toBeLessThan(NEAR_MS);
    await pane().locator('[data-state="playing"]').waitFor();
    await photograph('recordings-playing');
    // The picture of now goes on beside it, as a picture of now.
    const live = await unit.untilPicture();
    expect(live.ageMs).toBeLessThan(PRESENT_MS);
  });

  it('are moved, stilled and hurried on the device, and the picture follows', async () => {
    await pointAt(at(9, 10), { from: DAY, lengthMs: 86_400_000 });
    // A pixel of the day is more than a minute.
    const captured = await untilShown('the moment on the bar', at(9, 10) - 90_000, 180_000);
    expect(Math.abs(captured - (await shownAt()))).toBeLessThan(NEAR_MS);
    await pane().locator('[data-action="recording.pause"]').click();
    await pane().locator('[data-role="playback"][data-state="paused"]').waitFor();
    const stood = await shownAt();
    await desk.page.waitForTimeout(4_000);
    expect(await shownAt()).toBe(stood);
    // The last picture stays to be looked at.
    const green = await pane().locator('canvas[data-role="last-frame"]').evaluate((canvas: HTMLCanvasElement) => canvas.getContext('2d')?.getImageData(canvas.width >> 1, canvas.height >> 3, 1, 1).data[1] ?? 0);
    expect(green).toBeGreaterThan(60);
    await photograph('recordings-paused');
    await pane().locator('[data-action="recording.resume"]').click();
    await untilShown('the picture after the pause', stood);
    await pane().getByText('4×', { exact: true }).click();
    const before = (await seen())?.capturedAt ?? 0;
    await desk.page.waitForTimeout(3_000);
    expect(((await seen())?.capturedAt ?? 0) - before).toBeGreaterThan(7_000);
  });

  it('end when the device has sent all, and with the dialog', async () => {
    await pointAt(at(23, 30), { from: DAY, lengthMs: 86_400_000 });
    await untilShown('late in the day', at(23, 30) - 90_000, 180_000);
    await pane().getByText('1 小时', { exact: true }).click();
    await pane().getByText('23:55', { exact: true }).waitFor();
    await photograph('recordings-hour');
    await pointAt(at(23, 59) + 45_000, { from: at(23), lengthMs: 3_600_000 });
    await pane().getByText('这段录像已播完').waitFor({ timeout: 30_000 });
    await photograph('recordings-ended');
    await desk.page.keyboard.press('Escape');
    await pane().waitFor({ state: 'detached' });
    expect((await unit.untilPicture()).ageMs).toBeLessThan(PRESENT_MS);
    // One call of now, never touched, and one for all that was played and moved; that one is over.
    expect([recorder.calls, recorder.openCalls]).toEqual([['udp', 'udp'], 1]);
  });
});
