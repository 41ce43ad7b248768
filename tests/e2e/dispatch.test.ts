import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { UnitId } from '#protocol/nouns/ids.ts';
import { CAST, type CastMember } from '../../scripts/demo/cast.ts';
import { signInPerson } from '../../scripts/demo/enrol.ts';
import { HallControl } from '../../scripts/demo/hallControl.ts';
import { AtTheDesk } from './rig/atTheDesk.ts';
import { startBareUnit } from './rig/bareUnit.ts';
import { ConsoleApp } from './rig/consoleApp.ts';
import { FieldPhones } from './rig/fieldPhones.ts';
import { startHallRig, type HallRig } from './rig/hallRig.ts';
import { isFresh } from './rig/look.ts';
import { advanceClock } from './rig/advanceClock.ts';
import { drawnAt } from './rig/mapSight.ts';
import { seeTiles } from './rig/tileSight.ts';
import { until } from './rig/until.ts';

const photographs = path.resolve(import.meta.dirname, '../../out/photographs/dispatch');
const MINUTE_MS = 60_000;
const SOS_AT = [117.935, 25.19] as const;
const HOLD_MS = 1_300;

const QUANZHOU: CastMember = { username: 'quanzhou', name: '蔡明辉', courtCode: '闽05', roles: ['dispatcher', 'dutyOfficer'], phone: '0595-2200 0130' };
const YONGCHUN: CastMember = { username: 'yongchun', name: '郑永福', courtCode: '闽0525', roles: ['dispatcher', 'dutyOfficer'], phone: '0595-2380 0131' };
const ANXI = CAST.find(({ username }) => username === 'anxi')!;

let rig: HallRig;
let desk: Page;
let sister: AtTheDesk;
let phones: FieldPhones;
let phone: Page;
let unitId: UnitId;
const closers: (() => Promise<void> | void)[] = [];

beforeAll(async () => {
  mkdirSync(photographs, { recursive: true });
  rig = await startHallRig({ displays: 2, units: 0, pages: 0, basePort: 23_200, exercise: true, people: [ANXI, QUANZHOU, YONGCHUN] });
  desk = await rig.console.desk();
  await desk.locator('[data-map-ready="true"]').waitFor({ timeout: 30_000 });
  phones = await FieldPhones.create({ display: rig.displays.display, caFingerprint: rig.stage.hall.address.caFingerprint });
  closers.push(() => phones.close());
  // Desks without windows, so that the alarm has somewhere to be before it climbs to the high court.
  closers.push(await sitDown(ANXI), await sitDown(QUANZHOU));
  const other = await ConsoleApp.create({ display: rig.displays.display, environment: rig.stage.otherConsoleEnvironment('yongchun'), logFile: `${rig.stage.folder}/logs/yongchun.log` });
  closers.push(() => other.close());
  sister = new AtTheDesk(await other.desk());
  await sister.signIn(YONGCHUN.username, rig.stage.password);
  await onDuty(YONGCHUN);
  const { address } = rig.stage.hall;
  const helper = await startBareUnit({ place: rig.stage.place, address, code: (await enrol('永春执法车01', '闽0525', 'vehicle')).code, at: [118.134, 25.392] });
  closers.push(() => helper.close());
});

afterAll(async () => {
  for (const end of closers.toReversed()) {
    await end();
  }
  await rig?.close();
});

const photograph = (page: Page, name: string) => page.screenshot({ path: path.join(photographs, `${name}.png`) });
const alarms = () => desk.locator('[data-role="alarm-list"] [data-alarm-id]');
const strip = () => desk.locator('[data-role="alarm-strip"]');
const card = () => desk.locator('[data-role="alarm-card"]');

async function asPerson<Answer>(member: CastMember, work: (control: HallControl) => Promise<Answer>): Promise<Answer> {
  const token = await signInPerson({ hall: rig.stage.place, username: member.username, password: rig.stage.password });
  const control = HallControl.create({ address: rig.stage.hall.address, token });
  return work(control).finally(() => control.close());
}

async function sitDown(member: CastMember): Promise<() => void> {
  const token = await signInPerson({ hall: rig.stage.place, username: member.username, password: rig.stage.password });
  const control = HallControl.create({ address: rig.stage.hall.address, token });
  await control.view();
  return () => control.close();
}

