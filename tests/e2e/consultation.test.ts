import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CastMember } from '../../scripts/demo/cast.ts';
import { AtTheDesk } from './rig/atTheDesk.ts';
import { ConsoleApp } from './rig/consoleApp.ts';
import { startHallRig, untilFeedsLive, type HallRig } from './rig/hallRig.ts';
import { colourOfSeat, isColour, keepReceivedTracks, strongestTones, writeColour, type Rgb } from './rig/seatSight.ts';
import { writeTone } from './rig/toneFile.ts';
import { until } from './rig/until.ts';

const photographs = path.resolve(import.meta.dirname, '../../out/photographs/consultation');
const PEOPLE: readonly CastMember[] = [
  { username: 'yuanzhang', name: '柯院长', courtCode: '闽', roles: ['leader'], phone: '0591-8700 0131' },
  { username: 'faguan', name: '曾晓东', courtCode: '闽0203', roles: ['judge'], phone: '0592-5300 0111' },
  { username: 'anxi', name: '欧阳谢福来', courtCode: '闽0524', roles: ['judge'], phone: '0595-2300 0122' },
];
const TITLE = '安溪县虎邱镇涉案厂房强制腾退现场处置会商（含交通与医疗保障）';

type Seat = { readonly app: ConsoleApp; readonly page: Page; readonly desk: AtTheDesk };

let rig: HallRig;
let leader: Seat;
let judge: Seat;
let guest: Seat;
/** What each one's camera and microphone give. */
const LEADER = { colour: [200, 60, 60] as Rgb, toneHz: 440 };
const JUDGE = { colour: [60, 180, 70] as Rgb, toneHz: 700 };

const fakes = (name: string, { colour, toneHz }: typeof LEADER) => {
  const film = path.join(rig.stage.folder, `${name}.y4m`);
  const tone = path.join(rig.stage.folder, `${name}.wav`);
  writeColour(film, colour);
  writeTone(tone, toneHz, { spoken: true });
  return ['--use-fake-device-for-media-stream', `--use-file-for-fake-video-capture=${film}`, `--use-file-for-fake-audio-capture=${tone}`];
};
async function sit(name: string, username: string, switches: readonly string[]): Promise<Seat> {
  const app = await ConsoleApp.create({ display: rig.displays.display, environment: rig.stage.otherConsoleEnvironment(name), logFile: path.join(rig.stage.folder, `logs/${name}.log`), switches });
  const page = await app.desk();
  const desk = new AtTheDesk(page);
  await page.locator('[data-field="username"]').waitFor({ timeout: 30_000 });
  await desk.signIn(username, rig.stage.password);
  await page.locator('nav [data-page="consultation"]').click();
  await keepReceivedTracks(page);
  return { app, page, desk };
}
const photograph = (who: Seat, name: string) => who.page.screenshot({ path: path.join(photographs, `${name}.png`) });
const act = (who: Seat, name: string) => who.page.locator(`[data-action="${name}"]`).first().click();
const seatOf = (who: Seat, name: string) => who.page.locator(`[data-role="seat"][data-seat-name="${name}"]`).first();
const person = (who: Seat, name: string) => who.page.locator(`[data-role="room-person"][data-name="${name}"]`);
const sees = (who: Seat, name: string, colour: Rgb) => {
  let seen: Rgb | null = null;
  return until(`${name}’s picture`, async () => {
    seen = await colourOfSeat(who.page, name);
    return isColour(seen, colour);
  }, { withinMs: 25_000, describe: () => seen });
};
const hears = (who: Seat, toneHz: number) => {
  let heard: number[] = [];
  return until(`a tone of ${toneHz} Hz`, async () => {
    heard = await strongestTones(who.page);
    return heard.some((tone) => Math.abs(tone - toneHz) < 15);
  }, { withinMs: 25_000, describe: () => heard });
};

beforeAll(async () => {
  mkdirSync(photographs, { recursive: true });
  rig = await startHallRig({ displays: 1, units: 1, pages: 0, basePort: 35_300, people: PEOPLE });
  await rig.console.close();
  await untilFeedsLive(rig.stage);
  leader = await sit('leader', 'yuanzhang', fakes('leader', LEADER));
  judge = await sit('judge', 'faguan', fakes('judge', JUDGE));
  guest = await sit('guest', 'anxi', ['--use-fake-device-for-media-stream']);
});
afterAll(async () => {
  await Promise.allSettled([leader, judge, guest].map((seat) => seat?.app.close()));
  await rig?.close();
});

