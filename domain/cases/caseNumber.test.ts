import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CaseType } from '#protocol/rules/rules.ts';
import { parseCaseNumber, type CaseNumber } from './caseNumber.ts';
import { chineseNumeral, readChineseNumeral } from './chineseNumeral.ts';

const CODES = ['执', '执恢', '执保', '执异', '司惩'];
const caseTypes = CODES.map((code): CaseType => ({ id: `x${CODES.indexOf(code)}`, name: code, nameEn: code, validFrom: null, validTo: null, source: 'test', verified: true, code }));
const at = Date.parse('2026-11-22T12:00:00+08:00');
const parse = (text: string, more: Partial<Parameters<typeof parseCaseNumber>[1]> = {}) => parseCaseNumber(text, { at, caseTypes, ...more });
const canonical = (text: string) => (parse(text) as CaseNumber).canonical;

describe('a case number', () => {
  it('is read with all its elements', () => {
    expect(parse('（2018）闽02执123号')).toEqual({ year: 2018, courtCode: '闽02', type: '执', number: 123, part: null, canonical: '（2018）闽02执123号' });
    expect(parse('(2019)闽0203执恢7号之二')).toEqual({ year: 2019, courtCode: '闽0203', type: '执恢', number: 7, part: 2, canonical: '（2019）闽0203执恢7号之二' });
    expect(parse('（2018）闽执5号')).toMatchObject({ courtCode: '闽', type: '执', number: 5 });
  });

  it.each([
    ['(2018)闽02执123号'],
    [' （ 2018 ） 闽 02 执 123 号 '],
    ['（２０１８）闽０２执１２３号'],
    ['〔2018〕闽02执123号'],
    ['[2018]闽02执00123号'],
    ['（2018）　闽02执123号'],
  ])('%s is written one way', (text) => expect(canonical(text)).toBe('（2018）闽02执123号'));

  it.each([
    ['之一', '之一'],
    ['之1', '之一'],
    ['之十', '之十'],
    ['之21', '之二十一'],
  ])('its part %s is %s', (text, part) => expect(canonical(`（2018）闽02执123号${text}`)).toBe(`（2018）闽02执123号${part}`));

  it.each<[string, string]>([
    ['', 'shape'],
    ['2018闽02执123号', 'shape'],
    ['（2018）闽02执123', 'shape'],
    ['（2018）闽020执123号', 'shape'],
    ['（2018）英02执123号', 'shape'],
    ['（2018）闽02执123号之', 'shape'],
    ['（2027）闽02执123号', 'year'],
    ['（2018）闽02民初123号', 'type'],
    ['（2018）闽02执0号', 'number'],
    ['（2018）闽02执1234567号', 'number'],
    ['（2018）闽02执123号之0', 'part'],
    ['（2018）闽02执123号之一二', 'part'],
  ])('%s has a fault: %s', (text, fault) => expect(parse(text)).toEqual({ fault }));

  it('is of this year until Beijing sees the new one in', () => {
    const text = '（2027）闽02执1号';
    expect(parse(text, { at: Date.parse('2026-12-31T23:59:59+08:00') })).toEqual({ fault: 'year' });
    expect(parse(text, { at: Date.parse('2027-01-01T00:00:00+08:00') })).toMatchObject({ year: 2027 });
  });

  it('is of a court that is known, where that is asked', () => {
    const knowsCourt = (code: string) => code === '闽02';
    expect(parse('（2018）闽02执1号', { knowsCourt })).toMatchObject({ courtCode: '闽02' });
    expect(parse('（2018）闽99执1号', { knowsCourt })).toEqual({ fault: 'court' });
  });

  it('is of a type that was used in its year', () => {
    const dated = caseTypes.map((row) => ({ ...row, validFrom: '2016-01-01' }));
    expect(parse('（2015）闽02执1号', { caseTypes: dated })).toEqual({ fault: 'type' });
    expect(parse('（2016）闽02执1号', { caseTypes: dated })).toMatchObject({ type: '执' });
  });
});

const elements = fc.record({
  year: fc.integer({ min: 1990, max: 2026 }),
  courtCode: fc.constantFrom('闽', '闽02', '闽0203', '沪0101'),
  type: fc.constantFrom(...CODES),
  number: fc.integer({ min: 1, max: 999_999 }),
  part: fc.option(fc.integer({ min: 1, max: 99 })),
});
const written = ({ year, courtCode, type, number, part }: { year: number; courtCode: string; type: string; number: number; part: number | null }) =>
  `（${year}）${courtCode}${type}${number}号${part === null ? '' : `之${chineseNumeral(part)}`}`;
const fullWidth = (text: string) => text.replaceAll(/\d/g, (digit) => String.fromCodePoint(digit.codePointAt(0)! + 0xfee0));
const noise = fc.constantFrom<(text: string) => string>((text) => text, fullWidth, (text) => text.replace('（', '(').replace('）', ')'), (text) => [...text].join(' '), (text) => `\t${text}　`);

describe('every case number', () => {
  it('comes back as it was written, however it was typed', () => {
    fc.assert(
      fc.property(elements, noise, (facts, type) => {
        expect(parse(type(written(facts)))).toEqual({ ...facts, canonical: written(facts) });
      }),
    );
  });

  it('or any other text, is told apart without a failure', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'grapheme' }), fc.string({ unit: fc.constantFrom('（', '）', '2', '0', '1', '8', '闽', '执', '恢', '号', '之', '一', '十', ' ') })), (text) => {
        const read = parse(text);
        expect('fault' in read || parse(read.canonical)).toEqual('fault' in read ? true : read);
      }),
    );
  });

  it('has parts from 一 to 九十九', () => {
    for (let part = 1; part <= 99; part += 1) {
      expect(readChineseNumeral(chineseNumeral(part))).toBe(part);
    }
    expect(['', '零', '一十', '十十', '一二'].map(readChineseNumeral)).toEqual([Number.NaN, Number.NaN, Number.NaN, Number.NaN, Number.NaN]);
  });
});