const onDuty = (member: CastMember) =>
  asPerson(member, async (control) => {
    await control.view();
    await control.request('duty.start', { commandId: control.newCommandId(), post: 'officer', expectedVersion: 0 });
  });

async function enrol(name: string, courtCode: string, kind: 'phone' | 'vehicle'): Promise<{ code: string; link: string; unitId: UnitId }> {
  const { control } = rig.stage;
  const { enrolment, unit } = await control.request('unit.enrol', { commandId: control.newCommandId(), courtCode, name, teamName: '执行一组', kind });
  return { code: enrolment.code, link: enrolment.link ?? '', unitId: unit.unitId };
}

async function pressSos(): Promise<void> {
  const button = phone.locator('[data-role="sos-button"]');
  const box = (await button.boundingBox())!;
  await phone.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await phone.mouse.down();
  await new Promise((resolve) => setTimeout(resolve, HOLD_MS));
  await phone.mouse.up();
}

const sosOnPhone = () => phone.locator('[data-role="sos"]').getAttribute('data-sos');
const onPhone = (state: string) => until(`the phone to say ${state}`, async () => (await sosOnPhone()) === state, { withinMs: 5_000, describe: async () => ({ says: await sosOnPhone() }) });

/** Whether the siren is on: the page's title counts what calls, and only a calling cue is counted there. */
const calls = async (page: Page) => /^\(\d+\)/.test(await page.title());

