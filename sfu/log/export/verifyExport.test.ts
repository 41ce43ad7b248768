import { createHash, generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ExportFormat } from '#protocol/nouns/audit.ts';
import type { CourtCode, UserId } from '#protocol/nouns/ids.ts';
import { GENESIS_HASH, type Entry } from '#protocol/nouns/log.ts';
import { entryHash } from '../entryHash.ts';
import { createExport, type ExportHeader } from './exportFile.ts';
import { exportFaultSentence, verifyExport } from './verifyExport.ts';

const missing = (): never => {
  throw new Error('it should be there');
};
const key = generateKeyPairSync('ed25519');
const fingerprint = createHash('sha256').update(key.publicKey.export({ type: 'spki', format: 'der' })).digest('hex');
const courtCode = '闽' as CourtCode;
const person = { kind: 'person', userId: crypto.randomUUID() as UserId, name: '=HYPERLINK("http://x","点我")', courtCode } as const;

const entries: Entry[] = [];
for (let index = 0; index < 12; index += 1) {
  const content = {
    sequence: index + 1, at: 1_795_320_000_000 + index, name: 'unit.changed', subject: `unit/${index}`, version: 1, courtCode, actor: person,
    data: { name: index % 2 === 0 ? '@SUM(A1)' : '甲,"乙"\r\n丙' }, commandId: null, via: null, previousHash: entries.at(-1)?.hash ?? GENESIS_HASH,
  };
  entries.push({ ...content, hash: entryHash(content) });
}
const head = entries.at(-1) ?? missing();
const header: ExportHeader = {
  hallId: 'hall-1', hallName: '执行指挥中心', exportedAt: 1_795_320_100_000, exportedBy: person, purpose: '院内检查', filter: { names: ['unit.'] },
  position: { sequence: head.sequence, hash: head.hash },
};
function exported(format: ExportFormat, of: readonly Entry[] = entries, signer = key): Buffer {
  const writer = createExport({ format, header, key: signer });
  of.forEach((entry) => writer.add(entry));
  return writer.finish();
}
const formats = ['json', 'csv'] as const;

describe.each(formats)('exported %s', (format) => {
  it('is good as it is, whole or in part, in whatever order it was collected', () => {
    expect(verifyExport(exported(format))).toMatchObject({ fault: null, entries: 12, fingerprint, frame: { hallName: '执行指挥中心', purpose: '院内检查' } });
    expect(verifyExport(exported(format), { key: fingerprint }).fault).toBeNull();
    expect(verifyExport(exported(format, entries.toReversed())).fault).toBeNull();
    expect(verifyExport(exported(format, entries.filter((entry) => entry.sequence % 4 > 0)))).toMatchObject({ fault: null, entries: 9 });
    expect(verifyExport(exported(format, []))).toMatchObject({ fault: null, entries: 0 });
  });

  it('is refused under another key than the one that is asked for', () => {
    const forged = exported(format, entries, generateKeyPairSync('ed25519'));
    expect(verifyExport(forged).fault).toBeNull();
    expect(verifyExport(forged, { key: fingerprint }).fault).toEqual({ sequence: null, kind: 'foreignKey' });
  });

  it('tells a purpose that was rewritten, and an entry that was left out', () => {
    const text = exported(format).toString('utf8');
    expect(verifyExport(Buffer.from(text.replace('院内检查', '另有目的'))).fault).toEqual({ sequence: null, kind: 'signature' });
    const [kept, whole] = [entries.filter(({ sequence }) => sequence !== 5), exported(format)];
    const signature = /[\w-]{86}(?=["\r\n}]+$)/.exec(whole.toString('utf8'))?.[0] ?? missing();
    const shortened = exported(format, kept).toString('utf8').replace(/[\w-]{86}(?=["\r\n}]+$)/, signature);
    expect(verifyExport(Buffer.from(shortened)).fault).toEqual({ sequence: null, kind: 'signature' });
  });

  it('names an entry that was altered', () => {
    const text = exported(format).toString('utf8');
    const altered = text.replaceAll(/(""?name""?:""?)@SUM\(A1\)(.{0,400}?""?sequence""?:5,)/gs, '$1@SUM(A2)$2');
    expect(altered).not.toBe(text);
    expect(verifyExport(Buffer.from(altered)).fault).not.toBeNull();
    const bytes = exported(format, entries.with(4, { ...(entries[4] ?? head), version: 9 }));
    const { fault } = verifyExport(bytes);
    expect(fault).toEqual({ sequence: 5, kind: 'altered' });
    expect(exportFaultSentence(fault ?? missing())).toBe('日志第 5 条有误:内容被改动过,与其校验值不符(altered)。');
  });

  it('no byte of it can be changed unseen, but for line ends', () => {
    const whole = exported(format, entries.slice(0, 4));
    fc.assert(fc.property(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }), (at, by) => {
      const bytes = Buffer.from(whole);
      bytes[at] = ((bytes[at] ?? 0) + by) % 256;
      const around = [whole[at], bytes[at]].map((byte) => String.fromCharCode(byte ?? 0));
      fc.pre(!around.every((character) => /[\s"]/.test(character)) && !/^\u{FEFF}?$/u.test(whole.subarray(Math.max(0, at - 2), at + 1).toString('utf8').slice(0, 1)));
      // The last characters of base64url carry bits that say nothing.
      fc.pre(at < whole.length - 6);
      expect(verifyExport(bytes).fault).not.toBeNull();
    }), { numRuns: 400 });
  });

  it.each(['', '{}', 'a,b\r\n', '{"format":"command-hall-audit"', '\u{FEFF}"# 审计导出 {}"\r\n# 签名 a\r\n'])('what is no export is said to be none: %j', (text) => {
    expect(verifyExport(Buffer.from(text)).fault).toEqual({ sequence: null, kind: 'unreadable' });
  });
});

describe('exported csv', () => {
  it('runs nothing in a spreadsheet, and begins with a byte order mark', () => {
    const text = exported('csv').toString('utf8');
    expect(text.startsWith('\u{FEFF}"# 审计导出 {')).toBe(true);
    expect(text).toContain(`,"'=HYPERLINK(""http://x"",""点我"")",`);
    expect(text).not.toMatch(/(^|,|\n)"?[=+@-]/);
  });

  it('tells a cell for people that was changed alone', () => {
    const text = exported('csv').toString('utf8').replace('unit/4,', 'unit/40,');
    expect(verifyExport(Buffer.from(text)).fault).toEqual({ sequence: 5, kind: 'cells' });
  });

  it('says the same as the other format, signature included', () => {
    const json = JSON.parse(exported('json').toString('utf8')) as { signature: string; entries: unknown[] };
    expect(exported('csv').toString('utf8')).toContain(`# 签名 ${json.signature}`);
    expect(json.entries).toEqual(entries);
  });
});
