import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { canonicalReport } from '#domain/reports/canonicalReport.ts';
import type { Instruction } from '#protocol/field/instructions.ts';
import type { UnitId } from '#protocol/nouns/ids.ts';
import { PICTURE_CHUNK_BYTES } from '#protocol/operations/journal.ts';
import type { HallControl } from '../../scripts/demo/hallControl.ts';
import { startBareUnit } from './rig/bareUnit.ts';
import { startHallRig, type HallRig } from './rig/hallRig.ts';
import { twoPagePaper } from './rig/twoPagePaper.ts';
import { until } from './rig/until.ts';

const photographs = path.resolve(import.meta.dirname, '../../out/photographs/instructions');
const TEXT = '封控后门，未经许可人员不得进出；发现被执行人欲驾车离开时立即报告车牌，不得自行拦截。';

let rig: HallRig;
let page: Page;
let unit: Awaited<ReturnType<typeof startBareUnit>>;
let unitId: UnitId;
let held: readonly Instruction[] = [];

const command = () => ({ commandId: rig.stage.control.newCommandId() });
const ask: HallControl['request'] = (name, input) => rig.stage.control.request(name, input);
const photograph = (name: string) => page.screenshot({ path: path.join(photographs, `${name}.png`) });
const openPanel = (title: string) => page.getByRole('tab', { name: title }).or(page.locator('[data-panel-tab]').getByText(title)).first().click();

beforeAll(async () => {
  mkdirSync(photographs, { recursive: true });
  rig = await startHallRig({ displays: 2, units: 1, pages: 0, basePort: 29_200 });
  page = await rig.console.desk();
  const enrolled = await ask('unit.enrol', { ...command(), courtCode: '闽0203', name: '思明执行一队单兵07（备用）', teamName: '执行一队', kind: 'phone' });
  ({ unitId } = enrolled.unit);
  unit = await startBareUnit({ place: rig.stage.place, address: rig.stage.hall.address, code: enrolled.enrolment.code, at: [118.09, 24.47] });
  unit.link.on('instruction.held', ({ instructions }) => (held = instructions));
  await until('the unit to be here', async () => (await rig.stage.control.view()).units.some((one) => one.unitId === unitId && one.online), { withinMs: 10_000 });
});
afterAll(async () => {
  unit?.close();
  await rig?.close();
});

describe('an instruction to a unit', () => {
  it('is written at the desk with a paper, and reaches the unit with it', async () => {
    await page.locator('[data-panel-id="units"], [data-role="unit-list"]').first().waitFor();
    await page.locator(`[role="option"][data-unit-id="${unitId}"]`).click();
    await page.locator('[data-action="instruction.begin"]').locator('visible=true').first().click();
    await page.getByLabel('指令内容').fill(TEXT);
    const paper = path.join(photographs, '搜查令.pdf');
    writeFileSync(paper, twoPagePaper());
    await page.locator('[data-role="file-input"]').setInputFiles(paper);
    await page.locator('[data-phase="sent"]').waitFor({ timeout: 20_000 });
    await photograph('send');
    await page.getByRole('button', { name: '下达（1 名）' }).click();
    const [one] = await until('the unit to hold it', async () => (held.length > 0 ? held : undefined), { withinMs: 5_000 });
    expect(one).toMatchObject({ unitId, text: TEXT, state: 'sent', documents: [{ name: '搜查令.pdf', mimeType: 'application/pdf' }] });
    const { base64 } = await unit.link.request('document.read', { documentId: one!.documents[0]!.documentId, offset: 0 });
    expect(Buffer.from(base64, 'base64').equals(twoPagePaper())).toBe(true);
  });

  it('is followed at the desk from delivered to done, and its paper is drawn there page by page', async () => {
    const { instructionId } = held[0]!;
    await openPanel('现场指令');
    const sheet = page.locator(`[data-role="instruction-panel"] [data-sheet-id="${held[0]!.sheetId}"]`);
    await sheet.locator('[data-state="sent"]').first().waitFor({ timeout: 5_000 });
    await unit.link.request('instruction.deliver', { ...command(), instructionId });
    await unit.link.request('instruction.accept', { ...command(), instructionId, saidAt: Date.now() - 60_000 });
    await sheet.getByRole('button').first().click();
    await sheet.getByText('已接受').first().waitFor({ timeout: 5_000 });
    await photograph('accepted');
    await sheet.locator('[data-document-id]').click();
    await page.locator('[data-role="document"][data-pages="2"] img').waitFor({ timeout: 10_000 });
    await page.keyboard.press('ArrowRight');
    await page.getByText('第 2 / 2 页').waitFor({ timeout: 5_000 });
    await photograph('paper');
    await page.keyboard.press('Escape');
    await unit.link.request('instruction.finish', { ...command(), instructionId, saidAt: null, report: '后门已封控，未见异常。' });
    await page.getByText('没有进行中的现场指令').waitFor({ timeout: 5_000 });
    const { instruction } = await unit.link.request('instruction.read', { ...command(), instructionId, saidAt: null });
    expect(instruction.steps.map(({ state }) => state)).toEqual(['sent', 'delivered', 'accepted', 'done']);
  });
});

describe('a report from the field', () => {
  it('is on the desk with its photo, says that one before it is missing, and is proved there', async () => {
    await openPanel('现场记录');
    const bytes = Buffer.from(await page.evaluate(async () => {
      const canvas = document.createElement('canvas');
      Object.assign(canvas, { width: 1_600, height: 1_200 });
      const context = canvas.getContext('2d')!;
      context.fillStyle = 'rgb(0 160 60)';
      context.fillRect(0, 0, 1_600, 1_200);
      const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg'));
      return [...new Uint8Array(await blob!.arrayBuffer())];
    }));
    const picture = { pictureId: createHash('sha256').update(bytes).digest('hex'), mimeType: 'image/jpeg' as const, totalBytes: bytes.length };
    for (let offset = 0; offset < bytes.length;) {
      ({ receivedBytes: offset } = await unit.link.request('report.putPicture', { ...picture, offset, base64: bytes.subarray(offset, offset + PICTURE_CHUNK_BYTES).toString('base64') }));
    }
    const said = { chainId: crypto.randomUUID(), deviceSequence: 3, previousHash: 'e'.repeat(64), kind: 'photo' as const, text: '后门外停有一辆白色轿车，车牌被遮挡。', picture, takenAt: Date.now() - 90_000, clockOffsetMs: -1_200, position: { longitudeDeg: 118.0901, latitudeDeg: 24.4702, accuracyM: 9, at: Date.now() - 91_000 }, operationId: null };
    const { hash, reportId } = await unit.link.request('report.submit', { ...command(), ...said });
    expect(hash).toBe(createHash('sha256').update(canonicalReport(unitId, said)).digest('hex'));
    const row = page.locator(`[data-role="report-panel"] [data-report-id="${reportId}"]`);
    await row.locator('img').waitFor({ timeout: 5_000 });
    expect(await row.textContent()).toContain('前缺 2 条');
    await photograph('reports');
    await row.click();
    const detail = page.locator('[data-role="report"]');
    await detail.locator('[data-action="report.check"]').click();
    await detail.locator('[data-verdict="same"]').waitFor({ timeout: 5_000 });
    const colour = await detail.locator('img').evaluate((image) => {
      const canvas = document.createElement('canvas');
      const context = canvas.getContext('2d')!;
      context.drawImage(image as HTMLImageElement, 0, 0);
      return Array.from(context.getImageData(50, 50, 1, 1).data);
    });
    expect(colour[1]! - colour[0]!).toBeGreaterThan(100);
    await photograph('proved');
  });
});
