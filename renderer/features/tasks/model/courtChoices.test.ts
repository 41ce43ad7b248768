import { describe, expect, it } from 'vitest';
import type { Court } from '#protocol/nouns/courts.ts';
import type { CourtCode, PartnerId } from '#protocol/nouns/ids.ts';
import type { Partner } from '#protocol/tasks/partners.ts';
import type { TaskEnd } from '#protocol/tasks/tasks.ts';
import { loadSoundOf, withoutSound } from '../../palette/index.ts';
import { courtChoices, isCourtMeant } from './courtChoices.ts';

const courts = [['闽0203', '厦门市思明区人民法院'], ['闽02', '厦门市中级人民法院'], ['闽', '福建省高级人民法院'], ['闽05', '泉州市中级人民法院'], ['闽0524', '安溪县人民法院']].map(([courtCode, name]) => ({ courtCode, name }) as Court);
const partnerId = '00000000-0000-4000-8000-000000000001' as PartnerId;
const partner = { partnerId, name: '浙江省高级人民法院', courts: ['杭州市上城区人民法院'], closed: null } as unknown as Partner;
const words = { recent: '最近', province: '省级' };
const anxi: TaskEnd = { kind: 'court', courtCode: '闽0524' as CourtCode, courtName: '安溪县人民法院' };

describe('where a task may go', () => {
  it('is a tree by city, after the courts of before, each once', () => {
    const groups = courtChoices({ courts, partners: [partner, { ...partner, closed: { at: 1, reason: '停用' } }], recent: [anxi, anxi], words });
    expect(groups.map(({ group, choices }) => [group, ...choices.map(({ name, depth }) => `${depth} ${name}`)])).toEqual([
      ['最近', '0 安溪县人民法院'],
      ['厦门市中级人民法院', '0 厦门市中级人民法院', '1 厦门市思明区人民法院'],
      ['省级', '0 福建省高级人民法院'],
      ['泉州市中级人民法院', '0 泉州市中级人民法院'],
      ['浙江省高级人民法院', '1 杭州市上城区人民法院'],
    ]);
    expect(groups.at(-1)?.choices[0]?.end).toEqual({ kind: 'outside', partnerId, courtName: '杭州市上城区人民法院' });
  });

  it('leaves out where this flow does not go', () => {
    expect(courtChoices({ courts: [], partners: [], recent: [anxi], words })).toEqual([]);
  });
});

describe('a court that is searched', () => {
  it('is found by characters, code, initials and syllables', async () => {
    const soundOf = await loadSoundOf();
    const found = { name: '安溪县人民法院', code: '闽0524' };
    const finds = (search: string) => isCourtMeant(found, search, soundOf);
    expect(['安溪', '0524', ' AXX ', 'anxi', '闽０５２４', ''].filter((search) => !finds(search))).toEqual([]);
    expect(['思明', 'smq', '0203'].filter(finds)).toEqual([]);
    expect(isCourtMeant(found, 'axx', withoutSound)).toBe(false);
  });
});
