import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { SafeStorage } from 'electron';
import { describe, expect, it, vi } from 'vitest';
import { systemVault, TokenStore, type Vault } from './TokenStore.ts';

const reversing: Vault = {
  seal: async (plain) => Buffer.from(Array.from(plain).toReversed().join('')),
  open: async (sealed) => {
    if (sealed.toString().includes('?')) throw new Error('foreign key');
    return Array.from(sealed.toString()).toReversed().join('');
  },
};

const CA = 'a'.repeat(64);
const hall = { url: 'https://hall:8443', caFingerprint: CA };

function place() {
  const folder = mkdtempSync(path.join(tmpdir(), 'hall-token-'));
  const write = vi.fn<(details: object, message: string) => void>();
  return { folder, file: path.join(folder, 'token.bin'), log: { info: write, warn: write, error: write }, write };
}

describe('TokenStore', () => {
  it('keeps the token sealed and finds it again', async () => {
    const { file, log } = place();
    const store = await TokenStore.create({ file, log, tokenFile: null, vault: reversing });
    expect(store.tokenFor(hall)).toBeNull();
    await expect(store.save('secret', CA)).resolves.toBe('kept');
    expect(readFileSync(file, 'utf8')).not.toContain('secret');
    const again = await TokenStore.create({ file, log, tokenFile: null, vault: reversing });
    expect(again.tokenFor({ ...hall, url: 'https://10.1.1.1:8443' })).toBe('secret');
  });

  it('gives no hall the token of another', async () => {
    const { file, log } = place();
    const store = await TokenStore.create({ file, log, tokenFile: null, vault: reversing });
    await store.save('secret', CA);
    expect(store.tokenFor({ ...hall, caFingerprint: 'b'.repeat(64) })).toBeNull();
    expect(store.tokenFor(null)).toBeNull();
  });

  it('writes nothing without a key store, says so, and works until the restart', async () => {
    const { folder, file, log, write } = place();
    const store = await TokenStore.create({ file, log, tokenFile: null, vault: null });
    await expect(store.save('secret', CA)).resolves.toBe('memory');
    expect(store.tokenFor(hall)).toBe('secret');
    expect(readdirSync(folder)).toEqual([]);
    expect(write).toHaveBeenCalledOnce();
    expect(JSON.stringify(write.mock.calls)).not.toContain('secret');
  });

  it('sets a token aside that another key sealed', async () => {
    const { folder, file, log } = place();
    writeFileSync(file, '?????');
    expect((await TokenStore.create({ file, log, tokenFile: null, vault: reversing })).tokenFor(hall)).toBeNull();
    expect(existsSync(file)).toBe(false);
    expect(readdirSync(folder)).toHaveLength(1);
  });

  it('takes the token of the start command first, and survives a missing file', async () => {
    const { folder, file, log, write } = place();
    const tokenFile = path.join(folder, 'given');
    writeFileSync(tokenFile, 'given-token\n');
    writeFileSync(file, Array.from(JSON.stringify({ token: 'old', caFingerprint: CA })).toReversed().join(''));
    expect((await TokenStore.create({ file, log, tokenFile, vault: reversing })).tokenFor(hall)).toBe('given-token');
    expect((await TokenStore.create({ file, log, tokenFile: `${tokenFile}-no`, vault: reversing })).tokenFor(hall)).toBe('old');
    expect(write).toHaveBeenCalledOnce();
  });
});

describe('systemVault', () => {
  it.runIf(process.platform === 'linux')('does not take plain scrambling for a key store', async () => {
    const safeStorage = { getSelectedStorageBackend: () => 'basic_text', isEncryptionAvailable: () => true };
    await expect(systemVault(safeStorage as unknown as SafeStorage)).resolves.toBeNull();
  });

  it('uses the synchronous calls where the others are missing', async () => {
    const safeStorage = {
      getSelectedStorageBackend: () => 'gnome_libsecret',
      isEncryptionAvailable: () => true,
      encryptString: (plain: string) => Buffer.from(`sealed ${plain}`),
      decryptString: (sealed: Buffer) => sealed.toString().slice('sealed '.length),
    };
    const vault = await systemVault(safeStorage as unknown as SafeStorage);
    expect(Buffer.from((await vault?.seal('x')) ?? []).toString()).toBe('sealed x');
    await expect(vault?.open(Buffer.from('sealed y'))).resolves.toBe('y');
  });
});
