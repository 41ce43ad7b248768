import { expect, it } from 'vitest';
import { displayLabel, notice } from './notices.ts';

it('says what to do, where, and under which code', () => {
  const { message, detail } = notice('settingsSetAside', 'zh-CN', '/profile/settings.json.broken-1');
  expect(message).toMatch(/^本机设置文件已损坏/);
  expect(detail).toContain('/profile/settings.json.broken-1');
  expect(detail).toContain('settingsSetAside');
  expect(notice('tokenInMemory', 'en').detail).toContain('CONSOLE_TOKEN_FILE');
});

it('names displays in the language of the hall', () => {
  expect([displayLabel('wall-3', 'zh-CN'), displayLabel(null, 'zh-CN'), displayLabel('wall-3', 'en')]).toEqual(['大屏 3', '调度台', 'Wall 3']);
});
