import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CAST } from '../../scripts/demo/cast.ts';
import { AtTheDesk } from './rig/atTheDesk.ts';
import { ConsoleApp } from './rig/consoleApp.ts';
import { startHallRig, type HallRig } from './rig/hallRig.ts';
import { twoPagePaper } from './rig/twoPagePaper.ts';

const photographs = path.resolve(import.meta.dirname, '../../out/photographs/taskWriting');
const paper = path.join(photographs, '拘留决定书.pdf');
const TITLE = '请派法警协助将被决定拘留人自安溪县虎邱镇押送至厦门市第一拘留所并办理全部交接手续';
let rig: HallRig;
let app: ConsoleApp;
let page: Page;

const photograph = (name: string) => page.screenshot({ path: path.join(photographs, `${name}.png`) });
const dialog = () => page.getByRole('dialog');
const sit = async () => {
  page = await app.desk();
  const desk = new AtTheDesk(page);
  await page.locator('[data-role="person-menu"], [data-field="username"]').first().waitFor({ timeout: 30_000 });
  if ((await page.locator('[data-role="person-menu"]').count()) > 0) await desk.signOut();
  await desk.signIn('shujiyuan', rig.stage.password);
  await desk.open('tasks');
};
const choose = async (label: string, option: string) => {
  await dialog().getByRole('combobox', { name: label }).or(dialog().getByRole('textbox', { name: label })).first().click();
  await page.getByRole('option', { name: option }).first().click();
};
const drafts = async () => {
  await page.locator('[data-action="task.drafts"]').click();
  await dialog().waitFor();
};

beforeAll(async () => {
  mkdirSync(photographs, { recursive: true });
  writeFileSync(paper, twoPagePaper());
  rig = await startHallRig({ displays: 1, units: 0, pages: 0, basePort: 36_400, people: CAST.filter(({ username }) => username === 'shujiyuan') });
  app = rig.console;
  await sit();
});
afterAll(async () => {
  if (app !== rig.console) await app.close();
  await rig.close();
});

describe('a task that is written', () => {
  it('finds the court by its initials, says what a case number means, and warns of a number that everybody would read', async () => {
    await drafts();
    await dialog().getByText('没有草稿').waitFor();
    await photograph('no-drafts');
    await page.keyboard.press('Escape');
    await page.locator('[data-action="task.begin"]').click();
    await choose('类型', '执行协作');
    await choose('事项', '押送');
    const court = dialog().getByLabel('受托法院').first();
    await court.click();
    await court.fill('axx');
    await page.getByRole('option', { name: '安溪县人民法院' }).waitFor();
    await photograph('court');
    await page.getByRole('option', { name: '安溪县人民法院' }).click();
    await dialog().getByLabel('执行案号').fill('(2026)闽0203执123号');
    expect(await dialog().locator('[data-role="case-meaning"]').textContent()).toContain('思明区人民法院');
    const title = dialog().getByRole('textbox', { name: '标题' });
    await title.fill('押送350203197801011239');
    await dialog().locator('[data-role="personal-warning"]').waitFor();
    await photograph('warned');
    await title.fill(TITLE);
    expect(await dialog().locator('[data-role="personal-warning"]').count()).toBe(0);
    await dialog().getByLabel('被押送人').fill('欧阳建国');
    await page.locator('[data-role="file-input"]').setInputFiles(paper);
    await page.locator('[data-phase="sent"]').waitFor({ timeout: 20_000 });
    await dialog().getByLabel('目的地').fill('厦门市第一拘留所');
    await dialog().locator('[data-role="draft-state"][data-phase="saved"]').waitFor({ timeout: 2_000 });
    await photograph('saved');
  });

  it('is still there after the console and the hall were killed', async () => {
    app.app.process().kill('SIGKILL');
    await rig.stage.hall.restart();
    app = await ConsoleApp.create({ display: rig.displays.display, environment: rig.stage.consoleEnvironment(), logFile: path.join(rig.stage.folder, 'logs/console-again.log') });
    await sit();
    await drafts();
    await dialog().locator('[data-role="task-draft"]').getByText(TITLE).waitFor();
    await photograph('drafts');
    await page.locator('[data-action="taskDraft.open"]').click();
    await dialog().locator('[data-role="kept-paper"]').waitFor();
    expect(await dialog().getByLabel('被押送人').inputValue()).toBe('欧阳建国');
    expect(await dialog().getByLabel('目的地').inputValue()).toBe('厦门市第一拘留所');
    expect(await dialog().getByRole('textbox', { name: '标题' }).inputValue()).toBe(TITLE);
    await photograph('resumed');
  });

  it('is discarded after a question', async () => {
    await dialog().getByRole('button', { name: '取消' }).click();
    await drafts();
    await page.locator('[data-action="taskDraft.ask"]').click();
    await photograph('ask');
    await page.locator('[data-action="taskDraft.discard"]').click();
    await dialog().getByText('没有草稿').waitFor();
    expect(await dialog().locator('[data-role="task-draft"]').count()).toBe(0);
  });
});
