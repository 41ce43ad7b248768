import { faultSentence } from '../log/faults.ts';
import { ChainChecker } from '../log/verify/verify.ts';
import type { RestoreOptions } from '../persistence/backup/restoreBackup.ts';

/** Follows the chain of entries in a backup, told in sentences: what `persistence` may not know of `log`. */
export function createBackupCheck({ signed, publicKey }: Parameters<RestoreOptions['createCheck']>[0]) {
  const chain = new ChainChecker({ source: 'sorted', heads: { signed, publicKey } });
  const told = (fault: ReturnType<ChainChecker['end']>) => (fault === null ? null : faultSentence(fault));
  return { take: (entry: unknown) => told(chain.take(entry)), end: () => told(chain.end()) };
}
