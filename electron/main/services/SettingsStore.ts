import { existsSync, readFileSync, renameSync } from 'node:fs';
import { mkdir, open, rename } from 'node:fs/promises';
import path from 'node:path';
import { settings as settingsSchema, type Settings } from '#protocol/ipc/calls.ts';
import type { Log } from './log.ts';
import type { StartOptions } from './startOptions.ts';

export const DEFAULT_SETTINGS: Settings = {
  server: null,
  locale: 'zh-CN',
  machine: 'console',
  firstSlot: 1,
  wallDisplays: null,
  deskDisplay: null,
  videoBudgetMbps: null,
  streetsUrl: null,
};

type StoreOptions = {
  readonly file: string;
  readonly overrides: StartOptions['overrides'];
  readonly log: Log;
};

/** The console machine's settings: one JSON file, replaced whole, never half written. */
export class SettingsStore {
  /** Where an unreadable file was moved at start; null when there was none. */
  readonly setAside: string | null;
  readonly #file: string;
  readonly #overrides: StartOptions['overrides'];
  #stored: Settings;
  #writing: Promise<unknown> = Promise.resolve();

  private constructor(options: StoreOptions, stored: Settings, setAside: string | null) {
    this.#file = options.file;
    this.#overrides = options.overrides;
    this.#stored = stored;
    this.setAside = setAside;
  }

  static create(options: StoreOptions): SettingsStore {
    if (!existsSync(options.file)) return new SettingsStore(options, DEFAULT_SETTINGS, null);
    try {
      const stored = settingsSchema.parse(JSON.parse(readFileSync(options.file, 'utf8')));
      return new SettingsStore(options, stored, null);
    } catch (cause) {
      const setAside = `${options.file}.broken-${Date.now()}`;
      renameSync(options.file, setAside);
      options.log.error({ file: options.file, setAside, cause }, 'settings are unreadable, defaults are used');
      return new SettingsStore(options, DEFAULT_SETTINGS, setAside);
    }
  }

  /** What is in force: the stored settings under what the start command fixed. */
  get current(): Settings {
    return { ...this.#stored, ...this.#overrides };
  }

  /** Stores the settings and answers with what is in force. A value the start command fixed is not stored. */
  async save(settings: Settings): Promise<Settings> {
    const kept = Object.fromEntries(
      Object.keys(this.#overrides).map((name) => [name, this.#stored[name as keyof Settings]]),
    );
    const next: Settings = { ...settings, ...kept };
    const write = this.#writeAfter(this.#writing, next);
    this.#writing = write.catch(() => undefined);
    await write;
    this.#stored = next;
    return this.current;
  }

  async #writeAfter(earlier: Promise<unknown>, settings: Settings): Promise<void> {
    await earlier;
    await replaceFile(this.#file, `${JSON.stringify(settings, null, 2)}\n`);
  }
}

/** Writes beside the file and renames, so that a power cut leaves the old or the new content. */
export async function replaceFile(file: string, content: string | Uint8Array): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  const draft = `${file}.new`;
  const handle = await open(draft, 'w', 0o600);
  try {
    await handle.writeFile(content);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(draft, file);
}
