import { readFileSync } from 'node:fs';
import { createBackupCheck } from './backupCheck.ts';
import { loadConfig } from '../config/loadConfig.ts';
import { openSigningKey } from '../keys/signingKey.ts';
import { keyFingerprint } from '../log/export/exportFile.ts';
import { exportFaultSentence, verifyExport } from '../log/export/verifyExport.ts';
import { faultSentence } from '../log/faults.ts';
import { verifyJournal } from '../log/verify/verifyJournal.ts';
import { expectFile } from './openOperator.ts';
import { beijingTime } from '../operator/commandLine.ts';
import { checkBackup } from '../persistence/backup/restoreBackup.ts';
import { reasonOf } from '../persistence/reasonOf.ts';
import { openStorage } from '../persistence/storage.ts';
import { commandWords, UsageError } from '../ports/commandWords.ts';
import { runCommand } from './runCommand.ts';

const USAGE = `用法：
  npm run log:verify                              核验本中心数据库中的全部日志（中心运行时也可以）
  npm run log:verify -- <文件> [--key <指纹>]     核验导出的审计文件（JSON 或 CSV）或备份，可在任何电脑上进行
--key 是签名密钥的指纹（SHA-256，64 位十六进制）；给出时，文件必须由这把密钥签署。
退出码：0 完好，1 有误，2 无法核验。
`;
const BROKEN = 1;
const CANNOT = 2;
/** What a backup begins with. */
const GZIP = Buffer.from([0x1f, 0x8b]);
const PROGRESS_EVERY_MS = 2_000;

/** Checks the log of this machine's hall, an exported file or a backup. Reads only. */
await runCommand(USAGE, async (args) => {
  const { file, key } = readArguments(args);
  if (file === null) {
    return verifyHall(key);
  }
  const bytes = readBytes(file);
  return bytes.subarray(0, GZIP.length).equals(GZIP) ? verifyBackup(file, key) : verifyFile(bytes, key);
}, { cannot: CANNOT });

async function verifyHall(key: string | null): Promise<string> {
  const { storageDir, databaseUrl } = loadConfig();
  const storage = await openStorage({ storageDir, databaseUrl, readOnly: true });
  try {
    expectFile(storage.folder, 'log-key.pem');
    const { publicKey } = openSigningKey(storage.folder, 'log');
    const fingerprint = keyFingerprint(publicKey);
    if (key !== null && key !== fingerprint) {
      throw new UsageError(`本中心的密钥指纹是 ${fingerprint}，与 --key 所给的不同。`);
    }
    const { sequence: total } = await storage.journal.head();
    const startedAt = Date.now();
    let toldAt = startedAt;
    const { fault, position, heads, snapshot } = await verifyJournal({
      journal: storage.journal,
      publicKey,
      onProgress: (sequence) => {
        if (Date.now() - toldAt >= PROGRESS_EVERY_MS) {
          toldAt = Date.now();
          process.stderr.write(`已核验 ${sequence} / ${Math.max(total, sequence)} 条\n`);
        }
      },
    });
    const tookS = ((Date.now() - startedAt) / 1_000).toFixed(1);
    const about = `中心 ${storage.hallId}，密钥指纹 ${fingerprint}`;
    if (fault !== null) {
      const good = Math.min(position.sequence, Math.max(0, fault.sequence - 1));
      return broken(`${about}\n${faultSentence(fault)}此前的 ${good} 条完好。`);
    }
    const states = { none: '尚无状态快照', equal: '状态快照与日志推算一致', unreadable: '状态快照无法读取（不影响日志本身）' } as const;
    return `${about}\n日志完好：共 ${position.sequence} 条，每日签名 ${heads} 个，${states[snapshot]}。用时 ${tookS} 秒。\n末条校验值 ${position.hash}`;
  } finally {
    await storage.close();
  }
}

async function verifyBackup(file: string, key: string | null): Promise<string> {
  const { header, fault, signedBy } = await checkBackup({ file, createCheck: createBackupCheck });
  const about = `中心 ${header.hallId} 的备份，${beijingTime(header.at)}，密钥指纹 ${signedBy}`;
  if (key !== null && key !== signedBy) {
    return broken(`${about}\n这份备份不是由 --key 所给的密钥签名的。`);
  }
  return fault === null
    ? `${about}\n备份完好：日志 ${header.counts.entries} 条，签名有效，可以用 npm run log:restore 恢复。`
    : broken(`${about}\n${fault}`);
}

function verifyFile(bytes: Buffer, key: string | null): string {
  const { fault, frame, entries, fingerprint } = verifyExport(bytes, { key });
  const lines: string[] = [];
  if (frame !== null) {
    const { hallName, hallId, exportedAt, exportedBy, purpose } = frame;
    const by = 'name' in exportedBy ? exportedBy.name : exportedBy.kind;
    lines.push(`${hallName}（${hallId}）审计导出，${beijingTime(exportedAt)}，${by}，用途：${purpose}`);
  }
  if (fingerprint !== null) {
    lines.push(`密钥指纹 ${fingerprint}${key === null ? '（请与该中心公布的指纹核对）' : ''}`);
  }
  if (fault !== null) {
    return broken([...lines, exportFaultSentence(fault)].join('\n'));
  }
  return [...lines, `文件完好：共 ${entries} 条，签名有效。`].join('\n');
}

/** What was asked could be checked, and does not hold. */
function broken(text: string): string {
  process.exitCode = BROKEN;
  return text;
}

function readArguments(args: readonly string[]): { file: string | null; key: string | null } {
  const { values, positionals } = commandWords({ args: [...args], allowPositionals: true, options: { key: { type: 'string' } } });
  const key = values.key?.toLowerCase().replaceAll(/[:\s]/g, '') ?? null;
  if (positionals.length > 1) {
    throw new UsageError('一次只能核验一个文件。');
  }
  if (key !== null && !/^[0-9a-f]{64}$/.test(key)) {
    throw new UsageError('--key 应为 64 位十六进制指纹。');
  }
  return { file: positionals[0] ?? null, key };
}

function readBytes(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (cause) {
    throw new UsageError(`文件 ${file} 无法读取：${reasonOf(cause)}。`, { cause });
  }
}
