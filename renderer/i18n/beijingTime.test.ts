import { describe, expect, it } from 'vitest';
import { formatAge, formatClock, formatDate, formatDue, formatMoment, formatRoughAge, formatWeekday } from './beijingTime.ts';

const AT = Date.UTC(2018, 6, 9, 1, 20, 5);

describe('Beijing time', () => {
  it('is eight hours ahead of UTC, 24 h, with seconds', () => {
    expect(formatClock(AT)).toBe('09:20:05');
    expect(formatClock(Date.UTC(2018, 6, 9, 16, 0, 0))).toBe('00:00:00');
  });

  it('writes the day as a court does', () => {
    expect(formatDate(AT, 'zh-CN')).toBe('2018年7月9日');
    expect(formatDate(Date.UTC(2018, 6, 9, 16, 0, 0), 'en')).toBe('2018-07-10');
    expect([formatWeekday(AT, 'zh-CN'), formatWeekday(Date.UTC(2018, 6, 9, 16, 0, 0), 'en')]).toEqual(['星期一', 'Tuesday']);
  });

  it('names the day only when it is not today in Beijing', () => {
    expect(formatMoment(AT, AT + 3_600_000, 'zh-CN')).toBe('09:20:05');
    expect(formatMoment(AT, AT + 86_400_000, 'zh-CN')).toBe('7月9日 09:20:05');
  });

  it('says of a limit in days that it is over at 24:00 of its last day', () => {
    const midnight = Date.UTC(2018, 6, 9, 16);
    expect(formatDue(midnight, AT, 'zh-CN')).toBe('24:00');
    expect(formatDue(midnight + 86_400_000, AT, 'zh-CN')).toBe('7月10日 24:00');
    expect(formatDue(AT + 86_400_000, AT, 'zh-CN')).toBe('7月10日 09:20:05');
  });

  it('grows from seconds to days', () => {
    expect(formatAge(12_400, 'zh-CN')).toBe('00:12');
    expect(formatAge(3_751_000, 'zh-CN')).toBe('1:02:31');
    expect(formatAge(2 * 86_400_000 + 3_600_000, 'zh-CN')).toBe('2天1小时');
    expect(formatAge(-5, 'zh-CN')).toBe('00:00');
    expect(formatRoughAge(59_000, 'zh-CN')).toBe('59秒');
    expect(formatRoughAge(3_600_000, 'zh-CN')).toBe('1小时');
  });
});
