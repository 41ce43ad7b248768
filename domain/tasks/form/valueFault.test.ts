import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FieldKind } from '#protocol/tasks/flows.ts';
import { cardOf, CONTEXT, CREDIT_LETTERS, creditCodeOf, fieldOf, identityOf } from './fieldRig.ts';
import { valueFault } from './valueFault.ts';

const check = (kind: FieldKind, value: string | number | boolean, more: object = {}) => valueFault(fieldOf('field', kind, more), value, CONTEXT)?.code ?? 'right';

describe('a value', () => {
  it.each<[FieldKind, string | number | boolean, string]>([
    // Published samples: of the standard GB 11643, and codes of known firms.
    ['identity', '11010519491231002X', 'right'],
    ['identity', '110105 1949 1231 002x', 'right'],
    ['identity', '１１０１０５１９４９１２３１００２Ｘ', 'right'],
    ['identity', '440524188001010014', 'identityBirth'],
    ['identity', '110105194912310021', 'identityCheck'],
    ['identity', '110105491231002', 'identityShape'],
    ['identity', '11010519490229002X', 'identityBirth'],
    ['identity', '110105202711240020', 'identityBirth'],
    ['creditCode', '91350100M000100Y43', 'right'],
    ['creditCode', '9135 0100 m000 100y 43', 'right'],
    ['creditCode', '91350100M000100Y44', 'creditCodeCheck'],
    ['creditCode', '91350100M00O100Y43', 'creditCodeShape'],
    ['creditCode', '350203000012345', 'creditCodeShape'],
    ['account', '6222 0000 0000 0000 001', 'accountCheck'],
    ['account', '35001234-5678-9012', 'right'],
    ['account', '41000000040123456', 'right'],
    ['account', '1234567', 'accountShape'],
    ['account', '12345678a', 'accountShape'],
    ['plate', '闽D·12345', 'right'],
    ['plate', '闽d12345', 'right'],
    ['plate', '闽DF12345', 'right'],
    ['plate', '闽D1234警', 'right'],
    ['plate', '闽DI2345', 'plate'],
    ['plate', 'D12345', 'plate'],
    ['plate', '英D12345', 'plate'],
    ['phone', '13800138000', 'right'],
    ['phone', '+86 138 0013 8000', 'right'],
    ['phone', '0592-5301234', 'right'],
    ['phone', '(0592)5301234转801', 'right'],
    ['phone', '12368', 'right'],
    ['phone', '4001234567', 'right'],
    ['phone', '1380013800', 'phone'],
    ['phone', '5301234', 'phone'],
    ['person', '柯大明', 'right'],
    ['person', '买买提·吐尔逊', 'right'],
    ['person', 'Jean-Luc O\'Neil', 'right'],
    ['person', '柯', 'personName'],
    ['person', '柯大明2', 'personName'],
    ['money', 0.01, 'right'],
    ['money', 1_234_567.89, 'right'],
    ['money', 0.1 + 0.2, 'money'],
    ['money', 0, 'money'],
    ['money', -5, 'money'],
    ['money', 12.345, 'money'],
    ['money', Number.POSITIVE_INFINITY, 'number'],
    ['money', '12', 'number'],
    ['date', '2024-02-29', 'right'],
    ['date', '2023-02-29', 'date'],
    ['date', '2026-2-3', 'date'],
    ['date', '２０２４-02-29', 'date'],
    ['yesNo', false, 'right'],
    ['yesNo', 'false', 'yesNo'],
    ['caseNumber', '(2026)闽0203执123号', 'right'],
    ['caseNumber', '2026闽0203执123号', 'caseShape'],
    ['caseNumber', '（2027）闽0203执123号', 'caseYear'],
    ['caseNumber', '（2026）闽0203民初123号', 'caseType'],
    ['caseNumber', '（2026）闽0203执0号', 'caseCount'],
    ['text', 12, 'text'],
    ['text', '字'.repeat(200), 'right'],
    ['text', '字'.repeat(201), 'tooLong'],
    ['longText', '字'.repeat(201), 'right'],
  ])('of kind %s: %s is %s', (kind, value, expected) => {
    expect(check(kind, value)).toBe(expected);
  });

  it('stays within the bounds of its field', () => {
    expect([0, 1, 12, 13].map((value) => check('number', value, { min: 1, max: 12 }))).toEqual(['tooSmall', 'right', 'right', 'tooBig']);
    expect(check('money', 0, { min: 0 })).toBe('right');
    expect(valueFault(fieldOf('field', 'text', { maxLength: 3 }), '四个字了', CONTEXT)).toEqual({ code: 'tooLong', params: { max: 3 } });
  });

  it('is one of the choices', () => {
    const choices = [{ id: 'live', name: '活封', nameEn: 'Live' }];
    expect(['live', '活封', 'dead'].map((value) => check('choice', value, { choices }))).toEqual(['right', 'choice', 'choice']);
  });
});

const DIGITS = '0123456789';
const madeOf = (letters: string, length: number) => fc.string({ unit: fc.constantFrom(...letters), minLength: length, maxLength: length });
const identities = fc
  .record({ place: fc.constantFrom('350203', '110101', '820000'), day: fc.date({ min: new Date('1920-01-01'), max: new Date('2026-11-22'), noInvalidDate: true }), count: madeOf(DIGITS, 3) })
  .map(({ place, day, count }) => identityOf(`${place}${day.toISOString().slice(0, 10).replaceAll('-', '')}${count}`));

describe('a code', () => {
  const codes: [FieldKind, fc.Arbitrary<string>, string][] = [
    ['identity', identities, DIGITS],
    ['creditCode', madeOf(CREDIT_LETTERS, 17).map(creditCodeOf), CREDIT_LETTERS],
    ['account', madeOf(DIGITS, 16).map((middle) => cardOf(`62${middle}`)), DIGITS],
  ];

  it.each(codes)('of kind %s is right by its standard, and wrong as soon as one place is another', (kind, right, letters) => {
    fc.assert(
      fc.property(right, fc.nat(), fc.nat(), (code, place, letter) => {
        expect(check(kind, code)).toBe('right');
        const at = 2 + (place % (code.length - 2));
        const other = letters[letter % letters.length]!;
        fc.pre(code[at] !== other);
        expect(check(kind, code.slice(0, at) + other + code.slice(at + 1))).not.toBe('right');
      }),
    );
  });

  it('is told apart from any other text without a failure', () => {
    fc.assert(fc.property(fc.constantFrom<FieldKind>('identity', 'creditCode', 'account', 'plate', 'phone', 'date', 'caseNumber', 'person'), fc.string({ unit: 'grapheme', maxLength: 30 }), (kind, text) => void check(kind, text)));
  });
});
