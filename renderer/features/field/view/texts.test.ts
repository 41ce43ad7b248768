import { describe, expect, it } from 'vitest';
import en from '../../../apps/field/locales/en.json' with { type: 'json' };
import zh from '../../../apps/field/locales/zh-CN.json' with { type: 'json' };
import { ENROLMENT_PROBLEMS } from '../model/createEnrolment.ts';
import { EXPLAINED_ERRORS } from '../model/stationState.ts';
import { fieldTexts } from './texts.ts';

function leaves(node: object, path = ''): Map<string, string> {
  return new Map(
    Object.entries(node).flatMap(([key, value]) => (typeof value === 'string' ? [[path + key, value] as const] : [...leaves(value as object, `${path}${key}.`)])),
  );
}

describe('the page’s words', () => {
  it('are the same in both languages, with the same gaps to fill', () => {
    const gaps = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(String).sort();
    const [chinese, english] = [leaves(zh), leaves(en)];
    expect([...english.keys()]).toEqual([...chinese.keys()]);
    for (const [key, text] of chinese) {
      expect([key, ...gaps(english.get(key)!)]).toEqual([key, ...gaps(text)]);
    }
  });

  it('say what to do about every trouble the page knows', () => {
    for (const code of EXPLAINED_ERRORS) {
      expect(`${code}: ${zh.trouble[code]}`).toMatch(/请|自动/);
    }
    for (const problem of [...ENROLMENT_PROBLEMS, 'other'] as const) {
      expect(`${problem}: ${zh.enrol.problem[problem]}`).toMatch(/请|自动/);
    }
    for (const sentence of Object.values(zh.camera)) {
      expect(sentence).toMatch(/请|自动/);
    }
  });

  it('fill their gaps', () => {
    expect(fieldTexts('zh-CN')('audience.seen', { names: '林值班' })).toBe('正被观看：林值班');
    expect(fieldTexts('en')('position.found', { accuracy: 8 })).toBe('Position ±8 m');
  });
});
