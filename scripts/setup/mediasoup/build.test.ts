import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { projectRoot } from '../project.mjs';
import { scratchFolder } from '../scratchFolder.ts';
import { prepareSource } from './build.mjs';
import { edits } from './recipe.mjs';
import { parseMadison } from './srtp.mjs';

it('fits the source of the mediasoup that the project pins', () => {
  const copy = path.join(scratchFolder(), 'worker');
  prepareSource(path.join(projectRoot, 'node_modules', 'mediasoup', 'worker'), copy);
  for (const { file, find, replace } of edits) {
    const text = readFileSync(path.join(copy, file), 'utf8');
    expect(text).not.toContain(find);
    expect(text).toContain(replace);
  }
  expect(existsSync(path.join(copy, 'subprojects', 'libsrtp3', 'include', 'srtp.h'))).toBe(true);
  expect(existsSync(path.join(copy, 'subprojects', 'openssl.wrap'))).toBe(false);
});

it('refuses a source that no longer has a line to be edited', () => {
  const files = Object.fromEntries(edits.map(({ file, find }) => [file, find]));
  const source = scratchFolder({ ...files, 'src/RTC/DtlsTransport.cpp': 'rewritten' });
  expect(() => prepareSource(source, path.join(scratchFolder(), 'worker'))).toThrow('does not fit this version');
});

it('finds where a binary package comes from', () => {
  const listing = ' libsrtp2-dev | 2.5.0-3 | http://mirror/debian bookworm/main amd64 Packages\n libsrtp2 | 2.5.0-3 | http://other bookworm/main Sources\n';
  expect(parseMadison(listing)).toEqual({ address: 'http://mirror/debian', suite: 'bookworm', component: 'main' });
  expect(parseMadison(' x | 1 | http://mirror/security stable-security/updates/main amd64 Packages')).toMatchObject({ suite: 'stable-security/updates' });
  expect(parseMadison('')).toBeUndefined();
});
