import { existsSync, readFileSync, renameSync } from 'node:fs';
import type { SafeStorage } from 'electron';
import { z } from 'zod';
import type { ServerAddress } from '#protocol/ipc/calls.ts';
import type { Log } from './log.ts';
import { replaceFile } from './SettingsStore.ts';

/** The system's key store, reduced to what a token needs; null where the system has none. */
export interface Vault {
  seal(plain: string): Promise<Uint8Array>;
  open(sealed: Buffer): Promise<string>;
}

type StoreOptions = {
  /** Where the sealed token is kept. */
  readonly file: string;
  /** A file with the plain token, given by the start command; wins over the kept one. */
  readonly tokenFile: string | null;
  readonly vault: Vault | null;
  readonly log: Log;
};

/** A token and the CA of the hall that issued it; null: whichever hall the start command names. */
type Kept = { readonly token: string; readonly caFingerprint: string | null };
const keptSchema = z.object({ token: z.string(), caFingerprint: z.string() });

/** The machine's token: sealed by the system's key store on disk, else in memory only. Never in plain on disk. */
export class TokenStore {
  readonly #options: StoreOptions;
  #kept: Kept | null;

  private constructor(options: StoreOptions, kept: Kept | null) {
    this.#options = options;
    this.#kept = kept;
  }

  static async create(options: StoreOptions): Promise<TokenStore> {
    const given = options.tokenFile === null ? null : readGivenToken(options.tokenFile, options.log);
    return new TokenStore(options, given === null ? await readSealedToken(options) : { token: given, caFingerprint: null });
  }

  /** The token for this hall; one that another hall issued is never handed to it. */
  tokenFor(server: ServerAddress | null): string | null {
    const kept = this.#kept;
    return server !== null && (kept?.caFingerprint === null || kept?.caFingerprint === server.caFingerprint) ? kept.token : null;
  }

  /** Takes a new token of the hall with this CA. Answers `memory` when it will be gone after a restart. */
  async save(token: string, caFingerprint: string): Promise<'kept' | 'memory'> {
    this.#kept = { token, caFingerprint };
    const { vault, file, log } = this.#options;
    if (vault === null) {
      log.warn({}, 'no key store on this system: the token is kept in memory only');
      return 'memory';
    }
    try {
      await replaceFile(file, await vault.seal(JSON.stringify(this.#kept)));
      return 'kept';
    } catch (cause) {
      log.error({ cause }, 'the token cannot be sealed: it is kept in memory only');
      return 'memory';
    }
  }
}

/** The token in a file that the start command names; null, with a word in the log, where it cannot be used. */
export function readGivenToken(file: string, log: Log): string | null {
  try {
    const token = readFileSync(file, 'utf8').trim();
    if (token !== '' && token.length <= 4_096) return token;
    log.error({ file }, 'the token file is empty or too long');
  } catch (cause) {
    log.error({ file, cause }, 'the token file cannot be read');
  }
  return null;
}

async function readSealedToken({ file, vault, log }: StoreOptions): Promise<Kept | null> {
  if (vault === null || !existsSync(file)) return null;
  try {
    return keptSchema.parse(JSON.parse(await vault.open(readFileSync(file))));
  } catch (cause) {
    const setAside = `${file}.broken-${Date.now()}`;
    renameSync(file, setAside);
    log.error({ setAside, cause }, 'the kept token cannot be opened any more');
    return null;
  }
}

/** Electron's safe storage as a vault; null where it would only scramble, which is what it does on a bare Linux. */
export async function systemVault(safeStorage: SafeStorage): Promise<Vault | null> {
  if (process.platform === 'linux' && ['basic_text', 'unknown'].includes(safeStorage.getSelectedStorageBackend())) return null;
  // Electron 33 has the synchronous calls only; later ones prefer the others.
  if (typeof safeStorage.encryptStringAsync === 'function') {
    if (!(await safeStorage.isAsyncEncryptionAvailable())) return null;
    return {
      seal: (plain) => safeStorage.encryptStringAsync(plain),
      open: async (sealed) => (await safeStorage.decryptStringAsync(sealed)).result,
    };
  }
  if (!safeStorage.isEncryptionAvailable()) return null;
  return {
    seal: async (plain) => safeStorage.encryptString(plain),
    open: async (sealed) => safeStorage.decryptString(sealed),
  };
}
