import { ConfigError, loadConfig } from './config/loadConfig.ts';
import { certificateHosts, readAuthorityFingerprint } from './http/certificates.ts';
import { ENROL_USAGE, runEnrolCommand, UsageError } from './identity/enrolCommand.ts';
import { createEnrolment } from './identity/enrolment.ts';
import { openSigningKey } from './identity/signingKey.ts';
import { createTokenAuthority } from './identity/tokenAuthority.ts';
import { openStorage } from './persistence/storage.ts';
import { StorageError } from './persistence/storageFolder.ts';

/** Enrols units and devices in the storage folder, whether or not the hall runs. */
async function main(): Promise<void> {
  const config = loadConfig();
  const now = Date.now;
  const storage = await openStorage(config.storageDir);
  try {
    const { hallId, units, tokens } = storage;
    const authority = createTokenAuthority({ hallId, key: openSigningKey(storage.folder), tokens, now });
    const host = certificateHosts(config.publicHosts)[0] ?? 'localhost';
    const text = await runEnrolCommand(process.argv.slice(2), {
      enrolment: createEnrolment({ authority, units, tokens, lifetimeMs: config.tokenTtlMs, now }),
      units,
      tokens,
      url: `https://${host.includes(':') ? `[${host}]` : host}:${config.port}`,
      caFingerprint: readAuthorityFingerprint(storage.folder),
    });
    process.stdout.write(`${text}\n`);
  } finally {
    await storage.close();
  }
}

main().catch((error: unknown) => {
  const known = error instanceof ConfigError || error instanceof StorageError || error instanceof UsageError;
  const text = known ? error.message : error instanceof Error ? error.stack : String(error);
  process.stderr.write(`${text}\n${error instanceof UsageError ? `${ENROL_USAGE}\n` : ''}`);
  process.exitCode = known ? 2 : 1;
});
