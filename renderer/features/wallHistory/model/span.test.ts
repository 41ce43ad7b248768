import { expect, it } from 'vitest';
import { fieldText, spanOf } from './span.ts';

const NOW = Date.parse('2026-11-22T01:30:00+08:00');
const own = { from: '2026-11-21T10:00', to: '2026-11-21T11:00' };

it('counts the day and the fields in Beijing time', () => {
  expect(spanOf('today', { now: NOW, own })).toEqual({ from: Date.parse('2026-11-22T00:00:00+08:00'), to: NOW });
  expect(spanOf('own', { now: NOW, own })).toEqual({ from: Date.parse('2026-11-21T10:00:00+08:00'), to: Date.parse('2026-11-21T11:00:00+08:00') });
  expect(fieldText(NOW)).toBe('2026-11-22T01:30');
});

it('takes no span that is none', () => {
  expect(spanOf('own', { now: NOW, own: { from: own.to, to: own.from } })).toBeNull();
  expect(spanOf('own', { now: NOW, own: { ...own, to: '' } })).toBeNull();
});
