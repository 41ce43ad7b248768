import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { configFields, configTable } from './fields.ts';
import { ConfigError, loadConfig } from './loadConfig.ts';

describe('settings', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'hall-config-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const withFile = (content: unknown, env: Record<string, string> = {}) => {
    writeFileSync(path.join(folder, 'hall.json'), typeof content === 'string' ? content : JSON.stringify(content));
    return { HALL_STORAGE_DIR: folder, ...env };
  };
  const messageOf = (env: Record<string, string>): string => {
    try {
      loadConfig(env);
    } catch (error) {
      expect(error).toBeInstanceOf(ConfigError);
      return error instanceof ConfigError ? error.message : '';
    }
    return 'accepted';
  };

  it('come from defaults, the file, and the environment over both', () => {
    const config = loadConfig(withFile({ port: 9_000, hallName: '测试', media: { basePort: 33_000, workers: 3 } }, { HALL_MEDIA_WORKERS: '5', HALL_FRAME_CLOCK: 'true', HALL_PUBLIC_HOSTS: 'hall.example, 192.0.2.7' }));
    expect(config).toMatchObject({
      port: 9_000,
      hallName: '测试',
      listenHost: '0.0.0.0',
      frameClock: true,
      publicHosts: ['hall.example', '192.0.2.7'],
      media: { basePort: 33_000, workers: 5, announcedAddress: '192.0.2.7' },
      storageDir: folder,
    });
  });

  it('an identity provider is set when its address is, and the log lies in a file unless told', () => {
    const config = loadConfig({ HALL_CONFIG: '', HALL_STORAGE_DIR: path.join(folder, 'none') });
    expect(config).toMatchObject({ oidc: null, databaseUrl: null, courtCode: '闽', enrolCodeTtlMs: 86_400_000, signInTtlMs: 43_200_000, lockOut: { failures: 5, forMs: 900_000 } });
    const env = { HALL_STORAGE_DIR: path.join(folder, 'none'), HALL_OIDC_ISSUER: 'https://id.example', HALL_OIDC_CLIENT_ID: 'hall', HALL_OIDC_CLIENT_SECRET: 'secret' };
    expect(loadConfig(env).oidc).toEqual({ issuer: 'https://id.example', clientId: 'hall', clientSecret: 'secret', name: '统一身份认证', usernameClaim: 'preferred_username' });
    expect(loadConfig({ DATABASE_URL: 'postgres://hall:secret@127.0.0.1:5432/hall' }).databaseUrl).toBe('postgres://hall:secret@127.0.0.1:5432/hall');
  });

  it('HALL_CONFIG names another file, which must be there', () => {
    const other = path.join(folder, 'other.json');
    writeFileSync(other, '{"port": 9001}');
    expect(loadConfig({ HALL_CONFIG: other }).port).toBe(9_001);
    expect(messageOf({ HALL_CONFIG: `${other}.gone` })).toMatch(/^HALL_CONFIG: .*other\.json\.gone cannot be read/);
  });

  it.each([
    [{ HALL_PORT: 'abc' }, 'HALL_PORT: must be between 1 and 65535, got "abc"'],
    [{ HALL_PORT: '0' }, 'HALL_PORT: must be between 1 and 65535, got 0'],
    [{ HALL_PORT: '84.5' }, 'HALL_PORT: must be between 1 and 65535, got 84.5'],
    [{ HALL_FRAME_CLOCK: 'yes' }, 'HALL_FRAME_CLOCK: must be true or false, got "yes"'],
    [{ HALL_LOG_LEVEL: 'loud' }, 'HALL_LOG_LEVEL: must be one of fatal, error, warn, info, debug, trace, silent, got "loud"'],
    [{ HALL_PUBLIC_HOSTS: 'https://hall' }, 'HALL_PUBLIC_HOSTS: must be a host name or an address, got "https://hall"'],
    [{ HALL_PROT: '8443' }, 'HALL_PROT: no such setting'],
    [{ HALL_INGEST_PORT_TO: '30999' }, 'HALL_INGEST_PORT_TO: must not be below ingest.portFrom, got 30999'],
    // A secret is not repeated.
    [{ HALL_METRICS_TOKEN: 'short' }, 'HALL_METRICS_TOKEN: must be at least 16 characters'],
    [{ DATABASE_URL: 'mysql://hall:secret@db/hall' }, 'DATABASE_URL: must be a postgres:// address'],
    [{ HALL_OIDC_ISSUER: 'https://id.example', HALL_OIDC_CLIENT_SECRET: 's'.repeat(300), HALL_OIDC_CLIENT_ID: 'hall' }, 'HALL_OIDC_CLIENT_SECRET: must be 1 to 256 characters'],
    [{ HALL_COURT_CODE: '京01' }, 'HALL_COURT_CODE: must be the code of a court such as 闽, 闽02 or 闽0203, got "京01"'],
    [{ HALL_LOCK_OUT_FAILURES: '0' }, 'HALL_LOCK_OUT_FAILURES: must be between 1 and 100, got 0'],
  ])('%o is named in one line', (env, message) => {
    expect(messageOf({ HALL_CONFIG: '', ...env })).toBe(message);
  });

  it.each([
    [{ prot: 1 }, 'prot: no such setting'],
    [{ oidc: ['secret'] }, 'oidc: Invalid input: expected object, received array'],
    [{ oidc: { issuer: 'https://id.example', clientId: 'hall' } }, 'oidc.clientSecret: must be 1 to 256 characters'],
    [{ media: { wokers: 1 } }, 'media.wokers: no such setting'],
    [{ connectors: [{ id: 'police-1', kind: 'police', url: 'https://police.example', token: 'secret' }] }, 'connectors.0.token: must be at least 16 characters'],
    [{ connectors: [{ id: 'police-1', kind: 'police', url: 'http://police.example', token: 'secret-secret-secret' }] }, 'connectors.0.url: must be an https:// address (http:// only on this machine)'],
    [{ media: { workers: 'two' } }, 'media.workers: must be between 1 and 128, got "two"'],
    [{ publicHosts: ['a', 7] }, 'publicHosts.1: must be a host name or an address, got 7'],
    ['{', 'must be a JSON object'],
    ['[]', 'must be a JSON object'],
  ])('a file with %o is named with its place', (content, message) => {
    const said = messageOf(withFile(content));
    expect(said.endsWith(`hall.json: ${message}`)).toBe(true);
    expect(said).not.toContain('\n');
  });

  it('every setting has a variable of its own and a line in the table', () => {
    const fields = configFields();
    expect(new Set(fields.map((field) => field.env)).size).toBe(fields.length);
    expect(fields.length).toBeGreaterThan(15);
    const table = configTable();
    for (const { name, env, description } of fields) {
      expect(description.length).toBeGreaterThan(5);
      expect(table).toContain(`| \`${name}\` | \`${env}\` |`);
    }
  });
});
