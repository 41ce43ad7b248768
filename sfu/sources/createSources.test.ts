import { generateKeyPairSync } from 'node:crypto';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RequestData } from '#protocol/contract.ts';
import type { GbChannel, SourceStatus } from '#protocol/media/sources.ts';
import type { SourceId, UnitId } from '#protocol/nouns/ids.ts';
import type { Stores } from '../ports/stores.ts';
import { court, newId, openFujianLog, openTestSession, openTestStores, type TestLog } from '../testing/testLog.ts';
import { createSources, type SourceBook } from './createSources.ts';
import { createSecretSeal } from '../keys/secretSeal.ts';

let test: TestLog;
let stores: Stores;
let dispose: () => Promise<void>;
let sources: SourceBook;
let unitId: UnitId;
let channels: GbChannel[];
const seal = createSecretSeal(generateKeyPairSync('ed25519').privateKey);
const desk = openTestSession({ courtCode: '闽02', name: '调度员' });
const elsewhere = openTestSession({ courtCode: '闽06', name: '他院调度员' });
const lookingOn = openTestSession({ courtCode: '闽02', name: '旁观' });

const open = (): SourceBook => createSources({
  log: test.log, stores, seal,
  sessions: () => [desk.session, elsewhere.session, { ...lookingOn.session, capabilities: new Set() }],
  places: { host: () => 'hall.test', rtmpPort: 1_935 },
  srtPorts: { from: 32_000, to: 32_001 },
  directory: { channels: () => channels, server: () => null },
  now: Date.now,
  logger: pino({ level: 'silent' }),
});

beforeEach(async () => {
  ({ stores, dispose } = await openTestStores());
  test = await openFujianLog({ stores });
  unitId = newId.unit();
  channels = [];
  await test.seed({ name: 'unit.enrolled', subject: `unit/${unitId}`, courtCode: court('闽0203'), data: { name: '记录仪', teamName: '一队', kind: 'recorder' } });
  sources = open();
  for (const { told } of [desk, elsewhere, lookingOn]) told.splice(0);
});
afterEach(async () => {
  sources.close();
  await test.log.close();
  await dispose();
});

type Wish = Partial<RequestData<'source.add'>>;
const rtsp = { protocol: 'rtsp' as const, url: 'rtsp://192.0.2.9/stream', username: 'admin', transport: 'tcp' as const };
const asked = (change: Wish = {}): RequestData<'source.add'> => ({ commandId: newId.command(), unitId, label: '大门', address: rtsp, secret: null, ...change });
const add = async (change: Wish = {}) => sources.handlers['source.add'](asked(change), desk.session);
const statuses = async (who = desk) => (await sources.handlers['source.statuses']({}, who.session)).statuses;
const reading = { state: 'live' as const, attempts: 0, nextAttemptAt: null, feedId: null, media: { videoCodec: 'h264', audioCodec: null, copied: true } };

describe('a secret of a source', () => {
  it('is read by the room that needs it, and lies nowhere in plain', async () => {
    const { source, pushUrl } = await add({ secret: 'password-of-a-camera' });
    expect(pushUrl).toBeNull();
    expect(await sources.secretOf(source.sourceId)).toBe('password-of-a-camera');
    const sealed = await stores.sourceSecrets.find(source.sourceId);
    expect(sealed).toBeTypeOf('string');
    expect(`${sealed}${Buffer.from(sealed ?? '', 'base64url').toString('latin1')}${test.written()}${JSON.stringify(test.entries())}`).not.toContain('password-of-a-camera');
  });

  it('stays when a change names none, changes when it does, and goes with its source', async () => {
    const { source } = await add({ secret: 'first' });
    const { sourceId } = source;
    const change = { sourceId, label: '后门', address: rtsp };
    await sources.handlers['source.change']({ commandId: newId.command(), ...change, expectedVersion: 1, secret: null }, desk.session);
    expect(await sources.secretOf(sourceId)).toBe('first');
    await sources.handlers['source.change']({ commandId: newId.command(), ...change, expectedVersion: 2, secret: 'second' }, desk.session);
    expect(await sources.secretOf(sourceId)).toBe('second');
    expect(test.entries().filter(({ name }) => name === 'source.changed').map(({ data }) => data)).toMatchObject([{ secretChanged: false }, { secretChanged: true }]);
    await expect(sources.handlers['source.change']({ commandId: newId.command(), ...change, expectedVersion: 2, secret: 'third' }, desk.session)).rejects.toMatchObject({ code: 'conflict' });
    expect(await sources.secretOf(sourceId)).toBe('second');
    await sources.handlers['source.remove']({ commandId: newId.command(), sourceId, expectedVersion: 3, reason: '拆除' }, desk.session);
    expect(await stores.sourceSecrets.find(sourceId)).toBeUndefined();
  });

  it('opens with the hall’s own key and for its own source alone', () => {
    const sealed = seal.seal('geheim', 'a');
    expect(seal.open(sealed, 'a')).toBe('geheim');
    expect(seal.open(sealed, 'b')).toBeNull();
    expect(createSecretSeal(generateKeyPairSync('ed25519').privateKey).open(sealed, 'a')).toBeNull();
    expect(seal.open('', 'a')).toBeNull();
    expect(seal.seal('geheim', 'a')).not.toBe(sealed);
  });
});

