import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OperationId, StepId } from '#protocol/nouns/ids.ts';
import { CAST } from '../../scripts/demo/cast.ts';
import { signInPerson } from '../../scripts/demo/enrol.ts';
import { HallControl } from '../../scripts/demo/hallControl.ts';
import { advanceClock } from './rig/advanceClock.ts';
import { AtTheDesk } from './rig/atTheDesk.ts';
import { Hand } from './rig/hand.ts';
import { startHallRig, untilFeedsLive, type HallRig } from './rig/hallRig.ts';
import { drawnAt } from './rig/mapSight.ts';
import { hear } from './rig/soundSight.ts';
import { until } from './rig/until.ts';

const photographs = path.resolve(import.meta.dirname, '../../out/photographs/operation');
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const COMMANDER = CAST.find(({ roles }) => roles.includes('commander'))!;

let rig: HallRig;
let page: Page;
let desk: AtTheDesk;
let leader: HallControl;
let operationId: OperationId;
let search: StepId;

beforeAll(async () => {
  mkdirSync(photographs, { recursive: true });
  rig = await startHallRig({ displays: 2, units: 1, pages: 0, basePort: 23_600, exercise: true, people: [COMMANDER] });
  await untilFeedsLive(rig.stage);
  page = await rig.console.desk();
  desk = new AtTheDesk(page);
  const token = await signInPerson({ hall: rig.stage.place, username: COMMANDER.username, password: rig.stage.password });
  leader = HallControl.create({ address: rig.stage.hall.address, token });
  await leader.view();
});

afterAll(async () => {
  leader?.close();
  await rig?.close();
});

const photograph = (name: string) => page.screenshot({ path: path.join(photographs, `${name}.png`) });
const card = (stepId: StepId) => page.locator(`[data-step-id="${stepId}"]`).and(page.locator(':not([inert] *)'));
const command = () => ({ commandId: rig.stage.control.newCommandId() });
const ask: HallControl['request'] = (name, input) => rig.stage.control.request(name, input);

/** What the wall's only tile says of the step under way: its words, and whether they are calm, amber or red. */
async function onWall(): Promise<{ words: string; tone: string } | null> {
  const [wall] = await rig.console.readWalls(() => {
    const mark = document.querySelector<HTMLElement>('[data-step-mark]');
    return mark === null ? null : { words: mark.textContent ?? '', tone: mark.dataset['tone'] ?? '' };
  }, null);
  return wall?.answer ?? null;
}

const onWallUntil = (what: string, is: (mark: { words: string; tone: string }) => boolean) =>
  until(what, async () => { const mark = await onWall(); return mark !== null && is(mark) ? mark : undefined; }, { withinMs: 8_000, describe: async () => ({ mark: await onWall() }) });

