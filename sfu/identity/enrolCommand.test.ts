import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStorage, type Storage } from '../persistence/storage.ts';
import { courtNameOf } from './courts.ts';
import { runEnrolCommand, UsageError } from './enrolCommand.ts';
import { createEnrolment } from './enrolment.ts';
import { openSigningKey } from './signingKey.ts';
import { createTokenAuthority, type TokenAuthority } from './tokenAuthority.ts';

describe('enrolment command', () => {
  let folder: string;
  let storage: Storage;
  let authority: TokenAuthority;
  beforeAll(async () => {
    folder = mkdtempSync(`${tmpdir()}/hall-enrol-`);
    storage = await openStorage(folder);
    authority = createTokenAuthority({ hallId: storage.hallId, key: openSigningKey(folder), tokens: storage.tokens, now: Date.now });
  });
  afterAll(async () => {
    await storage.close();
    rmSync(folder, { recursive: true });
  });
  const run = (...args: string[]) =>
    runEnrolCommand(args, {
      enrolment: createEnrolment({ authority, units: storage.units, tokens: storage.tokens, lifetimeMs: 60_000, now: Date.now }),
      units: storage.units,
      tokens: storage.tokens,
      url: 'https://192.0.2.7:8443',
      caFingerprint: 'ab',
    });

  it('enrols a unit: the link carries a token that works and names its court', async () => {
    const text = await run('--role', 'unit', '--name', '思明01', '--team', '执行一队', '--court', '闽0203', '--kind', 'recorder');
    const token = /https:\/\/192\.0\.2\.7:8443\/field\/#token=(\S+)/.exec(text)?.[1] ?? '';
    const identity = await authority.verify(token);
    expect(await storage.units.find(identity.unitId!)).toMatchObject({ name: '思明01', teamName: '执行一队', courtName: '厦门市思明区人民法院', kind: 'recorder' });
  });

  it('enrols a console, lists it without its token, and revokes it', async () => {
    const enrolled = JSON.parse(await run('--role', 'console', '--name', '指挥台', '--json'));
    expect(enrolled).toMatchObject({ role: 'console', unitId: null, link: null, caFingerprint: 'ab' });
    expect(await run('--list')).toContain('指挥台');
    expect(await run('--list', '--json')).not.toContain(enrolled.token);
    expect(await run('--revoke', enrolled.tokenId)).toBe('已吊销 1 个令牌');
    await expect(authority.verify(enrolled.token)).rejects.toMatchObject({ code: 'tokenRevoked' });
    await expect(run('--revoke', enrolled.tokenId)).rejects.toBeInstanceOf(UsageError);
  });

  it.each([
    [['--role', 'unit', '--name', 'x']],
    [['--role', 'unit', '--name', 'x', '--team', 'y', '--court', 'XM']],
    [['--role', 'unit', '--name', 'x', '--team', 'y', '--court', '闽9999']],
    [['--role', 'unit', '--name', 'x', '--team', 'y', '--court', '闽0203', '--kind', 'drone']],
    [['--role', 'king', '--name', 'x']],
    [['--role', 'console']],
    [['--what']],
    [[]],
  ])('%j is refused and nothing is written', async (args) => {
    const before = await run('--list', '--json');
    await expect(run(...args)).rejects.toBeInstanceOf(UsageError);
    expect(await run('--list', '--json')).toBe(before);
  });

  it.each([
    ['闽', '福建省高级人民法院'],
    ['闽02', '厦门市中级人民法院'],
    ['闽0102', '福州市鼓楼区人民法院'],
    ['闽0121', '闽侯县人民法院'],
    ['闽72', '厦门海事法院'],
    ['闽0299', null],
    ['京01', null],
  ])('court %s is %s', (code, name) => {
    expect(courtNameOf(code)).toBe(name);
  });
});
