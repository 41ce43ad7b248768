import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { BrowserContext, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { UnitId } from '#protocol/nouns/ids.ts';
import { startHallRig, type HallRig } from './rig/hallRig.ts';
import { isFresh, seeWalls, untilFresh } from './rig/look.ts';
import { PhoneBrowser } from './rig/phoneBrowser.ts';
import { hearPhone, holdOn, keepConnections } from './rig/phoneTouch.ts';
import { hear } from './rig/soundSight.ts';
import { writeTone } from './rig/toneFile.ts';
import { until } from './rig/until.ts';

const photographs = path.resolve(import.meta.dirname, '../../out/photographs/field');
const PHONE_TONE_HZ = 620;
const DESK_TONE_HZ = 940;
const SELECTED = '[data-tile-key="desk-selected"]';
/** Longer than the button asks for. */
const HOLD_MS = 1_500;

let rig: HallRig;
let desk: Page;
let browser: PhoneBrowser;
let phone: BrowserContext;
let page: Page;
let unitId: UnitId;
let folder: string;

beforeAll(async () => {
  mkdirSync(photographs, { recursive: true });
  folder = mkdtempSync(path.join(tmpdir(), 'field-'));
  const tone = path.join(folder, 'desk.wav');
  writeTone(tone, DESK_TONE_HZ);
  const switches = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream', `--use-file-for-fake-audio-capture=${tone}`];
  rig = await startHallRig({ displays: 2, units: 0, pages: 0, basePort: 28_600, switches });
  desk = await rig.console.desk();
  await desk.addInitScript(keepConnections);
  await desk.reload();
  await desk.locator('[data-role="unit-list"]').waitFor({ timeout: 30_000 });
  browser = await PhoneBrowser.create({ caPem: rig.stage.hall.address.caPem, toneHz: PHONE_TONE_HZ });
  phone = await browser.newPhone();
  await phone.addInitScript(keepConnections);
});

afterAll(async () => {
  await browser?.close();
  await rig?.close();
  rmSync(folder, { recursive: true, force: true });
});

const photograph = (of: Page, name: string) => of.screenshot({ path: path.join(photographs, `${name}.png`) });
const live = () => page.locator('[data-headline="live"]').waitFor({ timeout: 30_000 });
const sosState = () => page.locator('[data-role="sos"]').getAttribute('data-sos');
const seen = async () => (await seeWalls(rig.console)).find((tile) => tile.unitId === unitId);

async function startSending(): Promise<void> {
  const start = page.locator('[data-role="field-start"][data-running="false"]');
  await start.waitFor({ timeout: 20_000 });
  await start.tap();
  await live();
}

async function chooseAtDesk(): Promise<void> {
  await desk.locator(`[data-role="unit-list"] [data-unit-id="${unitId}"]`).click();
  await desk.locator(`${SELECTED}[data-unit-id="${unitId}"][data-state="live"]`).waitFor({ timeout: 20_000 });
}

/** The tone is the strongest of all that comes to this page, and loud. */
async function untilHeard(at: Page, toneHz: number): Promise<void> {
  let heard: Awaited<ReturnType<typeof hearPhone>> = null;
  await until(
    `the tone of ${toneHz} Hz`,
    async () => {
      heard = await hearPhone(at);
      return heard !== null && heard.levelDb > -70 && Math.abs(heard.toneHz - toneHz) < 6;
    },
    { withinMs: 25_000, describe: () => heard },
  );
}

describe('a phone that is not Electron', () => {
  it('becomes a unit by its link, and its own picture is on the wall', async () => {
    const { control } = rig.stage;
    const { unit, enrolment } = await control.request('unit.enrol', { commandId: control.newCommandId(), courtCode: '闽0203', name: '手机单兵09', teamName: '执行一组', kind: 'phone' });
    ({ unitId } = unit);
    page = await PhoneBrowser.open(phone, enrolment.link ?? '');
    await page.getByText('手机单兵09').first().waitFor({ timeout: 20_000 });
    await photograph(page, 'enrolled');
    await startSending();
    await untilFresh(rig.console, { count: 1, withinMs: 30_000, after: Date.now() });
    expect(await seen()).toMatchObject({ unitId, ownPicture: true });
    await photograph(page, 'live');
  });

  it('is heard at the desk: the tone of its microphone, and no other', async () => {
    await chooseAtDesk();
    await desk.getByRole('button', { name: '监听此路声音', exact: true }).click();
    const heard = await until(
      'the phone’s tone',
      async () => {
        const sound = await hear(desk, 'desk-selected');
        return sound.playing && (sound.levelDb ?? -200) > -70 ? sound : undefined;
      },
      { withinMs: 20_000 },
    );
    expect(Math.abs((heard.toneHz ?? 0) - PHONE_TONE_HZ)).toBeLessThan(6);
    await desk.getByRole('button', { name: '关闭声音', exact: true }).click();
  });

  it('calls for help, and reads that it was heard', async () => {
    await holdOn(page, page.locator('[data-role="sos-button"]'), HOLD_MS);
    await until('the phone to say that the call is there', async () => (await sosState()) === 'raised', { withinMs: 10_000, describe: () => page.url() });
    const strip = desk.locator('[data-role="alarm-strip"]');
    await strip.waitFor({ timeout: 10_000 });
    expect(await strip.textContent()).toContain('手机单兵09');
    await photograph(page, 'sos');
    await strip.locator('[data-action="alarm.acknowledge"]').click();
    await until('the phone to say that somebody answered', async () => (await sosState()) === 'acknowledged', { withinMs: 10_000 });
  });

  it('hears the desk’s own tone while its button is held, and nothing after', async () => {
    await chooseAtDesk();
    await desk.locator('[data-role="tile-menu"]').first().click();
    const talk = desk.locator('[role="menu"] [data-role="talk"]').first();
    await until('the button to be offered', () => talk.isEnabled(), { withinMs: 15_000 });
    const box = (await talk.boundingBox())!;
    await desk.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await desk.mouse.down();
    await untilHeard(page, DESK_TONE_HZ);
    await photograph(page, 'spoken-to');
    await desk.mouse.up();
    await until('silence', async () => ((await hearPhone(page))?.levelDb ?? -200) < -90, { withinMs: 15_000 });
    await desk.keyboard.press('Escape');
  });

  it('answers by talk, and the desk hears its tone while it holds the button', async () => {
    const hold = page.locator('[data-role="talk-hold"]');
    await until('the button to be offered', () => hold.isEnabled(), { withinMs: 15_000 });
    const box = (await hold.boundingBox())!;
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await page.mouse.down();
    const words = async () => `${await hold.getAttribute('data-phase')} ${(await page.locator('[data-role="talk"]').textContent()) ?? ''}`;
    let said = '';
    await until('the phone to have the floor', async () => (said = await words()).startsWith('talking'), { withinMs: 15_000, describe: () => said });
    await photograph(page, 'speaking');
    await untilHeard(desk, PHONE_TONE_HZ);
    await page.mouse.up();
    await until('silence', async () => ((await hearPhone(desk))?.levelDb ?? -200) < -90, { withinMs: 15_000 });
  });

  it('is the same unit after its page was killed, and sends again', async () => {
    await page.close();
    await until('its picture to be gone from the wall', async () => !(await seen()) || !isFresh((await seen())!), { withinMs: 40_000 });
    page = await PhoneBrowser.open(phone, `${rig.stage.hall.address.url}/field/`);
    await startSending();
    await until('its picture on the wall again', async () => { const tile = await seen(); return tile !== undefined && isFresh(tile); }, { withinMs: 30_000 });
    expect(await seen()).toMatchObject({ unitId, ownPicture: true });
  });
});