describe('a consultation', () => {
  it('is called from the console, rings at the judge’s desk, and both see and hear each other', async () => {
    await leader.page.locator('[data-role="consultations"][data-phase="empty"]').waitFor();
    await photograph(leader, 'empty');
    await act(leader, 'consultation.call');
    await leader.page.getByLabel('会商议题').fill(TITLE);
    await leader.page.locator('[data-person="曾晓东"]').check();
    await leader.page.locator(`[data-person="${rig.stage.members[0]!.name}"]`).check();
    await leader.page.getByLabel('议程').fill('现场风险 10\n腾退方案 15 分钟\n善后与舆情');
    await photograph(leader, 'call');
    await leader.page.getByRole('dialog').locator('button[type="submit"]').click();
    await leader.page.locator('[data-role="room"][data-phase="in"]').waitFor({ timeout: 15_000 });
    await judge.page.locator('[data-role="consultation-ring"]').waitFor({ timeout: 15_000 });
    await photograph(judge, 'ring');
    expect(await guest.page.locator('[data-role="consultation-ring"]').count()).toBe(0);
    await act(judge, 'consultation.accept');
    await judge.page.locator('[data-role="room"][data-phase="in"]').waitFor({ timeout: 15_000 });
    for (const who of [leader, judge]) {
      await act(who, 'room.camera');
      await act(who, 'room.microphone');
    }
    await sees(judge, '柯院长', LEADER.colour);
    await sees(leader, '曾晓东', JUDGE.colour);
    await hears(judge, LEADER.toneHz);
    await hears(leader, JUDGE.toneHz);
  });

  it('shows the unit in the field to a judge of another court while both sit in it', async () => {
    const { name } = rig.stage.members[0]!;
    await seatOf(judge, name).and(judge.page.locator('[data-picture="true"]')).waitFor({ timeout: 20_000 });
    await until('its picture', async () => (await colourOfSeat(judge.page, name)) !== null, { withinMs: 20_000 });
    await photograph(judge, 'large');
    await judge.page.locator('[data-layout="grid"]').first().click();
    await photograph(judge, 'grid');
    await judge.page.locator('button[data-layout="auto"]').click();
  });

  it('is led by its chair: the hand, the floor, silence', async () => {
    await act(judge, 'room.hand');
    await person(leader, '曾晓东').getByText('举手 1').waitFor({ timeout: 10_000 });
    await photograph(leader, 'hand');
    await act(leader, 'room.silenceAll');
    await judge.page.getByRole('button', { name: '麦克风 关' }).waitFor({ timeout: 10_000 });
    await until('silence', async () => (await strongestTones(leader.page)).every((tone) => Math.abs(tone - JUDGE.toneHz) > 15), { withinMs: 10_000 });
    // What the chair closed stays closed.
    await act(judge, 'room.microphone');
    await judge.page.locator('[data-role="room-bar"]').getByText('静音').waitFor({ timeout: 10_000 });
    await person(leader, '曾晓东').locator('[data-action="room.menu"]').click();
    await act(leader, 'room.giveFloor');
    await seatOf(judge, '曾晓东').and(judge.page.locator('[data-floor="true"]')).waitFor({ timeout: 10_000 });
    await act(judge, 'room.microphone');
    await hears(leader, JUDGE.toneHz);
  });

  it('is joined by whoever is called into it later', async () => {
    await act(leader, 'room.invite');
    await leader.page.locator('[data-person="欧阳谢福来"]').check();
    await leader.page.getByRole('dialog').locator('button[type="submit"]').click();
    await guest.page.locator('[data-role="consultation-ring"]').waitFor({ timeout: 15_000 });
    await act(guest, 'consultation.accept');
    await sees(guest, '柯院长', LEADER.colour);
    expect(await leader.page.locator('[data-role="seat"]').count()).toBe(4);
    await photograph(leader, 'four');
    await photograph(guest, 'guest');
  });

  it('comes back by itself after the hall was killed, with the same people, pictures and sound', async () => {
    await rig.stage.hall.kill();
    await judge.page.locator('[data-role="room"][data-phase="back"]').waitFor({ timeout: 15_000 });
    await photograph(judge, 'back');
    await rig.stage.hall.restart();
    for (const who of [leader, judge, guest]) await who.page.locator('[data-role="room"][data-phase="in"]').waitFor({ timeout: 30_000 });
    await sees(judge, '柯院长', LEADER.colour);
    await sees(leader, '曾晓东', JUDGE.colour);
    await hears(judge, LEADER.toneHz);
    expect(await seatOf(leader, '柯院长').textContent()).toContain('主持');
  });

  it('keeps a chair when its chair goes, and ends for all', async () => {
    await act(leader, 'room.go');
    await act(leader, 'room.leave');
    await leader.page.locator('[data-role="consultations"]').waitFor({ timeout: 10_000 });
    await seatOf(judge, '曾晓东').getByText('主持').waitFor({ timeout: 10_000 });
    await act(judge, 'room.go');
    await act(judge, 'room.end');
    await judge.page.getByLabel('结束语').fill('按第二方案执行，明早八点前报送清场情况。');
    await judge.page.getByRole('dialog').locator('button[type="submit"]').click();
    await guest.page.getByText('按第二方案执行').first().waitFor({ timeout: 10_000 });
    expect(await guest.page.locator('[data-consultation-id][data-state="over"]').count()).toBe(1);
    await photograph(guest, 'ended');
  });
});
