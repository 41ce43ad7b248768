import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { BrowserContext } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sourceTagOf, type FrameClockReading } from '#domain/frameClock/frameClock.ts';
import type { SourceAddress } from '#protocol/media/sources.ts';
import type { SlotId } from '#protocol/nouns/ids.ts';
import { CAST } from '../../scripts/demo/cast.ts';
import { signInPerson } from '../../scripts/demo/enrol.ts';
import { HallControl } from '../../scripts/demo/hallControl.ts';
import { openGuest } from '../../sfu/commands/openOperator.ts';
import { AtTheDesk } from './rig/atTheDesk.ts';
import { ClockedCamera } from './rig/clockedCamera.ts';
import { ClockedEncoder } from './rig/clockedEncoder.ts';
import { startHallRig, type HallRig } from './rig/hallRig.ts';
import { PhoneBrowser } from './rig/phoneBrowser.ts';
import { StandardPage } from './rig/standardPage.ts';
import { PRESENT_MS, StandardUnit } from './rig/standardUnit.ts';
import { until } from './rig/until.ts';

/*
 * Encoders, cameras and players that are not the project's own, on the wall of the real app. Whose picture it is and of when
 * is read from the decoded pixels: each sender burns the clock of its own unit into them.
 */
const photographs = path.resolve(import.meta.dirname, '../../out/photographs/standards');
const BASE_PORT = 27_000;
const LOGIN = { username: 'viewer', password: 'camera pass/word' };
const TONES = { whip: 730, rtmp: 1_130, srt: 1_530 };

let rig: HallRig;
let desk: AtTheDesk;
let browser: PhoneBrowser;
let outside: BrowserContext;
let page: StandardPage;
let camera: ClockedCamera;
let whip: StandardUnit;
let rtmp: StandardUnit;
let srt: StandardUnit;
let rtsp: StandardUnit;
let senders: ClockedEncoder[] = [];
const pushUrls = { rtmp: '', srt: '' };

beforeAll(async () => {
  mkdirSync(photographs, { recursive: true });
  rig = await startHallRig({
    displays: 2, units: 0, pages: 0, basePort: BASE_PORT,
    people: CAST.filter(({ roles }) => roles.includes('commander')),
    settings: { streams: { listenHost: '127.0.0.1', rtmpPort: BASE_PORT + 400, srtPortFrom: BASE_PORT + 410, srtPortTo: BASE_PORT + 419 } },
  });
  desk = new AtTheDesk(await rig.console.desk());
  browser = await PhoneBrowser.create({ caPem: rig.stage.hall.address.caPem, toneHz: 440 });
  outside = await browser.newPhone();
  whip = await StandardUnit.enrol(rig, { name: '指挥车编码器', kind: 'vehicle' });
  rtmp = await StandardUnit.enrol(rig, { name: '无人机遥控器', kind: 'camera' });
  srt = await StandardUnit.enrol(rig, { name: '直播编码器', kind: 'camera' });
  rtsp = await StandardUnit.enrol(rig, { name: '大门摄像机', kind: 'camera' });
});

afterAll(async () => {
  await Promise.all(senders.map((sender) => sender.kill()));
  await camera?.close();
  await browser?.close();
  await rig?.close();
});

const photograph = (name: string, display: 0 | 1) => rig.displays.photograph(path.join(photographs, `${name}.png`), rig.displays.outputs[display]!.name);
const cameraAddress = (): SourceAddress => ({ protocol: 'rtsp', url: camera.url, username: LOGIN.username, transport: 'tcp' });

function startSenders(): void {
  senders = [
    ClockedEncoder.start({ unitId: rtmp.unitId, toneHz: TONES.rtmp, output: ['-c:a', 'aac', '-f', 'flv', pushUrls.rtmp] }),
    ClockedEncoder.start({ unitId: srt.unitId, toneHz: TONES.srt, output: ['-c:a', 'libopus', '-f', 'mpegts', pushUrls.srt] }),
  ];
}

