import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { courtName, upperCourt } from '#domain/courts/courtName.ts';
import { newId, openTestLog, openTestSession } from '../testing/testLog.ts';
import { createCourts } from './courts.ts';
import { readCourtSeed } from './courtSeed.ts';

describe('the register of Fujian', () => {
  const seed = readCourtSeed();
  const codes = new Set(seed.map(({ courtCode }) => courtCode));

  it('holds 95 courts: one high, nine intermediate, the maritime court, 84 basic', () => {
    expect(seed).toHaveLength(95);
    expect(codes.size).toBe(95);
    const ofLevel = (level: string) => seed.filter((court) => court.level === level);
    expect(ofLevel('high').map(({ name }) => name)).toEqual(['福建省高级人民法院']);
    expect(ofLevel('intermediate')).toHaveLength(10);
    expect(ofLevel('intermediate').filter(({ name }) => /^..市中级人民法院$/.test(name))).toHaveLength(9);
    expect(ofLevel('basic')).toHaveLength(84);
  });

  it('has every court below one of the register, and none below the maritime court', () => {
    for (const { courtCode } of seed) {
      const upper = upperCourt(courtCode);
      expect(upper === null || codes.has(upper)).toBe(true);
    }
    expect(seed.filter(({ courtCode }) => courtCode.startsWith('闽72'))).toMatchObject([{ courtCode: '闽72', level: 'intermediate' }]);
    const below = ['闽01', '闽02', '闽03', '闽04', '闽05', '闽06', '闽07', '闽08', '闽09'].map((code) => seed.filter(({ courtCode }) => upperCourt(courtCode) === code).length);
    expect(below).toEqual([13, 6, 5, 12, 11, 11, 10, 7, 9]);
  });

  it('has every court within Fujian, at a place of its own but for those of one city', () => {
    const outside = seed.filter(({ position: { longitudeDeg, latitudeDeg } }) => longitudeDeg < 115.8 || longitudeDeg > 120.8 || latitudeDeg < 23.5 || latitudeDeg > 28.4);
    expect(outside).toEqual([]);
    const basic = seed.filter(({ level }) => level === 'basic');
    expect(new Set(basic.map(({ position }) => `${position.longitudeDeg} ${position.latitudeDeg}`)).size).toBe(84);
  });

  it('calls them as people wrote in 2018, and says where each fact comes from', () => {
    const nameOf = (code: string) => seed.find(({ courtCode }) => courtCode === code)?.name;
    expect(['闽0203', '闽0128', '闽0524', '闽02', '闽72', '闽0181', '闽0112', '闽0703', '闽0803', '闽0427'].map(nameOf)).toEqual([
      '厦门市思明区人民法院', '平潭综合实验区人民法院', '安溪县人民法院', '厦门市中级人民法院', '厦门海事法院',
      '福清市人民法院', '福州市长乐区人民法院', '南平市建阳区人民法院', '龙岩市永定区人民法院', '沙县人民法院',
    ]);
    expect(new Set(seed.map(({ name }) => name)).size).toBe(95);
    for (const { name, source } of seed) {
      expect(name).toMatch(/法院$/);
      expect(source).toMatch(/2018年\[M\]/);
    }
  });
});

describe('a seed file that is wrong', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'hall-courts-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const high = { courtCode: '闽', name: '福建省高级人民法院', level: 'high', position: { longitudeDeg: 119.3, latitudeDeg: 26.1 }, validFrom: null, validTo: null, source: '测试' };
  const read = (content: unknown) => {
    const file = path.join(folder, 'courts.json');
    writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
    return () => readCourtSeed(pathToFileURL(file));
  };

  it('says what is wrong where', () => {
    expect(read([high])()).toHaveLength(1);
    expect(read('[')).toThrow(/cannot be read.*courts\.json/);
    expect(read([{ ...high, position: { longitudeDeg: 119.3, latitudeDeg: 260 } }])).toThrow(/courts\.json[^]*latitudeDeg/);
    expect(read([{ ...high, phone: '1' }])).toThrow(/phone/);
    expect(read([high, high])).toThrow(/闽 stands twice/);
    expect(read([high, { ...high, courtCode: '闽0203', level: 'basic' }])).toThrow(/闽0203 has no upper court 闽02/);
    expect(read([high, { ...high, courtCode: '闽02', level: 'basic' }])).toThrow(/闽02 cannot be of level basic/);
  });
});

describe('courts on the log', () => {
  it('are registered once, and what was corrected stays corrected', async () => {
    const { log, entries } = await openTestLog();
    const courts = createCourts({ log });
    const { session } = openTestSession();
    expect(await courts.ensureCourts()).toBe(95);
    expect(log.state.courts.size).toBe(95);
    expect(entries()).toHaveLength(95);
    expect(entries()[0]).toMatchObject({ name: 'court.registered', subject: 'court/闽', courtCode: '闽', actor: { kind: 'hall' } });
    const { courtCode, version: _, ...before } = log.state.courts.find(({ name }) => name === '沙县人民法院')!;
    const change = { commandId: newId.command(), courtCode, ...before, name: '三明市沙县区人民法院', expectedVersion: 1 };
    const answer = await courts.handlers['court.change'](change, session);
    expect(answer.court).toMatchObject({ courtCode: '闽0427', name: '三明市沙县区人民法院', version: 2 });
    expect(await courts.handlers['court.change'](change, session)).toEqual(answer);
    await expect(courts.handlers['court.change']({ ...change, commandId: newId.command() }, session)).rejects.toMatchObject({ code: 'conflict' });
    expect(await courts.ensureCourts()).toBe(0);
    expect(await createCourts({ log }).ensureCourts()).toBe(0);
    expect(courtName(log.state.courts, courtCode)).toBe('三明市沙县区人民法院');
    expect(entries()).toHaveLength(96);
  });

  it('adds only what is missing', async () => {
    const { log } = await openTestLog();
    const courts = createCourts({ log });
    const { session } = openTestSession();
    const { version: _, ...own } = { ...readCourtSeed()[0]!, name: '本院', version: 0 };
    await courts.handlers['court.register']({ commandId: newId.command(), ...own }, session);
    expect(await courts.ensureCourts()).toBe(94);
    expect(log.state.courts.get(own.courtCode)?.name).toBe('本院');
    await expect(courts.handlers['court.register']({ commandId: newId.command(), ...own }, session)).rejects.toMatchObject({ code: 'conflict' });
  });

  it('is a file of one court a line, so that a change can be read', () => {
    const text = readFileSync(new URL('../../assets/courts/fujian.json', import.meta.url), 'utf8');
    expect(text.trimEnd().split('\n')).toHaveLength(97);
  });
});
