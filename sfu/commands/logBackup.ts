import path from 'node:path';
import { loadConfig } from '../config/loadConfig.ts';
import { openSigningKey } from '../keys/signingKey.ts';
import { expectFile } from './openOperator.ts';
import { fingerprintOf } from '../persistence/backup/format.ts';
import { writeBackup } from '../persistence/backup/writeBackup.ts';
import { commandWords, UsageError } from '../ports/commandWords.ts';
import { runCommand } from './runCommand.ts';

const USAGE = `用法：
  npm run log:backup -- <文件>
把日志及其附属数据（令牌、口令、联系方式等）写入一个带签名的文件，大厅可以继续运行。密钥与证书不在其中，请另行备份存储目录中的 *.pem 与 tls/。
`;

/** Backs up the database of this machine's hall, beside the running hall or without it. */
await runCommand(USAGE, async (args) => {
  const { positionals: [name, ...more] } = commandWords({ args: [...args], allowPositionals: true, options: {} });
  if (name === undefined || more.length > 0) {
    throw new UsageError('请给出一个文件名。');
  }
  const { storageDir, databaseUrl } = loadConfig();
  const file = path.resolve(name);
  expectFile(storageDir, 'log-key.pem');
  const key = openSigningKey(storageDir, 'log');
  const { position, counts } = await writeBackup({ folder: storageDir, databaseUrl, file, at: Date.now(), key });
  return `已备份到 ${file}：日志 ${counts.entries} 条，至第 ${position.sequence} 条；签名密钥指纹 ${fingerprintOf(key.publicKey)}。`;
});