describe('a call for help from Anxi', () => {
  it('reaches the hall from a unit’s page and sounds at its own court first', async () => {
    const { link, unitId: enrolled } = await enrol('安溪单兵01', '闽0524', 'phone');
    unitId = enrolled;
    phone = await phones.open('anxi', link);
    phones.move('anxi', SOS_AT);
    await phone.locator('[data-role="sos-button"]').waitFor({ timeout: 15_000 });
    await phone.getByRole('button', { name: '开始回传' }).click();
    await phone.locator('[data-headline="live"]').waitFor({ timeout: 20_000 });
    await pressSos();
    await onPhone('raised');
    await until('the alarm in the list', async () => (await alarms().count()) === 1, { withinMs: 5_000 });
    expect(await alarms().first().textContent()).toContain('安溪单兵01');
    // With somebody at Anxi's own desk the high court sees it and is not called.
    expect(await strip().count()).toBe(0);
    expect(await calls(desk)).toBe(false);
    await photograph(desk, 'seen-not-called');
  });

  it('climbs to the intermediate court and to the high court while nobody answers', async () => {
    await advanceClock(rig.stage.place, MINUTE_MS + 1_000);
    await until('the second court', async () => ((await alarms().first().textContent()) ?? '') !== '' && (await soundsAt()) === '闽05', { withinMs: 5_000 });
    expect(await strip().count()).toBe(0);
    await advanceClock(rig.stage.place, MINUTE_MS + 1_000);
    await strip().waitFor({ timeout: 5_000 });
    expect(await soundsAt()).toBe('闽');
    await until('the siren', () => calls(desk), { withinMs: 3_000 });
  });

  it('takes the desk and the wall: strip, feed, map and bar', async () => {
    await until(
      'the unit’s fresh picture in front',
      async () => (await seeTiles(desk)).some((tile) => tile.tileKey === 'desk-selected' && tile.unitId === unitId && isFresh(tile)),
      { withinMs: 10_000 },
    );
    const onWall = () => rig.console.readWalls(() => document.querySelector('[data-role="wall-alarm"]')?.textContent ?? '', null);
    const [bar] = await until('the bar on the wall', async () => ((await onWall())[0]?.answer ? await onWall() : undefined), { withinMs: 5_000 });
    expect(bar!.answer).toContain('紧急求援');
    expect(bar!.answer).toContain('安溪单兵01');
    const taken = () => rig.console.readWalls(() => document.querySelector<HTMLElement>('[data-cell][data-alarm-id] [data-unit-id]')?.dataset['unitId'] ?? null, null);
    await until('its picture to have taken a tile of the wall', async () => (await taken())[0]?.answer === unitId, { withinMs: 5_000 });
    const map = (await desk.locator('[data-map]').boundingBox())!;
    await until(
      'the map to have flown there',
      async () => {
        const at = await drawnAt(desk, unitId);
        return at !== null && Math.hypot(at.x - map.x - map.width / 2, at.y - map.y - map.height / 2) < 60;
      },
      { withinMs: 10_000 },
    );
    await photograph(desk, 'called');
  });

  it('is acknowledged with one press, and the siren ends', async () => {
    await strip().locator('[data-action="alarm.acknowledge"]').click();
    await until('the strip to go', async () => (await strip().count()) === 0, { withinMs: 5_000 });
    await until('silence', async () => !(await calls(desk)), { withinMs: 3_000 });
    await onPhone('acknowledged');
  });

  it('puts the nearest court with staff first and says why the nearer one is not', async () => {
    const rows = card().locator('[data-role="help-card"] [data-court-code]');
    await rows.first().waitFor({ timeout: 5_000 });
    const seen = await rows.evaluateAll((items) => items.map((item) => ({ courtCode: item.getAttribute('data-court-code'), able: item.getAttribute('data-able'), text: item.textContent ?? '' })));
    expect(seen[0]).toMatchObject({ courtCode: '闽0525', able: 'true' });
    expect(seen[0]!.text).toContain('值班 1 人');
    const own = seen.find(({ courtCode }) => courtCode === '闽0524');
    expect(own).toMatchObject({ able: 'false' });
    expect(own!.text).toMatch(/无人值班|没有在线单兵|未登记值班|正在执行任务/);
    await photograph(desk, 'help');
  });

  it('orders help with one press; the other court accepts, arrives and reports', async () => {
    await card().locator('[data-action="alarm.askHelp"]').click();
    await sister.open('desk');
    const order = sister.page.locator('[data-role="order-panel"] [data-order-id][data-state]').first();
    await until('the sister court to be called', () => calls(sister.page), { withinMs: 5_000 });
    await photograph(sister.page, 'order');
    await until('the orders to come forward', () => order.isVisible(), { withinMs: 3_000 });
    await order.locator('[data-action="order.accept"]').click();
    await sister.dialog().getByRole('button', { name: '接单' }).click();
    await sister.untilDialogCloses();
    await until('the asking desk to read it', async () => ((await card().textContent()) ?? '').includes('已接单'), { withinMs: 5_000 });
    await onPhone('dispatched');
    await order.locator('[data-action="order.arrive"]').click();
    await until('their arrival', async () => ((await card().textContent()) ?? '').includes('已到场'), { withinMs: 5_000 });
    await order.locator('[data-action="order.finish"]').click();
    await sister.dialog().getByLabel('办理结果').fill('已到场控制事态，人员安全');
    await sister.dialog().getByRole('button', { name: '办结' }).click();
    await sister.untilDialogCloses();
    await photograph(desk, 'dispatched');
  });

  it('is resolved with a reason, and all of it is in the audit', async () => {
    await card().locator('[data-action="alarm.resolve"]').click();
    const at = new AtTheDesk(desk);
    await at.dialog().getByLabel('说明').fill('增援到场，事态平息');
    await at.dialog().getByRole('button', { name: '办结' }).click();
    await at.untilDialogCloses();
    await until('the list to be empty', async () => (await alarms().count()) === 0, { withinMs: 5_000 });
    await until('the wall to be calm', async () => (await rig.console.readWalls(() => document.querySelector('[data-role="wall-alarm"]') === null, null)).every(({ answer }) => answer), { withinMs: 5_000 });
    const entries = await asPerson({ ...ANXI, username: 'diaodu' }, async (control) => {
      await control.view();
      const { alarmId } = control.alarms()[0]!;
      return (await control.request('alarm.log', { alarmId })).entries.map(({ name }) => name);
    });
    for (const name of ['alarm.raised', 'alarm.escalated', 'alarm.acknowledged', 'alarm.helpAsked', 'alarm.helpChanged', 'alarm.resolved', 'order.sent', 'order.accepted', 'order.arrived', 'order.done']) {
      expect(entries).toContain(name);
    }
  });
});

async function soundsAt(): Promise<string | undefined> {
  await rig.stage.control.view();
  return rig.stage.control.alarms()[0]?.soundsAt;
}
