import { existsSync, mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import type { Settings } from '#protocol/ipc/calls.ts';
import { DEFAULT_SETTINGS, SettingsStore } from './SettingsStore.ts';
import type { StartOptions } from './startOptions.ts';

const server = { url: 'https://hall.court:8443', caFingerprint: 'a'.repeat(64) };
const kiosk = { url: 'https://kiosk:1', caFingerprint: 'b'.repeat(64) };

function store(content?: string, overrides: StartOptions['overrides'] = {}) {
  const folder = mkdtempSync(path.join(tmpdir(), 'hall-settings-'));
  const file = path.join(folder, 'settings.json');
  if (content !== undefined) writeFileSync(file, content);
  const error = vi.fn<(details: object, message: string) => void>();
  const open = () => SettingsStore.create({ file, overrides, log: { info: error, warn: error, error } });
  return { folder, file, open, error };
}

describe('SettingsStore', () => {
  it('starts with defaults and writes nothing by itself', () => {
    const { file, open } = store();
    expect(open().current).toEqual(DEFAULT_SETTINGS);
    expect(existsSync(file)).toBe(false);
  });

  it('keeps what was saved, readable by its owner alone', async () => {
    const { file, open, folder } = store();
    await open().save({ ...DEFAULT_SETTINGS, server });
    expect(open().current.server).toEqual(server);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder)).toEqual(['settings.json']);
  });

  it.each(['{ half', '{"server":null}', '[]', ''])('sets an unreadable file aside and tells of it: %s', (content) => {
    const { open, error, folder } = store(content);
    const opened = open();
    expect(opened.current).toEqual(DEFAULT_SETTINGS);
    expect(readFileSync(opened.setAside ?? '', 'utf8')).toBe(content);
    expect(readdirSync(folder)).toHaveLength(1);
    expect(error).toHaveBeenCalledOnce();
  });

  it('lets the start command overrule for this run without storing it', async () => {
    const { file, open } = store(JSON.stringify({ ...DEFAULT_SETTINGS, server }), { server: kiosk });
    const opened = open();
    expect(opened.current.server).toEqual(kiosk);
    const saved = await opened.save({ ...opened.current, locale: 'en' });
    expect(saved).toMatchObject({ server: kiosk, locale: 'en' });
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ server, locale: 'en' });
  });

  it('writes saves one after another; the last one wins', async () => {
    const { open } = store();
    const opened = open();
    const all = Array.from({ length: 20 }, (_, index): Settings => ({ ...DEFAULT_SETTINGS, wallDisplays: [`d${index}`] }));
    await Promise.all(all.map((one) => opened.save(one)));
    expect(open().current.wallDisplays).toEqual(['d19']);
  });
});
