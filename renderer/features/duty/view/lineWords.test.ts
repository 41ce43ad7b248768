import { describe, expect, it } from 'vitest';
import { courtCode, userId } from '#protocol/nouns/ids.ts';
import type { WireEntry } from '#protocol/nouns/log.ts';
import { createI18n } from '../../../i18n/createI18n.ts';
import { lineText } from './lineWords.ts';

const court = courtCode.parse('闽02');
const lin = userId.parse('0190a0b0-0000-7000-8000-000000000001');

function entry(change: Partial<WireEntry>): WireEntry {
  return { sequence: 1, at: 1_000, name: 'duty.started', subject: 'duty/闽02/officer', version: 1, courtCode: court, actor: { kind: 'person', userId: lin, name: '林某', courtCode: court }, data: {}, ...change };
}

describe('lineText', () => {
  it('names the post and who did it, each once', () => {
    const { t } = createI18n('zh-CN');
    const text = (change: Partial<WireEntry>) => lineText(t, entry(change), 'zh-CN');
    expect(text({ data: { userId: lin, name: '林某' } })).toBe('值班员(执行岗) · 林某 接岗');
    expect(text({ name: 'duty.ended', data: { userId: lin, note: '换班' } })).toBe('值班员(执行岗) · 离岗：换班（林某）');
    expect(text({ name: 'centre.returned', subject: 'centre/闽02', actor: { kind: 'hall' } })).toBe('指挥中心恢复在线');
  });
});