/** Units whose tiles say that somebody outside sees them. */
async function outsideMarks(): Promise<string[]> {
  const windows = await rig.console.readWalls(() => [...document.querySelectorAll('[data-role="outside"]')].map((mark) => mark.parentElement?.querySelector<HTMLElement>('[data-unit-id]')?.dataset['unitId'] ?? ''), null);
  return windows.flatMap(({ answer }) => answer);
}

describe('encoders and cameras by the standards', () => {
  it('come by WHIP, RTMP, SRT and RTSP, each with its own picture on its own tile', async () => {
    pushUrls.rtmp = await rtmp.addSource({ protocol: 'rtmp' }, null);
    pushUrls.srt = await srt.addSource({ protocol: 'srt' }, null);
    startSenders();
    camera = await ClockedCamera.create({ unitId: rtsp.unitId, login: LOGIN, port: 0 });
    await rtsp.addSource(cameraAddress(), LOGIN.password);
    const { url } = rig.stage.hall.address;
    const guest = await openGuest(rig.stage.place);
    const { token } = await guest.request('session.redeemCode', { code: whip.code, client: { name: 'encoder', version: '0' } }).finally(() => guest.close());
    page = await StandardPage.open(outside, url);
    const publishing = { endpoint: `${url}/whip/${encodeURIComponent('车顶')}`, unitId: whip.unitId, toneHz: TONES.whip };
    expect(await page.publish({ ...publishing, token: `${token}x` })).toBe(401);
    expect(await page.publish({ ...publishing, token })).toBe(201);

    const all = [whip, rtmp, srt, rtsp];
    await until('all four in the hall', async () => (await Promise.all(all.map((unit) => unit.feedId()))).every((feedId) => feedId !== undefined), {
      withinMs: 40_000, everyMs: 250, describe: () => senders.map(({ complaint }) => complaint),
    });
    await rig.stage.control.showUnits({ slotId: 'wall-1' as SlotId, columns: 2, rows: 2, unitIds: all.map(({ unitId }) => unitId) });
    for (const unit of all) await unit.untilPicture();
    // H.264 went through untouched.
    for (const unit of [rtmp, srt, rtsp]) {
      expect(await unit.untilStatus('live', ({ state }) => state === 'live')).toMatchObject({ media: { videoCodec: 'h264', copied: true } });
    }
    await photograph('four-standards', 1);
  });

  it('are heard at the desk, with their own tones', async () => {
    for (const [unit, toneHz] of [[whip, TONES.whip], [rtmp, TONES.rtmp], [srt, TONES.srt]] as const) {
      expect(Math.abs((await unit.hearAtDesk(desk.page)) - toneHz)).toBeLessThan(6);
    }
  });

  it('come back by themselves on the same tile when they were cut off, and the desk says why they are not there', async () => {
    const units = [rtmp, srt, rtsp];
    const before = await Promise.all(units.map((unit) => unit.untilPicture()));
    const { port } = camera;
    await Promise.all([...senders.map((sender) => sender.kill()), camera.close()]);
    for (const unit of units) {
      await unit.untilGone();
      expect(await unit.notice()).toContain('画面中断');
    }
    await desk.open('admin');
    await desk.page.locator('[data-tab="sources"]').click();
    const row = (unit: StandardUnit) => desk.page.locator(`[data-key="${unit.sourceId}"]`);
    await row(rtsp).getByText('连不上，请检查地址、网线和防火墙').waitFor({ timeout: 30_000 });
    await row(rtmp).getByText('等待接入').waitFor({ timeout: 20_000 });
    await row(srt).getByText('等待接入').waitFor({ timeout: 20_000 });
    await photograph('sources-cut-off', 0);

    const cutAt = Date.now();
    startSenders();
    camera = await ClockedCamera.create({ unitId: rtsp.unitId, login: LOGIN, port });
    for (const [index, unit] of units.entries()) {
      const { tileKey, slotId } = before[index]!;
      expect(await unit.untilPicture({ after: cutAt })).toMatchObject({ tileKey, slotId });
      await row(unit).getByText('有画面').waitFor({ timeout: 20_000 });
    }
    await photograph('sources-back', 0);
    await desk.open('desk');
  });

  it('say at the desk that a password is refused, and are there when it is mended', async () => {
    await rtsp.changeSource(cameraAddress(), 'wrong');
    const refused = await rtsp.untilStatus('the refusal', ({ fault }) => fault?.fault === 'refusedLogin');
    expect(JSON.stringify(refused)).not.toContain('wrong');
    const mendedAt = Date.now();
    await rtsp.changeSource(cameraAddress(), LOGIN.password);
    await rtsp.untilPicture({ after: mendedAt });
  });
});

