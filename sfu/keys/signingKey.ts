import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

export type SigningKey = { readonly privateKey: KeyObject; readonly publicKey: KeyObject };

/** One of the hall's Ed25519 keys, made at the first call; readable by its owner alone. */
export function openSigningKey(folder: string, name: 'token' | 'log'): SigningKey {
  const file = path.join(folder, `${name}-key.pem`);
  const pem = readOrUndefined(file) ?? makeKey(file);
  const privateKey = createPrivateKey(pem);
  return { privateKey, publicKey: createPublicKey(privateKey) };
}

function makeKey(file: string): string {
  const { privateKey } = generateKeyPairSync('ed25519');
  const fresh = `${file}.${process.pid}`;
  writeFileSync(fresh, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
  try {
    // A link fails when the name is taken: of two processes that start together one key wins for both.
    linkSync(fresh, file);
  } catch (error) {
    if (!isCode(error, 'EEXIST')) {
      throw error;
    }
  } finally {
    rmSync(fresh, { force: true });
  }
  return readFileSync(file, 'utf8');
}

function readOrUndefined(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (isCode(error, 'ENOENT')) {
      return undefined;
    }
    throw error;
  }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
