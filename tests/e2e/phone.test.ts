import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AtTheDesk } from './rig/atTheDesk.ts';
import { FieldPhones } from './rig/fieldPhones.ts';
import { startHallRig, type HallRig } from './rig/hallRig.ts';
import { seeWalls, untilFresh } from './rig/look.ts';
import { until } from './rig/until.ts';

const photographs = path.resolve(import.meta.dirname, '../../out/photographs/phone');

let rig: HallRig;
let desk: AtTheDesk;
let phones: FieldPhones;
let phone: Page;
let link: string;

beforeAll(async () => {
  mkdirSync(photographs, { recursive: true });
  rig = await startHallRig({ displays: 2, units: 0, pages: 0, basePort: 21_400 });
  desk = new AtTheDesk(await rig.console.desk());
  phones = await FieldPhones.create({ display: rig.displays.display, caFingerprint: rig.stage.hall.address.caFingerprint });
});

afterAll(async () => {
  await phones?.close();
  await rig?.close();
});

const photograph = (page: Page, name: string) => page.screenshot({ path: path.join(photographs, `${name}.png`) });

/** Enrols a unit as a dispatcher does, and takes what is shown for its phone. */
async function enrol(name: string): Promise<{ code: string; link: string | null }> {
  await desk.openAdmin('单位');
  await desk.button('登记单位').click();
  await desk.dialog().getByLabel('单位名称').fill(name);
  await desk.dialog().getByLabel('队伍').fill('执行一队');
  await desk.dialog().getByRole('button', { name: '登记并发放注册码' }).click();
  await desk.page.locator('[data-role="enrolment-code"]').waitFor({ timeout: 10_000 });
  await photograph(desk.page, `code-${name}`);
  return desk.takeCode();
}

const unitIdOf = async (name: string) => (await rig.stage.control.view()).units.find((unit) => unit.name === name)!.unitId;
const untilLive = (page: Page) => page.locator('[data-headline="live"]').waitFor({ timeout: 20_000 });

/** The wall, which deals what is live by itself, shows this unit alone, and the picture is its own. */
async function untilOnWall(name: string): Promise<void> {
  const after = Date.now();
  await untilFresh(rig.console, { count: 1, withinMs: 20_000, after });
  expect((await seeWalls(rig.console)).map(({ unitId }) => unitId)).toEqual([await unitIdOf(name)]);
}

describe('a phone', () => {
  it('becomes a unit by the link that the console shows, and its picture is on the wall', async () => {
    const shown = await enrol('单兵07');
    expect(shown.code).toMatch(/^[0-9A-Z]{4}-[0-9A-Z]{4}$/);
    expect(shown.link).toContain(shown.code);
    link = shown.link!;
    phone = await phones.open('one', link);
    await phone.getByText('本机是「单兵07」').waitFor({ timeout: 10_000 });
    expect(phone.url()).not.toContain(shown.code);
    expect(new URL(phone.url()).hash).toBe('');
    await phone.getByRole('button', { name: '开始回传' }).click();
    await untilLive(phone);
    await untilOnWall('单兵07');
  });

  it('is not replaced by another one that has the same code', async () => {
    const other = await phones.open('two', link);
    await other.getByText('注册码不正确、已使用或已过期').waitFor({ timeout: 10_000 });
    expect(await other.getByRole('button', { name: '开始回传' }).count()).toBe(0);
    await untilOnWall('单兵07');
  });

  it('is cut off when its unit is revoked, says so, and comes back as whoever a new code makes it', async () => {
    await desk.openAdmin('单位');
    await desk.page.getByRole('row').filter({ has: desk.page.getByTitle('单兵07', { exact: true }) }).click();
    await desk.button('吊销').click();
    await desk.dialog().getByLabel('理由').fill('手机遗失');
    await desk.dialog().locator('[data-role="typed-name"]').fill('单兵07');
    await desk.dialog().getByRole('button', { name: '吊销', exact: true }).click();
    await desk.untilDialogCloses();
    await phone.getByText('本机的登记已失效。请向系统管理员索取新的注册码').waitFor({ timeout: 10_000 });
    await until('the wall to be empty', async () => (await seeWalls(rig.console)).length === 0, { withinMs: 10_000 });
    // Coming back with what it kept does not help.
    await phone.reload();
    await phone.getByRole('button', { name: '开始回传' }).click();
    await phone.getByText('本机的登记已被停用').waitFor({ timeout: 10_000 });

    const { code } = await enrol('单兵08');
    await phone.getByLabel('注册码').fill(code.replace('-', ' ').toLowerCase());
    await phone.getByRole('button', { name: '登记', exact: true }).click();
    await untilLive(phone);
    await phone.getByText('单兵08').waitFor();
    await untilOnWall('单兵08');
  });
});
