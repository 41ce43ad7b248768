import { existsSync } from 'node:fs';
import { userInfo } from 'node:os';
import path from 'node:path';
import { ZodError } from 'zod';
import type { CourtCode } from '#protocol/nouns/ids.ts';
import type { Entry } from '#protocol/nouns/log.ts';
import { snapshotOf } from '#domain/hallState/hallState.ts';
import { createBackupCheck } from './backupCheck.ts';
import { loadConfig } from '../config/loadConfig.ts';
import { openSigningKey } from '../keys/signingKey.ts';
import { EMPTY_LOG, follow, type LogEnd } from '../log/decided.ts';
import { entryHash } from '../log/entryHash.ts';
import { beijingTime } from '../operator/commandLine.ts';
import { fingerprintOf } from '../persistence/backup/format.ts';
import { restoreBackup, type RestoreOptions } from '../persistence/backup/restoreBackup.ts';
import { openStorage } from '../persistence/storage.ts';
import { commandWords, UsageError } from '../ports/commandWords.ts';
import { runCommand } from './runCommand.ts';

const USAGE = `用法：
  npm run log:restore -- <文件> [--replace] [--accept-broken] [--key <指纹>]
把备份恢复到空数据库（由 HALL_STORAGE_DIR 与 DATABASE_URL 决定）；大厅必须先停止。
  --replace         内置数据库里已有数据时，把原文件改名保留
  --accept-broken   日志校验不通过也恢复
  --key <指纹>      允许由这把日志密钥签名的备份（SHA-256，十六进制）
`;
const ENTRIES_AT_A_TIME = 2_000;

/** Fills the empty database of this machine's hall from a backup. */
await runCommand(USAGE, async (args) => {
  const { values, positionals: [name, ...more] } = commandWords({
    args: [...args],
    allowPositionals: true,
    options: { 'replace': { type: 'boolean', default: false }, 'accept-broken': { type: 'boolean', default: false }, 'key': { type: 'string' } },
  });
  if (name === undefined || more.length > 0) {
    throw new UsageError('请给出一个备份文件。');
  }
  const given = values.key?.replaceAll(':', '').toLowerCase();
  if (given !== undefined && !/^[0-9a-f]{64}$/.test(given)) {
    throw new UsageError('--key 需要 64 位十六进制指纹。');
  }
  const { storageDir, databaseUrl } = loadConfig();
  const local = existsSync(path.join(storageDir, 'log-key.pem')) ? [fingerprintOf(openSigningKey(storageDir, 'log').publicKey)] : [];
  const knownKeys = given === undefined ? local : [given];
  const restored = await restoreBackup({
    storageDir,
    databaseUrl,
    file: path.resolve(name),
    replace: values.replace,
    acceptBroken: values['accept-broken'],
    knownKeys,
    createCheck: createBackupCheck,
    lastEntry,
  });
  if (restored.fault !== null) {
    await keepWhereItStands({ storageDir, databaseUrl });
  }
  const { header, fault, signedBy, movedTo } = restored;
  return [
    `已恢复：日志 ${header.counts.entries} 条，备份时间 ${beijingTime(header.at)}；恢复已记为第 ${header.position.sequence + 1} 条。`,
    ...(fault === null ? [] : [`注意：${fault}已按要求照样恢复。`]),
    ...(knownKeys.length === 0 ? [`注意：本机没有日志密钥可供核对，备份由指纹为 ${signedBy} 的密钥签名，请与来源核对。`] : []),
    ...(movedTo === null ? [] : [`原数据库文件改名为 ${movedTo}。`]),
    ...(local.includes(signedBy) ? [] : ['密钥不在备份中：要让原有令牌继续有效，请把原存储目录中的 *.pem 与 tls/ 一并复制过来。']),
  ].join('\n');
});

function lastEntry({ position, lastAt, backupAt, broken }: Parameters<RestoreOptions['lastEntry']>[0]): Entry {
  const content = {
    sequence: position.sequence + 1,
    at: Math.max(Date.now(), lastAt),
    name: 'log.restored',
    subject: 'log/restore',
    version: 0,
    courtCode: '闽' as CourtCode,
    actor: { kind: 'operator' as const, name: userInfo().username },
    data: { backupAt, upToSequence: position.sequence, broken },
    commandId: null,
    via: null,
    previousHash: position.hash,
  };
  return { ...content, hash: entryHash(content) };
}

/** A hall starts from the newest snapshot: from here on, because it would not go through a chain that does not hold. */
async function keepWhereItStands(place: { readonly storageDir: string; readonly databaseUrl: string | null }): Promise<void> {
  const storage = await openStorage({ ...place, exclusive: true });
  const { journal } = storage;
  try {
    let end = EMPTY_LOG;
    for (let entries = await journal.read({ after: 0, limit: ENTRIES_AT_A_TIME }); entries.length > 0; entries = await journal.read({ after: end.position.sequence, limit: ENTRIES_AT_A_TIME })) {
      end = entries.reduce(followIfPossible, end);
    }
    await journal.putSnapshot({ position: end.position, state: snapshotOf(end.state) });
  } finally {
    await storage.close();
  }
}

/** An entry that was altered until nobody understands it changes nothing. */
function followIfPossible(end: LogEnd, entry: Entry): LogEnd {
  try {
    return follow(end, entry);
  } catch (error) {
    if (error instanceof ZodError) {
      return { ...end, position: { sequence: entry.sequence, hash: entry.hash }, at: entry.at };
    }
    throw error;
  }
}
