import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SlotId } from '#protocol/nouns/ids.ts';
import { AtTheDesk } from './rig/atTheDesk.ts';
import { ClockedRecorder, recorderCrowd, type RecorderOptions } from './rig/clockedRecorder.ts';
import { startHallRig, type HallRig } from './rig/hallRig.ts';
import { drawnAt, type MapPoint } from './rig/mapSight.ts';
import { StandardUnit } from './rig/standardUnit.ts';
import { writeTone } from './rig/toneFile.ts';
import { until } from './rig/until.ts';

/*
 * Recorders by GB/T 28181 in the real app, over real sockets: their pictures on the wall (read from the decoded pixels),
 * their sound at the desk, their places on the map, their alarms.
 */
const photographs = path.resolve(import.meta.dirname, '../../out/photographs/standards');
const BASE_PORT = 27_500;
const SIP_PORT = BASE_PORT + 430;
const PASSWORD = 'gb-28181-pass';
const TONES = { udp: 700, tcp: 1_100, connected: 1_500, hidden: 1_900 };
const DESK_TONE_HZ = 940;
const CROWD = 20;
const HEARTBEAT_S = 5;
const XIAMEN = [118.11, 24.47] as const;
const EAST_OF_IT = [118.61, 24.47] as const;
const device = (last: number) => ({ deviceId: `350000000013200${String(last).padStart(5, '0')}`, channelId: `350000000013100${String(last).padStart(5, '0')}` });

let rig: HallRig;
let desk: AtTheDesk;
let udp: StandardUnit;
let tcp: StandardUnit;
/** Of 2022; the hall connects to it. */
let connected: StandardUnit;
/** Behind a NAT: what it says of its address is of no use. */
let hidden: StandardUnit;
let folder: string;
const recorders: ClockedRecorder[] = [];

beforeAll(async () => {
  mkdirSync(photographs, { recursive: true });
  folder = mkdtempSync(path.join(tmpdir(), 'national-standard-'));
  const tone = path.join(folder, 'desk.wav');
  writeTone(tone, DESK_TONE_HZ);
  rig = await startHallRig({
    displays: 2, units: 0, pages: 0, basePort: BASE_PORT, switches: ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream', `--use-file-for-fake-audio-capture=${tone}`],
    settings: {
      streams: { listenHost: '127.0.0.1', rtmpPort: 0 },
      gb28181: { enabled: true, listenHost: '127.0.0.1', announcedHost: '127.0.0.1', port: SIP_PORT, rtpPortFrom: BASE_PORT + 440, rtpPortTo: BASE_PORT + 539, heartbeat: HEARTBEAT_S, positionEvery: 1, rtpFrom: 'first' },
    },
  });
  desk = new AtTheDesk(await rig.console.desk());
  udp = await StandardUnit.enrol(rig, { name: '执法记录仪31', kind: 'recorder' });
  tcp = await StandardUnit.enrol(rig, { name: '执法记录仪32', kind: 'recorder' });
  connected = await StandardUnit.enrol(rig, { name: '执法记录仪33', kind: 'recorder' });
  hidden = await StandardUnit.enrol(rig, { name: '执法记录仪34', kind: 'recorder' });
});

afterAll(async () => {
  await Promise.all(recorders.map((recorder) => recorder.close()));
  await rig?.close();
  rmSync(folder, { recursive: true, force: true });
});

async function recorderOf(unit: StandardUnit, last: number, toneHz: number, kind: Pick<RecorderOptions, 'edition' | 'protocol' | 'behindNat'> = {}): Promise<ClockedRecorder> {
  const recorder = await ClockedRecorder.create({ unitId: unit.unitId, ...device(last), hallPort: SIP_PORT, toneHz, ...kind });
  recorders.push(recorder);
  return recorder;
}

const photograph = (name: string, display: 0 | 1) => rig.displays.photograph(path.join(photographs, `${name}.png`), rig.displays.outputs[display]!.name);
const openSources = async () => {
  await desk.open('admin');
  await desk.page.locator('[data-tab="sources"]').click();
};

