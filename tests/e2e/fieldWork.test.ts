import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RequestInput } from '#protocol/contract.ts';
import { instructionId as instructionIdSchema, type UnitId } from '#protocol/nouns/ids.ts';
import { ensureBuilt } from '../../scripts/build/ensureBuilt.ts';
import { Stage } from '../../scripts/demo/stage.ts';
import { MortalPhone } from './rig/mortalPhone.ts';
import { until } from './rig/until.ts';

const photographs = path.resolve(import.meta.dirname, '../../out/photographs/fieldWork');
const say = (text: string) => console.log(text);

let stage: Stage;
let phone: MortalPhone;
let unitId: UnitId;
let folder: string;
/** A photo as a phone takes it: some megabytes. */
let photo: { file: string; sha256: string };

beforeAll(async () => {
  mkdirSync(photographs, { recursive: true });
  folder = mkdtempSync(path.join(tmpdir(), 'field-work-'));
  const file = path.join(folder, 'door.jpg');
  execFileSync('ffmpeg', ['-v', 'error', '-f', 'lavfi', '-i', 'testsrc2=size=4000x3000,noise=alls=60:allf=t', '-frames:v', '1', '-q:v', '2', file]);
  photo = { file, sha256: createHash('sha256').update(readFileSync(file)).digest('hex') };
  await ensureBuilt(say);
  stage = await Stage.create({ units: 0, pages: 0, display: '', basePort: 29_400, say });
  await stage.control.view();
  phone = MortalPhone.create(stage.hall.address);
});

afterAll(async () => {
  await phone?.close();
  await stage?.close();
  rmSync(folder, { recursive: true, force: true });
});

const photograph = (name: string) => phone.page.screenshot({ path: path.join(photographs, `${name}.png`) });
const at = (role: string) => phone.page.locator(`[data-role="${role}"]`);

async function send(more: Partial<RequestInput<'instruction.send'>> = {}): Promise<string> {
  const { instructions } = await stage.control.request('instruction.send', {
    commandId: stage.control.newCommandId(), unitIds: [unitId], operationId: null, alarmId: null, severity: 'urgent', text: '请立即到会展北路 12 号东门接应执行一组', place: null, documents: [], acceptWithinMs: 600_000, ...more,
  });
  return instructions[0]!.instructionId;
}

/** Uploads a picture as the desk does, and names it for an instruction. */
async function upload(name: string): Promise<RequestInput<'instruction.send'>['documents'][number]> {
  const file = path.join(folder, name);
  execFileSync('ffmpeg', ['-v', 'error', '-f', 'lavfi', '-i', 'smptebars=size=640x400', '-frames:v', '1', file]);
  const bytes = readFileSync(file);
  const document = { documentId: createHash('sha256').update(bytes).digest('hex'), mimeType: 'image/png' as const, totalBytes: bytes.length };
  await stage.control.request('document.put', { ...document, offset: 0, base64: bytes.toString('base64') });
  return { ...document, name };
}

/** Waits until the desk sees it so. */
const untilState = (instructionId: string, state: string) =>
  until(`the instruction to be ${state}`, async () => stage.control.instructions().find((one) => one.instructionId === instructionId && one.state === state), {
    withinMs: 15_000,
    describe: () => stage.control.instructions(),
  });

async function startSending(): Promise<void> {
  await phone.page.locator('[data-role="field-start"][data-running="false"]').click();
  await phone.page.locator('[data-headline="live"]').waitFor({ timeout: 30_000 });
}

const itemStates = () => at('field-item').evaluateAll((items) => items.map((item) => item.getAttribute('data-state')));

