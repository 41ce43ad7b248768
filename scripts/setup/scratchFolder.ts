import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished, vi } from 'vitest';

/** For tests: a folder with these files, gone when the test ends. */
export function scratchFolder(files: Readonly<Record<string, string>> = {}): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'command-hall-setup-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), text);
  }
  return folder;
}

/** For tests: an empty cache, so that neither reads the other. Returns its root. */
export function scratchCache(): string {
  vi.stubEnv('XDG_CACHE_HOME', scratchFolder());
  onTestFinished(() => void vi.unstubAllEnvs());
  return path.join(process.env['XDG_CACHE_HOME'] ?? '', 'command-hall', 'v1');
}

/** For tests: progress that only remembers what was said. */
export function rememberedProgress() {
  const lines: string[] = [];
  const keep = (line: string) => void lines.push(line);
  return { lines, progress: { say: keep, update: keep, settle: () => undefined } };
}
