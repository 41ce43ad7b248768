import type { Actor, Entry } from '#protocol/nouns/log.ts';
import { canonicalJson } from '../entryHash.ts';

/** First cell of the rows that are no entries. */
const FRAME_MARK = '# 审计导出 ';
const SIGNATURE_MARK = '# 签名 ';
const COLUMNS = ['序号', '时间(北京时间)', '事件', '对象', '版本', '法院', '操作人类别', '操作人', '内容', '命令编号', '令牌编号', '前一条校验值', '校验值', '原文(JSON,以此列为准)'];
const BEIJING_AHEAD_MS = 8 * 3_600_000;

const ACTOR_KINDS: Readonly<Record<Actor['kind'], string>> = { person: '人员', unit: '单兵', device: '设备', partner: '协作方', operator: '运维', hall: '系统' };

/** What a CSV export says, before anything is checked. */
export type CsvContent = {
  readonly frame: string;
  readonly signature: string;
  /** In the order of the file; `cells` without the last column. */
  readonly rows: readonly { readonly text: string; readonly cells: readonly string[] }[];
};

/** UTF-8 with a byte order mark and CRLF, as RFC 4180 has it; the frame before and the signature after the entries are rows of one cell that begins with `#`. */
export function csvFile({ frame, signature, rows }: { frame: string; signature: string; rows: readonly Buffer[] }): Buffer {
  const head = Buffer.from(`\u{FEFF}${line([`${FRAME_MARK}${frame}`])}${line(COLUMNS)}`);
  return Buffer.concat([head, ...rows, Buffer.from(line([`${SIGNATURE_MARK}${signature}`]))]);
}

/** One entry; `text` is its canonical JSON. */
export function csvRow(entry: Entry, text: string): Buffer {
  return Buffer.from(line([...cellsOf(entry), text]));
}

/** Null for what is no CSV export. */
export function readCsv(text: string): CsvContent | null {
  const [first, columns, ...rest] = rowsOf(text.replace(/^\u{FEFF}/u, ''));
  const last = rest.pop();
  const [frame, signature] = [first?.[0], last?.[0]];
  if (frame?.startsWith(FRAME_MARK) !== true || signature?.startsWith(SIGNATURE_MARK) !== true || columns?.join() !== COLUMNS.join()) {
    return null;
  }
  return {
    frame: frame.slice(FRAME_MARK.length),
    signature: signature.slice(SIGNATURE_MARK.length),
    rows: rest.map((cells) => ({ text: cells.at(-1) ?? '', cells: cells.slice(0, -1) })),
  };
}

/** What a person reads of an entry in a spreadsheet. */
export function cellsOf(entry: Entry): string[] {
  const { sequence, at, name, subject, version, courtCode, actor, data, commandId, via, previousHash, hash } = entry;
  const who = 'name' in actor ? actor.name : '';
  const cells = [`${sequence}`, beijingTime(at), name, subject, `${version}`, courtCode, ACTOR_KINDS[actor.kind], who, canonicalJson(data ?? null), commandId ?? '', via ?? '', previousHash, hash];
  return cells.map(harmless);
}

function beijingTime(at: number): string {
  return new Date(at + BEIJING_AHEAD_MS).toISOString().replace('T', ' ').replace('Z', '');
}

/** A spreadsheet would run a cell that begins like a formula. */
function harmless(cell: string): string {
  return /^[=+\-@\t\r\n＝＋－＠]/.test(cell) ? `'${cell}` : cell;
}

function line(cells: readonly string[]): string {
  return `${cells.map((cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',')}\r\n`;
}

/** Tolerates line ends without CR, as some tools leave them. */
function rowsOf(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/gy;
  while (cell.lastIndex < text.length) {
    const found = cell.exec(text);
    if (found === null) {
      return [];
    }
    row.push(found[1]?.replaceAll('""', '"') ?? found[2] ?? '');
    if (found[3] !== ',') {
      rows.push(row);
      row = [];
    }
  }
  return rows;
}
