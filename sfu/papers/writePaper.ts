import { createRequire } from 'node:module';
import path from 'node:path';
import PdfPaper from 'pdfkit';
import { encode } from 'uqr';
import type { PaperContent, PaperRow } from '#domain/papers/paperContent.ts';
import { drawSeal } from './drawSeal.ts';

const require = createRequire(import.meta.url);
/** The package tells where it is, not where its fonts are. */
const FONTS = path.resolve(path.dirname(require.resolve('@embedpdf/fonts-sc')), '../fonts');

/* Points; A4. */
const MARGIN = 64;
const FOOT = 96;
const QR = 56;
const BODY = 12;
const SMALL = 8;
const NAME_WIDTH = 120;
const SEAL_RADIUS = 56;
const CELL = 4;
const INK = '#111111';
const FAINT = '#555555';
const RULE = '#999999';
const RED = '#c8161d';

type Page = PDFKit.PDFDocument;

/** The paper as a PDF: the same content gives the same bytes. Errors: what the reading of the fonts says. */
export async function writePaper(content: PaperContent, code: string): Promise<Buffer> {
  const { name, number, courtName, datedAt } = content;
  const page = new PdfPaper({
    size: 'A4', bufferPages: true, lang: 'zh-CN',
    margins: { left: MARGIN, right: MARGIN, top: MARGIN, bottom: FOOT },
    info: { Title: `${name} ${number}`, Author: courtName, Keywords: code, CreationDate: new Date(datedAt), ModDate: new Date(datedAt) },
  });
  const written = bytesOf(page);
  page.registerFont('regular', path.join(FONTS, 'NotoSansHans-Regular.otf')).registerFont('bold', path.join(FONTS, 'NotoSansHans-Bold.otf'));
  drawHead(page, content);
  drawText(page, content.text);
  drawRows(page, '事项内容', content.form);
  drawRows(page, '办理结果', content.result);
  drawPapers(page, content.papers);
  drawApprovals(page, content.approvals);
  drawEnd(page, content);
  drawFeet(page, code);
  page.end();
  return written;
}

function drawHead(page: Page, { courtName, name, number, internal }: PaperContent): void {
  if (internal) {
    page.font('bold').fontSize(10).fillColor(RED).text('内部文书　不得外传', MARGIN, MARGIN - 20);
  }
  page.fillColor(INK).font('bold').fontSize(18).text(courtName, MARGIN, MARGIN, { align: 'center' });
  page.fontSize(22).text(name, { align: 'center' }).moveDown(0.3);
  page.font('regular').fontSize(BODY).text(number, { align: 'right' }).moveDown(0.3);
  rule(page, RED);
  page.moveDown(0.8);
}

function drawText(page: Page, text: readonly string[]): void {
  page.font('regular').fontSize(BODY).fillColor(INK);
  for (const paragraph of text) {
    page.text(paragraph, MARGIN, page.y, { lineGap: 6, indent: paragraph.endsWith('：') ? 0 : 2 * BODY }).moveDown(0.2);
  }
}

function drawRows(page: Page, title: string, rows: readonly PaperRow[] | null): void {
  if (rows === null || rows.length === 0) {
    return;
  }
  heading(page, title);
  for (const { name, value } of rows) {
    row(page, name, value);
  }
}

function drawPapers(page: Page, papers: PaperContent['papers']): void {
  if (papers === null || papers.length === 0) {
    return;
  }
  heading(page, '附材料');
  papers.forEach(({ name, sha256 }, index) => {
    room(page, 3 * BODY);
    page.fontSize(BODY - 1).fillColor(INK).text(`${index + 1}. ${name}`, MARGIN, page.y);
    page.fontSize(SMALL).fillColor(FAINT).text(`SHA-256 ${sha256}`, MARGIN + BODY, page.y).moveDown(0.5);
  });
}

