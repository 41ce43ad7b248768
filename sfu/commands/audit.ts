import { userInfo } from 'node:os';
import { runAuditCommand } from '../audit/auditCommand.ts';
import { AUDIT_USAGE, auditOptions } from '../audit/auditOptions.ts';
import { loadConfig } from '../config/loadConfig.ts';
import { openSigningKey } from '../keys/signingKey.ts';
import { createExport } from '../log/export/exportFile.ts';
import { expectFile } from './openOperator.ts';
import { openStorage } from '../persistence/storage.ts';
import { runCommand } from './runCommand.ts';

/** Reads the log of this machine's hall, beside the running hall or without it. */
await runCommand(AUDIT_USAGE, async (args) => {
  const options = auditOptions(args);
  const { storageDir, databaseUrl, hallName } = loadConfig();
  const storage = await openStorage({ storageDir, databaseUrl, readOnly: true });
  try {
    if (options.save !== null) {
      expectFile(storage.folder, 'log-key.pem');
    }
    return await runAuditCommand(options, {
      journal: storage.journal,
      newExport: (parts) => createExport({ ...parts, key: openSigningKey(storage.folder, 'log') }),
      hallId: storage.hallId,
      hallName,
      operator: userInfo().username,
      now: Date.now,
    });
  } finally {
    await storage.close();
  }
});