describe('a phone with work to do', () => {
  it('is told of an instruction, and its sender sees when it arrived, was read, accepted and done', async () => {
    const { unit, enrolment } = await stage.control.request('unit.enrol', { commandId: stage.control.newCommandId(), courtCode: '闽0203', name: '手机单兵09', teamName: '执行一组', kind: 'phone' });
    ({ unitId } = unit);
    await phone.open(enrolment.link ?? '');
    await startSending();
    // From here on the page opens without the hall.
    await phone.page.evaluate(() => navigator.serviceWorker.ready.then(({ active }) => active?.state));
    await at('field-tab-orders').click();
    await photograph('no-instructions');
    const instructionId = await send({ place: { name: '会展北路东门', position: { longitudeDeg: 118.18, latitudeDeg: 24.46 } } });
    await untilState(instructionId, 'delivered');
    await photograph('new-instruction');
    await at('field-tab-live').click();
    await photograph('banner');
    await at('field-instruction-banner').click();
    await untilState(instructionId, 'read');
    await photograph('instruction');
    await at('field-instruction-accept').click();
    await untilState(instructionId, 'accepted');
    await photograph('accepted');
    await at('field-instruction-finish').click();
    await at('field-answer-presets').getByRole('button').first().click();
    await photograph('finishing');
    await at('field-answer-confirm').click();
    expect((await untilState(instructionId, 'done')).steps.at(-1)).toMatchObject({ words: '已按指令完成', way: 'device' });
    await at('field-sheet-close').click();
    await photograph('done');
  });

  it('shows a paper that goes with one, and refuses with a reason', async () => {
    const instructionId = await send({ severity: 'warning', text: '请增援翔安点位', documents: [await upload('现场平面图.png')] });
    await at('field-tab-orders').click();
    await phone.page.locator('[data-role="field-instruction"][data-new="true"]').click();
    await at('field-document').click();
    await until('the plan to be seen', () => phone.page.locator('img[alt="现场平面图.png"]').evaluate((image: HTMLImageElement) => image.naturalWidth === 640), { withinMs: 10_000 });
    await photograph('document');
    await at('field-instruction-refuse').click();
    await at('field-answer-words').fill('正在押送被执行人');
    await photograph('refusing');
    await at('field-answer-confirm').click();
    expect((await untilState(instructionId, 'refused')).steps.at(-1)).toMatchObject({ words: '正在押送被执行人' });
    await at('field-sheet-close').click();
    await photograph('instructions');
    await at('field-tab-live').click();
  });

  it('hears that one it had accepted is withdrawn, and why', async () => {
    const instructionId = await send({ severity: 'notice', text: '请到地下车库待命' });
    await at('field-instruction-banner').click();
    await at('field-instruction-accept').click();
    const { version } = await untilState(instructionId, 'accepted');
    await at('field-sheet-close').click();
    await at('field-instruction-banner').waitFor({ state: 'detached' });
    await stage.control.request('instruction.withdraw', { commandId: stage.control.newCommandId(), instructionId: instructionIdSchema.parse(instructionId), expectedVersion: version, reason: '被执行人已在别处找到' });
    await at('field-instruction-banner').waitFor({ timeout: 10_000 });
    await photograph('withdrawn-banner');
    await at('field-instruction-banner').click();
    await phone.page.getByText('撤回原因：被执行人已在别处找到').waitFor();
    expect(await at('field-instruction-accept').count()).toBe(0);
    await photograph('withdrawn');
    await at('field-sheet-close').click();
    await at('field-instruction-banner').waitFor({ state: 'detached' });
  });

  it('keeps an answer, a note and a photo while the hall and then the phone itself are dead, and sends each once when both are back', async () => {
    const plannedFrom = Date.now();
    const { operation } = await stage.control.request('operation.plan', {
      commandId: stage.control.newCommandId(), courtCode: '闽0203', title: '夜间集中执行', campaignId: null, risk: 'low', plannedFrom, plannedTo: plannedFrom + 3_600_000, note: '', caseNumbers: [],
      place: { name: '思明区', position: null }, teams: [{ team: 1, name: '一组', unitIds: [unitId], vehicles: [], members: [] }],
    });
    const instructionId = await send({ severity: 'notice', text: '请拍摄门牌并记录' });
    await untilState(instructionId, 'delivered');
    await at('field-tab-task').waitFor();
    await stage.hall.kill();
    await phone.page.locator('[data-headline="interrupted"]').waitFor({ timeout: 20_000 });
    await at('field-instruction-banner').click();
    await at('field-instruction-accept').click();
    await photograph('accepted-offline');
    await at('field-sheet-close').click();
    await at('field-tab-reports').click();
    await photograph('reports-offline-answers');
    await at('field-note').click();
    await at('field-report-text').fill('门锁已更换，邻居称被执行人昨晚离开');
    await photograph('note');
    await at('field-report-save').click();
    await at('field-photo').setInputFiles(photo.file);
    await at('field-report-preview').waitFor();
    await at('field-report-text').fill('门牌 12 号');
    await photograph('photo');
    await at('field-report-save').click();
    await phone.page.locator('[data-role="field-unsent"][data-count="4"]').waitFor({ timeout: 10_000 });
    expect(await itemStates()).toEqual(['waiting', 'waiting', 'waiting', 'waiting']);
    await photograph('reports-offline');
    const hashes = (await at('field-item').evaluateAll((items) => items.map((item) => item.getAttribute('data-hash')))).slice(0, 2).toReversed();
    await phone.die();
    await phone.open();
    await at('field-tab-reports').click();
    await phone.page.locator('[data-role="field-unsent"][data-count="4"]').waitFor({ timeout: 20_000 });
    await photograph('reports-after-death');
    const other = await phone.openBeside();
    await other.locator('[data-role="field-tab-reports"]').click();
    await other.locator('[data-role="field-note"]').click();
    await other.locator('[data-role="field-report-text"]').fill('另开一页写的');
    await other.locator('[data-role="field-report-save"]').click();
    await phone.page.locator('[data-role="field-unsent"][data-count="5"]').waitFor({ timeout: 10_000 });
    await stage.hall.restart();
    // Nobody has to turn the camera on for it. The hall dies once more, in the middle of the photo.
    await phone.page.bringToFront();
    const sharesOf = (page: Page) => page.locator('[data-role="field-item"] [role="progressbar"]').evaluateAll((bars) => bars.map((bar) => Number(bar.getAttribute('aria-valuenow'))));
    await until('half of the photo to be there', async () => (await Promise.all([phone.page, other].map(sharesOf))).flat().some((percent) => percent > 40), { withinMs: 20_000, everyMs: 5 });
    await stage.hall.kill();
    await photograph('reports-broken-off');
    await stage.hall.restart();
    await phone.page.locator('[data-role="field-unsent"][data-count="0"]').waitFor({ timeout: 30_000 });
    await photograph('reports-sent');
    await untilState(instructionId, 'accepted');
    await stage.control.view();
    const { reports } = await stage.control.request('report.list', { operationId: null, unitId, limit: 100 });
    expect(reports.map(({ text, chain, deviceSequence }) => [text, chain, deviceSequence])).toEqual([['另开一页写的', 'whole', 3], ['门牌 12 号', 'whole', 2], ['门锁已更换，邻居称被执行人昨晚离开', 'whole', 1]]);
    expect(reports.map(({ hash }) => hash).toReversed().slice(0, 2)).toEqual(hashes);
    const taken = reports[1];
    expect([taken!.picture?.pictureId, taken!.position?.accuracyM, taken!.previousHash]).toEqual([photo.sha256, 12, hashes[0]]);
    expect(reports.map(({ operationId, filedUnder }) => [operationId, filedUnder])).toEqual(reports.map(() => [operation.operationId, operation.operationId]));
    const { entries } = await stage.control.request('journal.read', { operationId: operation.operationId, limit: 50 });
    expect(entries.filter(({ name }) => name === 'journal.noted').map(({ data }) => data)).toMatchObject(reports.map(({ reportId, text }) => ({ reportId, text })));
    const hash = createHash('sha256');
    for (let offset = 0, totalBytes = 1; offset < totalBytes;) {
      const piece = await stage.control.request('report.readPicture', { reportId: taken!.reportId, offset });
      const bytes = Buffer.from(piece.base64, 'base64');
      hash.update(bytes);
      offset += bytes.length;
      ({ totalBytes } = piece);
    }
    expect(hash.digest('hex')).toBe(photo.sha256);
  });

  it('says that its storage is full, and that another unit’s work stays where it is', async () => {
    // Chromium remembers for a while how much room there was.
    await phone.die();
    await phone.open();
    const makeRoom = await phone.fill();
    await at('field-tab-reports').click();
    await at('field-photo').setInputFiles(photo.file);
    await at('field-report-preview').waitFor();
    await at('field-report-save').click();
    await phone.page.getByText('本机存储空间已满，没有保存').waitFor({ timeout: 10_000 });
    await photograph('storage-full');
    await makeRoom();
    await stage.hall.kill();
    await at('field-report-save').click();
    await phone.page.locator('[data-role="field-unsent"][data-count="1"]').waitFor({ timeout: 10_000 });
    await phone.die();
    await stage.hall.restart();
    await stage.control.view();
    const { enrolment } = await stage.control.request('unit.enrol', { commandId: stage.control.newCommandId(), courtCode: '闽0203', name: '手机单兵10', teamName: '执行二组', kind: 'phone' });
    await phone.open(enrolment.link ?? '');
    await startSending();
    await at('field-tab-reports').click();
    await phone.page.getByText('属于「手机单兵09」，无法发送').waitFor({ timeout: 10_000 });
    await photograph('another-units');
    await at('field-tab-orders').click();
    expect(await at('field-instruction').count()).toBe(0);
    expect((await stage.control.request('report.list', { operationId: null, unitId: null, limit: 100 })).reports).toHaveLength(3);
  });
});