describe('recorders by GB/T 28181', () => {
  it('are refused and listed while nobody named them, and while their password is wrong, with the reason at the desk', async () => {
    const first = await recorderOf(udp, 1, TONES.udp);
    expect(await first.register(PASSWORD)).toBe(403);
    await openSources();
    await desk.page.getByText('国标设备', { exact: true }).click();
    await desk.page.getByRole('row').filter({ hasText: device(1).deviceId }).getByText('设备未登记，注册被拒绝').waitFor({ timeout: 20_000 });
    await photograph('gb-unknown', 0);
    await udp.addSource({ protocol: 'gb28181', ...device(1), transport: 'udp' }, PASSWORD);
    await tcp.addSource({ protocol: 'gb28181', ...device(2), transport: 'tcpPassive' }, PASSWORD);
    await connected.addSource({ protocol: 'gb28181', ...device(3), transport: 'tcpActive' }, PASSWORD);
    await hidden.addSource({ protocol: 'gb28181', ...device(4), transport: 'udp' }, PASSWORD);
    expect(await first.register('wrong')).toBe(401);
    await desk.page.getByText('视频源', { exact: true }).last().click();
    await desk.page.locator(`[data-key="${udp.sourceId}"]`).getByText('用户名或密码被拒绝，请核对后修改').waitFor({ timeout: 20_000 });
    await photograph('gb-refused', 0);
    await desk.open('desk');
  });

  it('are on the wall with their own pictures, by UDP and by TCP in both directions, of both editions, and from behind a NAT', async () => {
    const [first] = recorders;
    const second = await recorderOf(tcp, 2, TONES.tcp);
    expect(await first!.register(PASSWORD)).toBe(200);
    const third = await recorderOf(connected, 3, TONES.connected, { edition: '2022', protocol: 'TCP' });
    expect(await second.register(PASSWORD)).toBe(200);
    const fourth = await recorderOf(hidden, 4, TONES.hidden, { behindNat: true });
    expect(await third.register(PASSWORD)).toBe(200);
    expect(await fourth.register(PASSWORD)).toBe(200);
    expect([first!.lines, second.lines, third.lines].map((lines) => /注册成功（([\w-]+)/.exec(lines)?.[1])).toEqual(['MD5', 'MD5', 'SHA-256']);
    for (const unit of [udp, tcp, connected, hidden]) {
      expect(await unit.untilStatus('live', ({ state }) => state === 'live')).toMatchObject({ media: { copied: true } });
    }
    expect([first!.calls, second.calls, third.calls, fourth.calls]).toEqual([['udp'], ['connects'], ['listens'], ['udp']]);
    await rig.stage.control.showUnits({ slotId: 'wall-1' as SlotId, columns: 2, rows: 2, unitIds: [udp.unitId, tcp.unitId, connected.unitId, hidden.unitId] });
    await udp.untilPicture();
    await tcp.untilPicture();
    await connected.untilPicture();
    await hidden.untilPicture();
    await photograph('gb-wall', 1);
  });

  it('are heard at the desk, with their own tones', async () => {
    expect(Math.abs((await udp.hearAtDesk(desk.page)) - TONES.udp)).toBeLessThan(8);
    expect(Math.abs((await tcp.hearAtDesk(desk.page)) - TONES.tcp)).toBeLessThan(8);
  });

  it('play what the desk says while its button is held, and nothing after', async () => {
    const [, second] = recorders;
    await desk.page.locator('[data-role="tile-menu"]').first().click();
    const talk = desk.page.locator('[role="menu"] [data-role="talk"]').first();
    await until('the button to be offered', () => talk.isEnabled(), { withinMs: 15_000 });
    const box = (await talk.boundingBox())!;
    await desk.page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await desk.page.mouse.down();
    await until('the desk’s own tone', async () => Math.abs((second!.heard()?.toneHz ?? 0) - DESK_TONE_HZ) < 8, { withinMs: 20_000, describe: () => [second!.heard(), second!.lines] });
    await photograph('gb-spoken-to', 0);
    await desk.page.mouse.up();
    await until('the hall to hang up', async () => second!.lines.includes('结束 语音广播'), { withinMs: 10_000, describe: () => second!.lines });
    expect(recorders[0]!.heard()).toBeNull();
    await desk.page.keyboard.press('Escape');
  });

  it('stand on the map where they say, and their alarm is one alarm however often it is told', async () => {
    const [first] = recorders;
    let drawn: MapPoint | null = null;
    const untilDrawn = (what: string, at: readonly [number, number], isSo: (point: MapPoint) => boolean) => until(what, async () => {
      await first!.tellPosition(at);
      drawn = await drawnAt(desk.page, udp.unitId);
      return drawn !== null && isSo(drawn) ? drawn : undefined;
    }, { withinMs: 30_000, everyMs: 500, describe: () => drawn });
    const before = await untilDrawn('the unit on the map', XIAMEN, () => true);
    await untilDrawn('the unit further east', EAST_OF_IT, ({ x }) => x > before.x + 3);
    await first!.alarm('一键报警');
    const own = () => rig.stage.control.alarms().filter(({ text }) => text.includes('一键报警'));
    await until('the alarm', async () => own().length > 0, { withinMs: 15_000 });
    await desk.page.getByText('一键报警').first().waitFor({ timeout: 15_000 });
    expect(own()).toHaveLength(1);
    // The recorder itself says nothing of the place: it is where the hall saw it last.
    expect(own()[0]).toMatchObject({ kind: 'sos', severity: 'urgent', place: { position: { longitudeDeg: expect.closeTo(EAST_OF_IT[0], 3), latitudeDeg: expect.closeTo(EAST_OF_IT[1], 3) } } });
    await photograph('gb-alarm', 0);
  });

  it('are gone from their tile when they vanish, which says so, and back on it when they register again', async () => {
    const { tileKey, slotId } = await tcp.untilPicture();
    await recorders[1]!.vanish();
    await tcp.untilGone();
    expect(await tcp.notice()).toContain('画面中断');
    const away = await tcp.untilStatus('away', ({ state }) => state === 'waiting');
    expect(away.fault).not.toBeNull();
    await until('the words', async () => (await tcp.notice()).includes('单位离线'), { withinMs: 10_000 });
    await photograph('gb-vanished', 1);
    const backAt = Date.now();
    expect(await (await recorderOf(tcp, 2, TONES.tcp)).register(PASSWORD)).toBe(200);
    expect(await tcp.untilPicture({ after: backAt })).toMatchObject({ tileKey, slotId });
    // The other one never noticed.
    expect(recorders[0]!.calls).toHaveLength(1);
  });

  it('are all live when twenty register in one moment, and none that was there before notices', async () => {
    const units = await Promise.all(Array.from({ length: CROWD }, (_, index) => StandardUnit.enrol(rig, { name: `布控球${index + 1}`, kind: 'camera' })));
    const numbers = units.map((_, index) => device(100 + index));
    await Promise.all(units.map((unit, index) => unit.addSource({ protocol: 'gb28181', ...numbers[index]!, transport: index % 2 === 0 ? 'udp' : 'tcpPassive' }, PASSWORD)));
    const crowd = await recorderCrowd({ unitId: udp.unitId, hallPort: SIP_PORT, password: PASSWORD, numbers });
    try {
      expect(await Promise.all(crowd.devices.map((one) => one.register()))).toEqual(Array.from({ length: CROWD }, () => 200));
      await Promise.all(units.map((unit) => unit.untilStatus('live', ({ state }) => state === 'live')));
      // Called once each, and not anew because the hall was busy.
      expect(crowd.devices.map(({ ways }) => ways.length)).toEqual(Array.from({ length: CROWD }, () => 1));
      await udp.untilPicture({ after: Date.now() });
      expect(recorders[0]!.calls).toHaveLength(1);
    } finally {
      await crowd.close();
    }
    await Promise.all(units.map((unit) => unit.untilStatus('gone', ({ state, fault }) => state === 'waiting' && fault?.fault !== 'silent')));
  });
});