describe('an encoder by WHIP', () => {
  it('goes on with new ICE by PATCH, on the same tile', async () => {
    const { tileKey } = await whip.untilPicture();
    const restart = await page.restartIce();
    expect(restart.status).toBe(200);
    expect(restart.before).not.toBe('');
    expect(restart.after).not.toBe(restart.before);
    expect(await whip.untilPicture({ after: Date.now() })).toMatchObject({ tileKey });
  });
});

describe('a player outside the hall, by WHEP', () => {
  it('shows the unit’s own picture of now by its grant, is marked on the wall, and ends with the grant', async () => {
    const { stage } = rig;
    const token = await signInPerson({ hall: stage.place, username: 'zhihuizhang', password: stage.password });
    const commander = HallControl.create({ address: stage.hall.address, token });
    const player = await StandardPage.open(outside, stage.hall.address.url);
    try {
      const feedId = (await rtmp.feedId())!;
      const given = await commander.request('grant.give', { commandId: commander.newCommandId(), feedId, purpose: '联合指挥', forName: '市公安局', endsAt: Date.now() + 600_000 });
      expect(await player.play({ endpoint: given.url.replace(feedId, (await srt.feedId())!), token: given.token })).toBe(403);
      expect(await player.play({ endpoint: given.url, token: given.token })).toBe(201);
      let seen: FrameClockReading | null = null;
      await until('the picture at the player', async () => {
        seen = await player.see();
        return seen !== null && seen.sourceTag === sourceTagOf(rtmp.unitId) && Date.now() - seen.capturedAt < PRESENT_MS;
      }, { withinMs: 30_000, describe: () => seen });
      await until('the mark of an outside view', async () => (await outsideMarks()).join() === rtmp.unitId, { withinMs: 10_000 });
      await rtmp.untilPicture({ after: Date.now() });
      await photograph('outside-view', 1);

      const revokedAt = Date.now();
      await commander.request('grant.revoke', { commandId: commander.newCommandId(), grantId: given.grant.grantId });
      let lastAt = revokedAt;
      await until('no new picture for a while', async () => {
        lastAt = Math.max(lastAt, (await player.see())?.capturedAt ?? 0);
        return Date.now() - lastAt > 2_500;
      }, { withinMs: 15_000, describe: () => lastAt - revokedAt });
      expect(lastAt - revokedAt).toBeLessThan(2_000);
      expect(await player.play({ endpoint: given.url, token: given.token })).toBe(401);
      // The hall itself sees on.
      await rtmp.untilPicture({ after: Date.now() });
      await until('the mark to go', async () => (await outsideMarks()).length === 0, { withinMs: 10_000 });
    } finally {
      commander.close();
    }
  });
});

describe('an encoder that takes its leave', () => {
  it('is gone from its tile, which says so', async () => {
    expect(await page.leave()).toBe(200);
    await whip.untilGone();
    await until('the words', async () => /画面中断.*单位离线/.test(await whip.notice()), { withinMs: 10_000 });
    await photograph('whip-gone', 1);
  });
});
