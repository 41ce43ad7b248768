import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { keepAutostart } from './autostart.ts';

let home: string;
beforeEach(() => {
  home = mkdtempSync(path.join(tmpdir(), 'autostart-'));
});
afterEach(() => rmSync(home, { recursive: true }));

describe('keepAutostart', () => {
  it('starts a wall machine with a Linux desktop, and stops doing so', () => {
    const folder = path.join(home, 'autostart');
    const setLoginItem = vi.fn<(openAtLogin: boolean) => void>();
    const system = { platform: 'linux', folder, executable: '/opt/执行 "指挥"/command-hall', setLoginItem } as const;
    keepAutostart(system, true);
    const file = path.join(folder, 'command-hall-wall.desktop');
    expect(readFileSync(file, 'utf8')).toContain(String.raw`Exec="/opt/执行 \"指挥\"/command-hall"`);
    keepAutostart(system, false);
    keepAutostart(system, false);
    expect(existsSync(file)).toBe(false);
    expect(setLoginItem).not.toHaveBeenCalled();
  });

  it('tells other systems, which keep a list of their own', () => {
    const setLoginItem = vi.fn<(openAtLogin: boolean) => void>();
    keepAutostart({ platform: 'win32', folder: home, executable: 'command-hall.exe', setLoginItem }, true);
    expect(setLoginItem).toHaveBeenCalledExactlyOnceWith(true);
  });
});
