import type { BrowserContext, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AssistKind } from '#protocol/field/assist.ts';
import type { UnitId } from '#protocol/nouns/ids.ts';
import { ensureBuilt } from '../../scripts/build/ensureBuilt.ts';
import { Stage } from '../../scripts/demo/stage.ts';
import { PhoneBrowser } from './rig/phoneBrowser.ts';
import { holdOn, keepConnections } from './rig/phoneTouch.ts';
import { until } from './rig/until.ts';

const say = (text: string) => console.log(text);

let stage: Stage;
let browser: PhoneBrowser;
let phone: BrowserContext;
let page: Page;
let unitId: UnitId;

beforeAll(async () => {
  await ensureBuilt(say);
  stage = await Stage.create({ units: 0, pages: 0, display: '', basePort: 30_800, say });
  await stage.control.view();
  browser = await PhoneBrowser.create({ caPem: stage.hall.address.caPem, toneHz: 620 });
  phone = await browser.newPhone();
  await phone.addInitScript(keepConnections);
  const { control } = stage;
  const { unit, enrolment } = await control.request('unit.enrol', { commandId: control.newCommandId(), courtCode: '闽0203', name: '手机单兵11', teamName: '执行一组', kind: 'phone' });
  ({ unitId } = unit);
  page = await PhoneBrowser.open(phone, enrolment.link ?? '');
  await startSending();
});

afterAll(async () => {
  await browser?.close();
  await stage?.close();
});

const at = (role: string) => page.locator(`[data-role="${role}"]`);

async function startSending(): Promise<void> {
  await page.locator('[data-role="field-start"][data-running="false"]').tap();
  await page.locator('[data-headline="live"]').waitFor({ timeout: 30_000 });
}

const ask = (kind: AssistKind) => stage.control.request('assist.ask', { commandId: stage.control.newCommandId(), unitId, kind, text: '' });

/** The largest picture that is offered to the hall now, and what all layers together may take. */
const offered = () =>
  page.evaluate(() => {
    const { keptConnections } = globalThis as unknown as { keptConnections: RTCPeerConnection[] };
    const senders = keptConnections.flatMap((one) => one.getSenders()).filter(({ track }) => track?.kind === 'video' && track.readyState === 'live');
    const encodings = senders.flatMap((one) => one.getParameters().encodings);
    return { heightPx: Math.max(0, ...senders.map(({ track }) => track?.getSettings().height ?? 0)), maxKbit: encodings.reduce((sum, { maxBitrate = 0 }) => sum + maxBitrate / 1_000, 0) };
  });

describe('the phone of a field unit, by what it shows and sends', () => {
  it('has what is pressed within its edges, upright and on its side', async () => {
    for (const [width, height] of [[360, 640], [640, 360]] as const) {
      await page.setViewportSize({ width, height });
      for (const role of ['sos-button', 'talk-hold', 'field-start', 'field-mute', 'field-switch']) {
        const box = (await at(role).boundingBox())!;
        expect([role, box.y >= 0, box.y + box.height <= height, box.x + box.width <= width, Math.min(box.width, box.height) >= 48]).toEqual([role, true, true, true, true]);
      }
    }
  });

  it('sends more when the person grants it, and tells the desk why when not', async () => {
    const before = await offered();
    await ask('betterPicture');
    await at('field-assist-accept').tap();
    let now = before;
    await until('a larger picture that may take more', async () => (now = await offered()).heightPx > before.heightPx && now.maxKbit > before.maxKbit, { withinMs: 15_000, describe: () => [before, now] });
    const { assist } = await ask('moveCloser');
    await at('field-assist-refuse').tap();
    await at('field-assist-unsafe').tap();
    await at('field-assist').waitFor({ state: 'detached' });
    const again = await stage.control.request('assist.withdraw', { commandId: stage.control.newCommandId(), assistId: assist.assistId });
    expect(again.assist).toMatchObject({ state: 'refused', refusal: 'unsafe' });
  });

  it('reads by name and court who answers its SOS', async () => {
    await holdOn(page, at('sos-button'), 1_500);
    await page.locator('[data-sos="raised"]').waitFor();
    const { control } = stage;
    const alarm = await until('the SOS', async () => control.alarms().find((one) => one.unitId === unitId), { withinMs: 10_000 });
    await control.request('alarm.acknowledge', { commandId: control.newCommandId(), alarmId: alarm.alarmId });
    await page.locator('[data-sos="acknowledged"]').waitFor();
    expect(await at('sos').textContent()).toMatch(/法院 \S+ 已接警/);
  });

  it('opens without the hall and says so, and is live when the hall can be reached again', async () => {
    await page.evaluate(() => globalThis.navigator.serviceWorker.ready.then(() => undefined));
    await page.close();
    await phone.setOffline(true);
    page = await PhoneBrowser.open(phone, `${stage.hall.address.url}/field/apps/field/`);
    await at('field-start').tap();
    await at('field-trouble').waitFor({ timeout: 20_000 });
    expect(await at('field-trouble').textContent()).toContain('连不上指挥中心');
    await phone.setOffline(false);
    await page.locator('[data-headline="live"]').waitFor({ timeout: 30_000 });
  });
});