function drawApprovals(page: Page, approvals: PaperContent['approvals']): void {
  if (approvals === null || approvals.length === 0) {
    return;
  }
  heading(page, '审批');
  for (const { step, name, time, words, sign } of approvals) {
    row(page, step, [`${name}　${time}`, words, sign === null ? '' : `电子签名 ${sign}`].filter((line) => line !== '').join('\n'));
  }
}

/** Court and date, with the seal over them; kept together. */
function drawEnd(page: Page, { courtName, date, sealed }: PaperContent): void {
  room(page, 2 * SEAL_RADIUS + 2 * BODY);
  const top = page.y + (sealed ? SEAL_RADIUS : BODY);
  page.font('regular').fontSize(BODY).fillColor(INK);
  const right = page.page.width - MARGIN;
  const widest = Math.max(page.widthOfString(courtName), page.widthOfString(date), sealed ? 2 * SEAL_RADIUS : 0);
  const middle = right - widest / 2;
  for (const [index, line] of [courtName, date].entries()) {
    page.text(line, middle - page.widthOfString(line) / 2, top + index * (BODY + 8), { lineBreak: false });
  }
  if (sealed) {
    drawSeal(page, { name: courtName, x: middle, y: top + BODY, radius: SEAL_RADIUS });
  }
}

/** On every page: by what it is verified, and which page of how many it is. */
function drawFeet(page: Page, code: string): void {
  const { count } = page.bufferedPageRange();
  const { data, size } = encode(code, { border: 0, ecc: 'M' });
  for (let index = 0; index < count; index += 1) {
    page.switchToPage(index);
    // The foot is below what text may be put into.
    page.page.margins.bottom = 0;
    const top = page.page.height - FOOT + 20;
    const dot = QR / size;
    data.forEach((line, y) => line.forEach((dark, x) => {
      if (dark) page.rect(MARGIN + x * dot, top + y * dot, dot, dot);
    }));
    page.fill(INK);
    page.font('bold').fontSize(BODY - 2).fillColor(INK).text(`验证码 ${code}`, MARGIN + QR + 12, top + 8, { lineBreak: false });
    page.font('regular').fontSize(SMALL).fillColor(FAINT).text('在执行指挥平台“核验文书”中输入验证码或放入本文件，可核对真伪。', MARGIN + QR + 12, top + 28, { lineBreak: false });
    const number = `第 ${index + 1} 页　共 ${count} 页`;
    page.text(number, page.page.width - MARGIN - page.widthOfString(number), top + 44, { lineBreak: false });
  }
}

function heading(page: Page, title: string): void {
  room(page, 4 * BODY);
  page.moveDown(0.6).font('bold').fontSize(BODY).fillColor(INK).text(title, MARGIN, page.y).moveDown(0.2).font('regular');
  rule(page, RULE);
}

function row(page: Page, name: string, value: string): void {
  page.font('regular').fontSize(BODY - 1);
  const width = page.page.width - 2 * MARGIN - NAME_WIDTH;
  const height = Math.max(page.heightOfString(name, { width: NAME_WIDTH - CELL }), page.heightOfString(value, { width })) + 2 * CELL;
  room(page, height);
  const top = page.y + CELL;
  page.fillColor(FAINT).text(name, MARGIN, top, { width: NAME_WIDTH - CELL });
  page.fillColor(INK).text(value, MARGIN + NAME_WIDTH, top, { width });
  page.x = MARGIN;
  page.y = Math.max(top - CELL + height, page.y);
  rule(page, RULE);
}

function rule(page: Page, colour: string): void {
  page.lineWidth(0.6).moveTo(MARGIN, page.y).lineTo(page.page.width - MARGIN, page.y).stroke(colour);
  page.y += CELL;
}

/** Goes on to a new page where less than this is left. */
function room(page: Page, height: number): void {
  if (page.y + height > page.page.height - FOOT) page.addPage();
}

function bytesOf(page: Page): Promise<Buffer> {
  return new Promise((done, failed) => {
    const pieces: Buffer[] = [];
    page.on('data', (piece: Buffer) => pieces.push(piece));
    page.on('end', () => done(Buffer.concat(pieces)));
    page.on('error', failed);
  });
}
