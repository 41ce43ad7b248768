import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CAST } from '../../scripts/demo/cast.ts';
import { AtTheDesk } from './rig/atTheDesk.ts';
import { startHallRig, type HallRig } from './rig/hallRig.ts';
import { until } from './rig/until.ts';
import { twoPagePaper } from './rig/twoPagePaper.ts';

const photographs = path.resolve(import.meta.dirname, '../../out/photographs/tasks');
const TITLE = '请派法警协助将被决定拘留人自安溪县虎邱镇押送至厦门市第一拘留所并办理交接';

let title = TITLE;
let rig: HallRig;
let page: Page;
let desk: AtTheDesk;
const paper = path.join(photographs, '拘留决定书.pdf');

const photograph = (name: string) => page.screenshot({ path: path.join(photographs, `${name}.png`) });
const dossier = () => page.locator('[data-role="dossier"]');
const become = async (username: string, fromDuty = false) => {
  await desk.signOut({ fromDuty });
  await desk.signIn(username, rig.stage.password);
  await desk.open('tasks');
};
const openTask = async (box: string, standing = '未结') => {
  await page.getByRole('radiogroup', { name: '收发' }).getByText(box, { exact: false }).click();
  await page.getByRole('radiogroup', { name: '状态' }).getByText(standing, { exact: true }).click();
  await page.getByRole('row').filter({ hasText: title.slice(0, 12) }).first().click();
  await dossier().waitFor();
};
const take = async (step: string, fill?: () => Promise<void>) => {
  await dossier().locator(`[data-action="task.${step}"]`).click();
  if (fill === undefined) return;
  const dialog = page.getByRole('dialog');
  await dialog.waitFor();
  await fill();
  await photograph(`step-${step}`);
  await dialog.locator('button[type="submit"]').click();
  await dialog.waitFor({ state: 'detached' });
};
const nothing = () => Promise.resolve();
const stateIs = (state: string) => dossier().locator(`header[data-state="${state}"]`).waitFor({ timeout: 15_000 });
const choose = async (label: string, option: string) => {
  await page.getByRole('dialog').getByRole('combobox', { name: label }).or(page.getByRole('dialog').getByRole('textbox', { name: label })).first().click();
  await page.getByRole('option', { name: option }).first().click();
};

beforeAll(async () => {
  mkdirSync(photographs, { recursive: true });
  writeFileSync(paper, twoPagePaper());
  rig = await startHallRig({ displays: 1, units: 0, pages: 0, basePort: 29_400, people: CAST.filter(({ username }) => ['shujiyuan', 'tingzhang', 'anxi'].includes(username)) });
  page = await rig.console.desk();
  desk = new AtTheDesk(page);
  await desk.page.locator('[data-role="person-menu"]').waitFor();
});
afterAll(() => rig?.close());