describe('an operation', () => {
  it('is planned with a case number that is one, and stands on the page of operations', async () => {
    const { unitId, courtCode } = (await rig.stage.control.view()).units[0]!;
    const at = Date.now();
    const plan = {
      ...command(), courtCode, title: '思明片区集中执行', campaignId: null, risk: 'medium' as const, plannedFrom: at, plannedTo: at + 4 * HOUR_MS, note: '', place: { name: '湖滨南路', position: null },
      teams: [{ team: 1, name: '第一组', unitIds: [unitId], vehicles: [], members: [{ name: '曾晓东', userId: null, duty: '执行法官' }] }],
    };
    await expect(ask('operation.plan', { ...plan, caseNumbers: ['2026闽0203执'] })).rejects.toMatchObject({ code: 'badCaseNumber' });
    ({ operation: { operationId } } = await ask('operation.plan', { ...plan, ...command(), caseNumbers: ['(2026)闽0203执123号'] }));
    await desk.open('operations');
    await page.locator('[data-role="operations-page"]').getByText('思明片区集中执行').first().click();
    const opened = page.locator(`[data-role="operations-page"] [data-role="operation"][data-operation-id="${operationId}"]`);
    await opened.waitFor({ timeout: 5_000 });
    expect(await opened.textContent()).toContain('（2026）闽0203执123号');
  });

  it('does not let a search begin without its warrant, and says so on desk, wall and card', async () => {
    ({ step: { stepId: search } } = await ask('step.plan', { ...command(), operationId, template: 'search', facts: [], partyId: null, caseNumber: null, team: 1, note: '' }));
    await card(search).waitFor({ timeout: 5_000 });
    const mark = await onWallUntil('the wall to say what is missing', ({ words }) => words.includes('搜查令'));
    expect(mark.tone).toBe('amber');
    await card(search).locator('[data-action="step.begin"]').click();
    await card(search).getByRole('alert').waitFor({ timeout: 5_000 });
    expect(await card(search).getByRole('alert').textContent()).toContain('搜查令');
    expect(await card(search).getAttribute('data-state')).toBe('planned');
    await photograph('stopped');
  });

  it('goes on with a leader’s signature, which nobody gives to themselves', async () => {
    await card(search).locator('[data-action="step.askSignature"]').click();
    await desk.dialog().getByRole('textbox').fill('当事人正在转移财产，搜查令随后补送');
    await desk.dialog().getByRole('button', { name: '提请签批' }).click();
    await desk.untilDialogCloses();
    const { step } = await until('the request at the leader', async () => { const asked = leader.steps().find(({ stepId }) => stepId === search); return asked?.signature ? { step: asked } : undefined; }, { withinMs: 5_000 });
    await leader.request('step.sign', { ...command(), stepId: search, expectedVersion: step.version, reason: '同意，一小时内补交' });
    await until('the signature on the card', async () => ((await card(search).textContent()) ?? '').includes(COMMANDER.name), { withinMs: 5_000 });
    await card(search).locator('[data-action="step.begin"]').click();
    await until('the search to be under way', async () => (await card(search).getAttribute('data-state')) === 'begun', { withinMs: 5_000 });
    await photograph('signed');
  });

  it('runs the clock of a questioning on the picture: calm, amber, red, with an alarm when it is over', async () => {
    const current = leader.steps().find(({ stepId }) => stepId === search)!;
    await ask('step.abandon', { ...command(), stepId: search, expectedVersion: current.version, reason: '改为拘传' });
    const { step: { stepId } } = await ask('step.plan', { ...command(), operationId, template: 'compelledAppearance', facts: [], partyId: null, caseNumber: null, team: 1, note: '' });
    for (const paper of ['compelledAppearanceWarrant', 'workCard']) {
      await ask('step.showPaper', { ...command(), stepId, paper, reference: '2026-1' });
    }
    for (const [capacity, who] of [['officer', '曾晓东'], ['officer', '何静'], ['police', '赵刚']] as const) {
      await ask('step.notePerson', { ...command(), stepId, capacity, who });
    }
    const ready = await until('all of it to be told', async () => leader.steps().find((step) => step.stepId === stepId && step.people.length === 3), { withinMs: 5_000 });
    await ask('step.begin', { ...command(), stepId, expectedVersion: ready.version });
    await advanceClock(rig.stage.place, 6 * HOUR_MS);
    const tone = () => card(stepId).locator('time[data-tone]').first().getAttribute('data-tone');
    await until('a calm clock', async () => (await tone()) === 'running', { withinMs: 5_000, describe: async () => ({ tone: await tone() }) });
    await advanceClock(rig.stage.place, HOUR_MS + 10 * MINUTE_MS);
    await until('an amber clock', async () => (await tone()) === 'amber', { withinMs: 5_000, describe: async () => ({ tone: await tone() }) });
    await onWallUntil('amber on the wall', ({ tone: seen }) => seen === 'amber');
    await photograph('amber');
    await advanceClock(rig.stage.place, 51 * MINUTE_MS);
    await until('a red clock', async () => (await tone()) === 'red', { withinMs: 5_000, describe: async () => ({ tone: await tone() }) });
    await onWallUntil('red on the wall', ({ tone: seen }) => seen === 'red');
    const alarm = await until('the alarm of the clock', async () => leader.alarms().find((one) => one.kind === 'clock' && one.stepId === stepId), { withinMs: 5_000 });
    expect(alarm.severity).toBe('urgent');
    await photograph('red');
    await desk.open('desk');
    await photograph('red-desk');
  });

  it('is in the audit, each with who did it', async () => {
    const { entries } = await leader.request('audit.query', { filter: { names: ['step.', 'operation.', 'alarm.'] }, limit: 200 });
    const seen = entries.map(({ name, actor }) => `${name} ${actor.kind === 'person' ? actor.name : actor.kind}`);
    for (const expected of ['operation.planned 林晓燕', 'step.signatureAsked 林晓燕', `step.signed ${COMMANDER.name}`, 'step.begun 林晓燕', 'alarm.raised hall']) {
      expect(seen).toContain(expected);
    }
  });
});

