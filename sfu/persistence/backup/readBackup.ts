import { createHash, verify } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { z } from 'zod';
import { reasonOf } from '../reasonOf.ts';
import { BackupError, backupHeader, backupTrailer, publicKeyOf, SECTION_NAMES, SECTIONS, signedBytes, type BackupHeader, type Section } from './format.ts';

/** No line of a hall is as long; bounds what a broken file can make us hold. */
const LONGEST_LINE = 64 * 1024 * 1024;

/** Some rows of one section, in the order of the file. */
export type BackupPiece = { readonly section: Section; readonly rows: readonly Record<string, unknown>[] };

/** A backup as it is read, once. */
export interface BackupReading {
  readonly header: BackupHeader;
  /** Resolves `sha256` when it has been read to the end and everything in it fits together. Errors: BackupError. */
  pieces(): AsyncGenerator<BackupPiece, { readonly sha256: string }>;
}

/** Opens a backup and reads its header. Every read checks the whole: form, counts, sum and signature (by the key in the file). Errors: BackupError. */
export async function readBackup(file: string): Promise<BackupReading> {
  const lines = linesOf(file);
  const first = await lines.next();
  const header = parsed(backupHeader, first.done === true ? '' : first.value);
  return { header, pieces: () => readPieces(lines, header, first.done === true ? '' : first.value) };
}

async function* readPieces(lines: AsyncGenerator<string, void>, header: BackupHeader, firstLine: string): AsyncGenerator<BackupPiece, { sha256: string }> {
  const hash = createHash('sha256').update(`${firstLine}\n`);
  const counts = Object.fromEntries(SECTION_NAMES.map((section) => [section, 0])) as Record<Section, number>;
  let place = 0;
  let rows: Record<string, unknown>[] = [];
  let trailer: string | undefined;
  for await (const line of lines) {
    if (trailer !== undefined) {
      throw new BackupError(BROKEN);
    }
    const section = sectionOf(line);
    if (section === null) {
      trailer = line;
      continue;
    }
    hash.update(`${line}\n`);
    if (SECTION_NAMES[place] !== section || rows.length >= 500) {
      if (rows.length > 0) {
        yield { section: SECTION_NAMES[place] ?? section, rows };
      }
      rows = [];
    }
    const at = SECTION_NAMES.indexOf(section);
    if (at < place) {
      throw new BackupError(BROKEN);
    }
    place = at;
    counts[section] += 1;
    rows.push(parsed(ROWS[section], line));
  }
  const section = SECTION_NAMES[place];
  if (rows.length > 0 && section !== undefined) {
    yield { section, rows };
  }
  const { sha256, signature } = parsed(backupTrailer, trailer ?? '');
  const whole = sha256 === hash.digest('hex') && SECTION_NAMES.every((name) => counts[name] === (header.counts[name] ?? 0));
  if (!whole || !verify(null, signedBytes(sha256), publicKeyOf(header), Buffer.from(signature, 'base64url'))) {
    throw new BackupError(BROKEN);
  }
  return { sha256 };
}

const BROKEN = '备份文件不完整或被改动过（校验和、数量或签名不符），请换用另一份备份。';

/** `{"<section>": row}` → row. */
const ROWS = Object.fromEntries(
  SECTION_NAMES.map((section) => [section, z.strictObject({ [section]: SECTIONS[section] as z.ZodType<Record<string, unknown>> }).transform((line) => line[section] ?? {})]),
) as unknown as Record<Section, z.ZodType<Record<string, unknown>>>;

function sectionOf(line: string): Section | null {
  return SECTION_NAMES.find((section) => line.startsWith(`{"${section}":`)) ?? null;
}

function parsed<Value>(schema: z.ZodType<Value>, line: string): Value {
  try {
    return schema.parse(JSON.parse(line));
  } catch (cause) {
    throw new BackupError(BROKEN, { cause });
  }
}

/** Lines without their ends; a last one that is not ended is none. Errors: BackupError. */
async function* linesOf(file: string): AsyncGenerator<string, void> {
  let rest = '';
  try {
    const stream = createReadStream(file).on('error', (error) => unpacked.destroy(error));
    const unpacked = createGunzip();
    for await (const text of stream.pipe(unpacked).setEncoding('utf8') as AsyncIterable<string>) {
      const lines = (rest + text).split('\n');
      rest = lines.pop() ?? '';
      if (rest.length > LONGEST_LINE) {
        throw new BackupError(BROKEN);
      }
      yield* lines;
    }
  } catch (cause) {
    if (cause instanceof BackupError) {
      throw cause;
    }
    // What cannot be unpacked has a code of its own: Z_…
    const unread = cause instanceof Error && 'syscall' in cause;
    throw new BackupError(unread ? `备份文件 ${file} 无法读取：${reasonOf(cause)}。` : BROKEN, { cause });
  }
  if (rest !== '') {
    throw new BackupError(BROKEN);
  }
}