describe('a task between two courts', () => {
  it('is written by a clerk, who is told what is missing', async () => {
    await become('shujiyuan');
    await photograph('empty');
    await page.locator('[data-action="task.begin"]').click();
    await choose('类型', '执行协作');
    await choose('事项', '押送');
    await choose('受托法院', '安溪县人民法院');
    await page.getByRole('dialog').getByRole('textbox', { name: '标题' }).fill(TITLE);
    await page.getByRole('button', { name: '保存为草稿' }).click();
    await page.getByRole('alert').filter({ hasText: '处需要修改' }).waitFor();
    await photograph('form-faults');
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('集合地点').fill('福建省泉州市安溪县虎邱镇湖丘村 12 号门前');
    await dialog.getByLabel('日期').fill('2026-12-01');
    await dialog.getByLabel('时间').fill('上午九时');
    await dialog.getByLabel('被押送人').fill('欧阳建国');
    await dialog.getByLabel('目的地').fill('厦门市第一拘留所');
    await dialog.getByLabel('需要法警人数').fill('3');
    await page.locator('[data-role="file-input"]').setInputFiles(paper);
    await page.locator('[data-phase="sent"]').waitFor({ timeout: 20_000 });
    await photograph('form');
    await page.getByRole('button', { name: '保存为草稿' }).click();
    await stateIs('draft');
    expect(await dossier().textContent()).not.toContain('建国');
    await photograph('draft');
    await take('submit');
    await stateIs('approving');
    expect(await dossier().locator('[data-action="task.approve"]').count()).toBe(0);
  });

  it('is approved at the own court, answered and done at the other, and rated', async () => {
    await become('tingzhang');
    await openTask('待审批');
    await photograph('approvals');
    await take('approve', nothing);
    await stateIs('asked');
    await become('anxi');
    await openTask('收件');
    await take('accept', () => choose('承办人', '谢福来'));
    await stateIs('accepted');
    await take('begin');
    await take('finish', async () => {
      await page.getByRole('dialog').getByLabel('协作情况').fill('已将被押送人安全送达，交接手续齐全。');
      await page.getByRole('dialog').getByLabel('出动人数').fill('3');
    });
    await stateIs('done');
    await become('shujiyuan');
    await openTask('发件', '已结');
    await take('rate', () => page.getByRole('dialog').locator('.mantine-Rating-label').last().click());
    const moments = await dossier().locator('[data-what]').evaluateAll((all) => all.map((one) => (one as HTMLElement).dataset['what']));
    expect(moments).toEqual(['rate', 'finish', 'begin', 'accept', 'approve', 'submit', 'created']);
    expect(await dossier().textContent()).toMatch(/〔\d{4}〕闽0203协1号/);
    await photograph('done');
  });

  it('shows what is personal to whoever says what for, and the paper beside it', async () => {
    await dossier().locator('[data-role="document"][data-pages="2"] img').waitFor({ timeout: 15_000 });
    await dossier().locator('[data-action="task.openPersonal"]').click();
    await page.getByLabel('用途').fill('核对被押送人身份');
    await page.getByRole('dialog').locator('button[type="submit"]').click();
    await page.getByRole('dialog').getByText('欧阳建国').waitFor();
    expect(await dossier().textContent()).not.toContain('建国');
    await photograph('personal');
    await page.getByRole('dialog').locator('button[type="submit"]').click();
  });
});

describe('a delegation that is signed', () => {
  const SIGNED = '请代为调查被执行人在安溪县的房屋、茶园承包经营权';
  const PIN = '738291';
  const letter = path.join(photographs, '协助执行事项委托函.pdf');

  it('is approved with the person’s own key, which is made on the way, under a PIN', async () => {
    writeFileSync(letter, Buffer.concat([twoPagePaper(), Buffer.from('\n% another paper\n')]));
    title = SIGNED;
    await page.locator('[data-action="task.begin"]').click();
    await choose('事项', '调查被执行人财产');
    await choose('受托法院', '安溪县人民法院');
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('执行案号').fill('(2026)闽0203执123号');
    await dialog.getByRole('textbox', { name: '标题' }).fill(SIGNED);
    await choose('被执行人类别', '自然人');
    await dialog.getByLabel('姓名').fill('欧阳建国');
    await dialog.getByLabel('身份证号').fill('350203197801011239');
    await dialog.getByLabel('调查范围').fill('房屋、土地承包经营权、车辆、存款及到期债权。');
    await dialog.getByLabel('住所地或财产所在地').fill('福建省泉州市安溪县虎邱镇湖丘村 12 号');
    await page.locator('[data-role="file-input"]').setInputFiles([paper, letter]);
    await until('both papers to be there', async () => (await page.locator('[data-phase="sent"]').count()) === 2, { withinMs: 20_000 });
    await page.getByRole('button', { name: '保存为草稿' }).click();
    await stateIs('draft');
    await take('submit', nothing);
    await stateIs('approving');
    await become('tingzhang');
    await openTask('待审批');
    await dossier().locator('[data-action="task.approve"]').click();
    await page.getByRole('dialog').locator('button[type="submit"]').click();
    await page.locator('[data-field="newPin"]').fill(PIN);
    await page.locator('[data-field="repeatPin"]').fill(PIN);
    await page.locator('[data-field="password"]').fill(rig.stage.password);
    await photograph('make-key');
    await page.getByRole('dialog').last().locator('button[type="submit"]').click();
    await page.locator('[data-field="pin"]').fill(PIN);
    await photograph('sign');
    await page.getByRole('dialog').last().locator('button[type="submit"]').click();
    await stateIs('checking');
    await dossier().locator('[data-what="approve"]').getByText('已签名').waitFor();
    await photograph('signed');
  });
});
