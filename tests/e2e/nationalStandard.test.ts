import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SlotId } from '#protocol/nouns/ids.ts';
import { AtTheDesk } from './rig/atTheDesk.ts';
import { ClockedRecorder } from './rig/clockedRecorder.ts';
import { startHallRig, type HallRig } from './rig/hallRig.ts';
import { drawnAt, type MapPoint } from './rig/mapSight.ts';
import { StandardUnit } from './rig/standardUnit.ts';
import { until } from './rig/until.ts';

/*
 * Recorders by GB/T 28181 in the real app, over real sockets: their pictures on the wall (read from the decoded pixels),
 * their sound at the desk, their places on the map, their alarms.
 */
const photographs = path.resolve(import.meta.dirname, '../../out/photographs/standards');
const BASE_PORT = 27_500;
const SIP_PORT = BASE_PORT + 430;
const PASSWORD = 'gb-28181-pass';
const TONES = { udp: 700, tcp: 1_100 };
const HEARTBEAT_S = 5;
const XIAMEN = [118.11, 24.47] as const;
const EAST_OF_IT = [118.61, 24.47] as const;
const device = (last: number) => ({ deviceId: `3500000000132000000${last}`, channelId: `3500000000131000000${last}` });

let rig: HallRig;
let desk: AtTheDesk;
let udp: StandardUnit;
let tcp: StandardUnit;
const recorders: ClockedRecorder[] = [];

beforeAll(async () => {
  mkdirSync(photographs, { recursive: true });
  rig = await startHallRig({
    displays: 2, units: 0, pages: 0, basePort: BASE_PORT,
    settings: {
      streams: { listenHost: '127.0.0.1', rtmpPort: 0 },
      gb28181: { enabled: true, listenHost: '127.0.0.1', announcedHost: '127.0.0.1', port: SIP_PORT, rtpPortFrom: BASE_PORT + 440, rtpPortTo: BASE_PORT + 479, heartbeat: HEARTBEAT_S, positionEvery: 1 },
    },
  });
  desk = new AtTheDesk(await rig.console.desk());
  udp = await StandardUnit.enrol(rig, { name: '执法记录仪31', kind: 'recorder' });
  tcp = await StandardUnit.enrol(rig, { name: '执法记录仪32', kind: 'recorder' });
});

afterAll(async () => {
  await Promise.all(recorders.map((recorder) => recorder.close()));
  await rig?.close();
});

async function recorderOf(unit: StandardUnit, last: number, toneHz: number): Promise<ClockedRecorder> {
  const recorder = await ClockedRecorder.create({ unitId: unit.unitId, ...device(last), hallPort: SIP_PORT, toneHz });
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
    expect(await first.register('wrong')).toBe(401);
    await desk.page.getByText('视频源', { exact: true }).last().click();
    await desk.page.locator(`[data-key="${udp.sourceId}"]`).getByText('用户名或密码被拒绝，请核对后修改').waitFor({ timeout: 20_000 });
    await photograph('gb-refused', 0);
    await desk.open('desk');
  });

  it('are on the wall with their own pictures, by UDP and by TCP', async () => {
    const [first] = recorders;
    const second = await recorderOf(tcp, 2, TONES.tcp);
    expect(await first!.register(PASSWORD)).toBe(200);
    expect(await second.register(PASSWORD)).toBe(200);
    for (const unit of [udp, tcp]) {
      expect(await unit.untilStatus('live', ({ state }) => state === 'live')).toMatchObject({ media: { copied: true } });
    }
    expect([first!.calls, second.calls]).toEqual([['udp'], ['tcp']]);
    await rig.stage.control.showUnits({ slotId: 'wall-1' as SlotId, columns: 2, rows: 1, unitIds: [udp.unitId, tcp.unitId] });
    await udp.untilPicture();
    await tcp.untilPicture();
    await photograph('gb-wall', 1);
  });

  it('are heard at the desk, with their own tones', async () => {
    expect(Math.abs((await udp.hearAtDesk(desk.page)) - TONES.udp)).toBeLessThan(8);
    expect(Math.abs((await tcp.hearAtDesk(desk.page)) - TONES.tcp)).toBeLessThan(8);
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
});
