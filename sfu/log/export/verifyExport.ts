import { z } from 'zod';
import { entry as entryShape } from '#protocol/nouns/log.ts';
import { faultSentence, type Fault } from '../faults.ts';
import { ChainChecker } from '../verify/verify.ts';
import { cellsOf, readCsv } from './csv.ts';
import { exportFrame, isExportSigned, keyFingerprint, publicKeyOf, type ExportFrame } from './exportFile.ts';

/** What is wrong with an exported file as a whole, or with one entry. */
export type ExportFault = Fault | { readonly sequence: number; readonly kind: 'cells' } | { readonly sequence: null; readonly kind: 'unreadable' | 'signature' | 'foreignKey' | 'position' };

export type ExportVerdict = {
  readonly fault: ExportFault | null;
  /** Null when not even the frame can be read. */
  readonly frame: ExportFrame | null;
  readonly entries: number;
  /** Of the key in the file, SHA-256 hex; null when there is none. */
  readonly fingerprint: string | null;
};

const jsonExport = exportFrame.extend({ entries: z.array(z.unknown()), signature: z.string() });

type Content = { readonly frame: ExportFrame; readonly signature: string; readonly entries: readonly unknown[]; readonly cells: readonly (readonly string[])[] | null };

/** Checks an exported file by itself, on any machine. `key`: fingerprint that the signing key must have. */
export function verifyExport(bytes: Buffer, { key = null }: { key?: string | null } = {}): ExportVerdict {
  const content = contentOf(bytes.toString('utf8'));
  const fingerprint = content && fingerprintOf(content.frame);
  if (content === null || fingerprint === null) {
    return { fault: { sequence: null, kind: 'unreadable' }, frame: content?.frame ?? null, entries: 0, fingerprint: null };
  }
  const { frame, entries } = content;
  const verdict = { frame, entries: entries.length, fingerprint };
  if (key !== null && key !== fingerprint) {
    return { ...verdict, fault: { sequence: null, kind: 'foreignKey' } };
  }
  return { ...verdict, fault: chainFault(content) ?? cellFault(content) ?? signatureFault(content) };
}

/** A sentence for a person, with the code for a machine. */
export function exportFaultSentence(fault: ExportFault): string {
  switch (fault.kind) {
    case 'unreadable': return '文件无法识别:不是本系统导出的审计文件,已损坏,或被表格软件另存过;请核验原始文件(unreadable)。';
    case 'signature': return '文件签名无效:导出后被改动过,或有记录被删去;若用表格软件另存过,请核验原始文件(signature)。';
    case 'foreignKey': return '文件不是由指定的密钥签署(foreignKey)。';
    case 'position': return '文件中的记录与导出时的日志末尾不符(position)。';
    case 'cells': return `第 ${fault.sequence} 条的显示列与原文不符:表格被改动过,或被表格软件另存过(cells)。`;
    default: return faultSentence(fault);
  }
}

/** Each entry by itself, and with its neighbour where the two follow each other in the log. */
function chainFault({ entries, frame: { position } }: Content): ExportFault | null {
  const chain = new ChainChecker({ source: 'excerpt' });
  for (const entry of entries) {
    chain.take(entry);
  }
  const last = chain.position;
  const beyond = last.sequence > position.sequence || (last.sequence === position.sequence && last.sequence > 0 && last.hash !== position.hash);
  return chain.end() ?? (beyond ? { sequence: null, kind: 'position' } : null);
}

/** Whoever reads the table must read the same as whoever checks it. */
function cellFault({ entries, cells }: Content): ExportFault | null {
  for (const [index, shown] of (cells ?? []).entries()) {
    const entry = entryShape.parse(entries[index]);
    const own = cellsOf(entry);
    if (own.length !== shown.length || own.some((cell, column) => cell !== shown[column])) {
      return { sequence: entry.sequence, kind: 'cells' };
    }
  }
  return null;
}

function signatureFault({ frame, entries, signature }: Content): ExportFault | null {
  return isExportSigned(frame, entries, signature) ? null : { sequence: null, kind: 'signature' };
}

function fingerprintOf(frame: ExportFrame): string | null {
  try {
    return keyFingerprint(publicKeyOf(frame));
  } catch {
    return null;
  }
}

function contentOf(text: string): Content | null {
  try {
    return text.trimStart().startsWith('{') ? jsonContent(text) : csvContent(text);
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof z.ZodError) {
      return null;
    }
    throw error;
  }
}

function jsonContent(text: string): Content {
  const raw: unknown = JSON.parse(text);
  const { entries, signature, ...frame } = jsonExport.parse(raw);
  return { frame, signature, entries, cells: null };
}

function csvContent(text: string): Content | null {
  const content = readCsv(text);
  if (content === null) {
    return null;
  }
  const entries = content.rows.map((row): unknown => JSON.parse(row.text));
  return { frame: exportFrame.parse(JSON.parse(content.frame)), signature: content.signature, entries, cells: content.rows.map(({ cells }) => cells) };
}
