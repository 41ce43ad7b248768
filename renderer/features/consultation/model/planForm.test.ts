import { expect, it } from 'vitest';
import { agendaOf, beijingInput, readBeijingInput } from './planForm.ts';

it('a time is Beijing’s whatever the machine’s is, and comes back as it was', () => {
  const at = Date.parse('2026-11-23T09:30:00+08:00');
  expect(beijingInput(at)).toBe('2026-11-23T09:30');
  expect(readBeijingInput('2026-11-23T09:30')).toBe(at);
  expect(readBeijingInput('')).toBeNull();
});

it('an agenda is read a line an item, with its minutes where they are', () => {
  expect(agendaOf('现场风险 10 分钟\n\n 腾退方案 15\n第 3 项\n')).toEqual([{ title: '现场风险', minutes: 10 }, { title: '腾退方案', minutes: 15 }, { title: '第 3 项', minutes: null }]);
});
