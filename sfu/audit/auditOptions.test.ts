import { describe, expect, it } from 'vitest';
import { auditOptions } from './auditOptions.ts';

describe('auditOptions', () => {
  it('takes every condition, with days and moments in Beijing time', () => {
    const words = ['--from', '2026-11-01', '--until', '2026-11-30', '--names', 'unit., user.closed,', '--subject', 'unit/1', '--actor', 'linwei', '--court', '闽02', '--text', ' 思明 ', '--limit', '9', '--json'];
    expect(auditOptions(words)).toEqual({
      filter: {
        from: Date.parse('2026-10-31T16:00:00Z'),
        until: Date.parse('2026-11-30T16:00:00Z'),
        names: ['unit.', 'user.closed'],
        subject: 'unit/1',
        courtCode: '闽02',
        text: '思明',
      },
      actor: 'linwei',
      limit: 9,
      json: true,
      save: null,
    });
    expect(auditOptions(['--from', '2026-11-01T09:00', '--until', '2026-11-01 09:30:15']).filter).toEqual({
      from: Date.parse('2026-11-01T01:00:00Z'),
      until: Date.parse('2026-11-01T01:30:15Z'),
    });
    expect(auditOptions([])).toEqual({ filter: {}, actor: null, limit: 50, json: false, save: null });
    expect(auditOptions(['--export', 'a/B.CSV', '--purpose', '院内检查']).save).toEqual({ file: 'a/B.CSV', format: 'csv', purpose: '院内检查' });
  });

  it.each([
    [['--from', '11月1日'], '不是日期'],
    [['--from', '2026-13-01'], '不是日期'],
    [['--court', '福州'], '不是法院代字'],
    [['--limit', '0'], '--limit'],
    [['--limit', 'all'], '--limit'],
    [['--text', '长'.repeat(65)], '--text'],
    [['--export', 'a.pdf', '--purpose', '院内检查'], '.json 或 .csv'],
    [['--export', 'a.json'], '--purpose'],
    [['--export', 'a.json', '--purpose', ' 查 '], '--purpose'],
    [['--since', 'yesterday'], '--since'],
    [['unit/1'], 'unit/1'],
  ])('%j is refused with a sentence', (words, part) => {
    expect(() => auditOptions(words)).toThrow(expect.objectContaining({ name: 'UsageError', message: expect.stringContaining(part) as string }));
  });
});
