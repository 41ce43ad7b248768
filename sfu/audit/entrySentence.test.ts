import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { events } from '#protocol/events.ts';
import { entrySentence, readWords, type Words } from './entrySentence.ts';

/** `unit.enrolled` → its sentence. */
function sentences({ events: tree }: Words): Map<string, string> {
  const verbsOf = (verbs: Words['events'][string]) => Object.entries(typeof verbs === 'string' ? {} : verbs);
  return new Map(Object.entries(tree).flatMap(([noun, verbs]) => verbsOf(verbs).map(([verb, sentence]) => [`${noun}.${verb}`, typeof sentence === 'string' ? sentence : ''])));
}

describe.each(['zh-CN', 'en'] as const)('sentences in %s', (locale) => {
  const known = sentences(readWords(locale));

  it('has one for every entry that the log may hold, and no other', () => {
    expect([...known.keys()].toSorted()).toEqual(Object.keys(events).toSorted());
  });

  it.each(Object.entries(events))('%s speaks of what the entry holds', (name, { data }) => {
    const { properties = {} } = z.toJSONSchema(data, { unrepresentable: 'any' });
    const spoken = Array.from(known.get(name)!.matchAll(/\{\{(\w+)\}\}/g), ([, key]) => key);
    expect(spoken.filter((key) => !Object.keys(properties).includes(key!))).toEqual([]);
  });
});

describe('entrySentence', () => {
  const words = readWords('zh-CN');

  it.each([
    ['unit.enrolled', { name: '单兵 3 号', teamName: '执行一组', kind: 'recorder' }, '登记单位 单兵 3 号（执行一组）'],
    ['user.created', { username: 'linwei', name: '林伟', roles: ['dutyOfficer', 'administrator'], hasPhone: false }, '建立账号 linwei（林伟），角色：值班员(执行岗)、系统管理员'],
    ['centre.lost', { lastSeenAt: Date.UTC(2026, 10, 22, 16, 0, 5) }, '指挥中心失联，最后在线 2026-11-23 00:00:05'],
    ['slot.arranged', { mode: 'manual', columns: 3, rows: 2, tiles: [] }, '调整墙位画面为 3×2'],
    ['wall.put', { takeId: 'x', what: { kind: 'salvo', label: '亮剑八闽' }, slots: [{ slotId: 'wall-1', layout: {} }, { slotId: 'wall-2', layout: {} }] }, '上墙 wall-1、wall-2 亮剑八闽'],
    ['wall.batonTaken', { person: { userId: 'x', name: '林伟' }, from: null, reason: '抢险' }, '林伟 取得上墙权，理由：抢险'],
    // What someone typed moves no cursor and breaks no line.
    ['unit.revoked', { reason: '遗失\r\n\u001b[2J\u202e伪造' }, '吊销单位：遗失 [2J 伪造'],
    ['operation.started', { name: '亮剑八闽' }, 'operation.started'],
    ['unit', {}, 'unit'],
    ['unit.enrolled', null, '登记单位 （）'],
  ])('of %s', (name, data, sentence) => {
    expect(entrySentence({ name, data }, words)).toBe(sentence);
  });
});