describe('a stream key', () => {
  it('is the hall’s own making, is told once in the address, and is the same when the question was lost', async () => {
    const question = asked({ address: { protocol: 'rtmp' }, secret: 'what the caller would like' });
    const { source, pushUrl } = await sources.handlers['source.add'](question, desk.session);
    const key = await sources.secretOf(source.sourceId);
    expect(Buffer.from(key ?? '', 'base64url')).toHaveLength(16);
    expect(pushUrl).toBe(`rtmp://hall.test:1935/live/${key}`);
    expect(await sources.handlers['source.add'](question, desk.session)).toEqual({ source, pushUrl });
    expect(test.written()).not.toContain(key);
    const next = await sources.handlers['source.newKey']({ commandId: newId.command(), sourceId: source.sourceId, expectedVersion: 1 }, desk.session);
    const newKey = await sources.secretOf(source.sourceId);
    expect(newKey).not.toBe(key);
    expect(next.pushUrl).toBe(`rtmp://hall.test:1935/live/${newKey}`);
    expect(test.written()).not.toContain(newKey);
  });

  it('of SRT is the passphrase, at a port of the source’s own', async () => {
    const { source, pushUrl } = await add({ address: { protocol: 'srt' } });
    const { searchParams, host } = new URL(pushUrl ?? '');
    expect(host).toBe('hall.test:32000');
    expect(searchParams.get('passphrase')).toBe(await sources.secretOf(source.sourceId));
    expect(searchParams.get('passphrase')?.length).toBeGreaterThanOrEqual(16);
  });
});

describe('the book of sources', () => {
  it('tells its rooms what changed, and what is asked for', async () => {
    const changed: SourceId[] = [];
    const retried: SourceId[] = [];
    sources.onChange((sourceId) => changed.push(sourceId));
    const undo = sources.onRetry((sourceId) => retried.push(sourceId));
    const { source } = await add();
    await sources.handlers['source.switch']({ commandId: newId.command(), sourceId: source.sourceId, expectedVersion: 1, enabled: false }, desk.session);
    expect(changed).toEqual([source.sourceId, source.sourceId]);
    await sources.handlers['source.retry']({ sourceId: source.sourceId }, desk.session);
    undo();
    await sources.handlers['source.retry']({ sourceId: source.sourceId }, desk.session);
    expect(retried).toEqual([source.sourceId]);
    expect(sources.list(['rtsp'])).toMatchObject([{ sourceId: source.sourceId, enabled: false }]);
    expect(sources.list(['rtmp', 'srt'])).toEqual([]);
  });

  it('ends the sources of a unit that was revoked, in the log and for its rooms', async () => {
    const { source } = await add({ secret: 'geheim' });
    const seen: (readonly unknown[])[] = [];
    sources.onChange(() => seen.push(sources.list(['rtsp'])));
    await test.seed({ name: 'unit.revoked', subject: `unit/${unitId}`, courtCode: court('闽0203'), data: { reason: '报废' } });
    await expect.poll(() => test.entries().at(-1)).toMatchObject({ name: 'source.removed', subject: `source/${source.sourceId}`, actor: { kind: 'hall' } });
    expect(seen.at(0)).toEqual([]);
    await expect.poll(() => stores.sourceSecrets.find(source.sourceId)).toBeUndefined();
  });

  it('tells how a source is to those who manage it, and to nobody else', async () => {
    const { source } = await add();
    expect(await statuses()).toMatchObject([{ sourceId: source.sourceId, state: 'waiting', fault: null }]);
    expect(await statuses(elsewhere)).toEqual([]);
    sources.setStatus(source.sourceId, { ...reading, state: 'retrying', media: null, fault: { fault: 'unreachable', detail: 'x'.repeat(900) } });
    sources.setStatus(source.sourceId, reading);
    sources.setStatus(source.sourceId, reading);
    const told = desk.told.filter(({ name }) => name === 'source.statusChanged').map(({ data }) => data as SourceStatus);
    expect(told.map(({ state }) => state)).toEqual(['retrying', 'live']);
    // Why it was away last stays to be read.
    expect(told[1]?.fault).toMatchObject({ fault: 'unreachable', detail: 'x'.repeat(500) });
    expect((await statuses())[0]).toEqual(told[1]);
    expect([...elsewhere.told, ...lookingOn.told].filter(({ name }) => name === 'source.statusChanged')).toEqual([]);
    await sources.handlers['source.remove']({ commandId: newId.command(), sourceId: source.sourceId, expectedVersion: 1, reason: '拆除' }, desk.session);
    sources.setStatus(source.sourceId, { ...reading, state: 'waiting' });
    expect(await statuses()).toEqual([]);
  });

  it('lists the GB/T 28181 channels that no source names', async () => {
    const channel = (channelId: string): GbChannel => ({ deviceId: '35020000001320000001', channelId, name: '', manufacturer: '', remoteAddress: '192.0.2.7', online: true, seenAt: 1 });
    channels = [channel('35020000001310000001'), channel('35020000001310000002')];
    await add({ address: { protocol: 'gb28181', deviceId: '35020000001320000001', channelId: '35020000001310000001', transport: 'udp' } });
    expect(await sources.handlers['source.gbChannels']({}, desk.session)).toEqual({ channels: [channels[1]], server: null });
  });
});