describe('the map', () => {
  it('begins an operation where somebody points', async () => {
    await desk.open('desk');
    await page.locator('[data-map]').click({ button: 'right', position: { x: 300, y: 260 } });
    await page.getByText('在此新建行动').click();
    const coordinates = desk.dialog().getByRole('textbox', { name: /坐标/ });
    await coordinates.waitFor({ timeout: 5_000 });
    expect(await coordinates.inputValue()).toMatch(/^1[12]\d\.\d{5}, 2\d\.\d{5}$/);
    await page.keyboard.press('Escape');
    await desk.untilDialogCloses();
  });
});

describe('the commonest jobs', () => {
  const here = (selector: string) => page.locator(selector).and(page.locator(':not([inert] *)')).first();
  const button = (name: string) => page.getByRole('dialog').getByRole('button', { name, exact: true });
  const unitRow = () => here('[data-role="unit-list"] [data-unit-id]');

  it('take two actions at most, each', async () => {
    const hand = new Hand(page);
    await desk.open('desk');
    for (const alarm of leader.alarms()) {
      await leader.request('alarm.resolve', { ...command(), alarmId: alarm.alarmId, expectedVersion: alarm.version, outcome: 'exercise', reason: '演练' });
    }
    await hand.job('another layout', () => hand.press('Control+Alt+2'));
    const calls = here('[data-role="call-panel"]');
    await page.keyboard.press('Alt+8');
    await calls.waitFor();

    await hand.job('see a unit', async () => {
      await hand.click(unitRow());
      await page.locator('[data-tile-key="desk-selected"][data-state="live"]').waitFor({ timeout: 10_000 });
    });
    await hand.job('hear a unit', async () => {
      await hand.click(unitRow());
      await hand.click(here('button[aria-label="监听此路声音"]'));
      await until('the sound', async () => (await hear(page, 'desk-selected')).playing, { withinMs: 10_000 });
    });
    await hand.job('find a unit on the map', async () => {
      const { name, unitId } = (await rig.stage.control.view()).units[0]!;
      await hand.press('Control+k');
      await hand.write(name);
      await page.getByRole('option', { name: new RegExp(name) }).first().waitFor();
      // Not a letter of what was typed at once is lost.
      expect(await page.locator('[data-role="palette"] [role="combobox"]').inputValue()).toBe(name);
      await hand.press('Enter');
      await until('the map to be there', async () => (await drawnAt(page, unitId)) !== null, { withinMs: 10_000 });
    });
    await hand.job('take a call', async () => {
      await hand.click(calls.locator('[data-action="call.take"]'));
      await hand.write('被执行人的货车停在服务区');
      await hand.click(button('登记来电'));
      await desk.untilDialogCloses();
    });
    await hand.job('dispatch a call', async () => {
      await hand.click(calls.locator('[data-action="call.triage"]'));
      await hand.click(button('分流'));
      await desk.untilDialogCloses();
      await here('[data-role="alarm-card"]').waitFor({ timeout: 5_000 });
    });
    await hand.job('acknowledge an alarm', async () => {
      await hand.click(here('[data-role="alarm-card"] [data-action="alarm.acknowledge"]'));
      await until('it to be acknowledged', async () => (await here('[data-role="alarm-card"]').getAttribute('data-state')) === 'acknowledged', { withinMs: 5_000 });
    });
    await hand.job('resolve an alarm', async () => {
      await hand.click(here('[data-role="alarm-card"] [data-action="alarm.resolve"]'));
      await hand.write('车辆已移交');
      await hand.click(button('办结'));
      await desk.untilDialogCloses();
    });
    await hand.job('call a caller back', async () => {
      await hand.click(calls.locator('[data-action="call.callBack"]'));
      await hand.write('已告知处置结果');
      await hand.click(button('回访'));
      await desk.untilDialogCloses();
    });
    await hand.job('move an operation on', async () => {
      // It is the chosen one; another would be a press more.
      await hand.click(here('[data-role="operation"] [data-action="operation.advance"]'));
      await until('it to be assembled', async () => (await here('[data-role="operation"]').getAttribute('data-state')) === 'assembled', { withinMs: 5_000 });
    });
    expect(hand.actionsOf.size).toBeGreaterThanOrEqual(10);
    expect(Object.fromEntries([...hand.actionsOf].filter(([, actions]) => actions > 2))).toEqual({});
    await photograph('jobs');
  });
});
