import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FormValues } from '#protocol/tasks/tasks.ts';
import { CONTEXT, fieldOf } from './fieldRig.ts';
import { formFaults } from './formFaults.ts';
import { isAsked } from './isAsked.ts';
import { maskValue } from './maskValue.ts';
import { partForm } from './partForm.ts';
import { readableValue } from './readableValue.ts';

const CHOICES = [{ id: 'person', name: '自然人', nameEn: 'Person' }, { id: 'firm', name: '法人', nameEn: 'Firm' }];
const FIELDS = [
  fieldOf('kind', 'choice', { required: true, choices: CHOICES }),
  fieldOf('holder', 'person', { required: true, personal: true, onlyWith: { field: 'kind', values: ['person'] } }),
  fieldOf('firm', 'organisation', { required: true, onlyWith: { field: 'kind', values: ['firm'] } }),
  fieldOf('listed', 'yesNo', { onlyWith: { field: 'kind', values: ['firm'] } }),
  fieldOf('ticker', 'text', { required: true, onlyWith: { field: 'listed', values: ['true'] } }),
  fieldOf('from', 'date'),
  fieldOf('until', 'date', { notBefore: 'from' }),
];
const faults = (values: FormValues) => formFaults(FIELDS, values, CONTEXT).map(({ field, code }) => `${field} ${code}`);

describe('a form', () => {
  it('asks for what is required, where it is shown, in the order of its fields', () => {
    expect(faults({})).toEqual(['kind missing']);
    expect(faults({ kind: 'person', holder: ' ' })).toEqual(['holder missing']);
    expect(faults({ kind: 'firm', listed: true })).toEqual(['firm missing', 'ticker missing']);
    expect(faults({ kind: 'firm', firm: '厦门某某有限公司', listed: false })).toEqual([]);
  });

  it('asks nothing of a field that hangs on one that is not shown', () => {
    const ticker = FIELDS.find(({ id }) => id === 'ticker')!;
    expect([isAsked(ticker, FIELDS, { kind: 'firm', listed: true }), isAsked(ticker, FIELDS, { kind: 'person', listed: true })]).toEqual([true, false]);
    expect(faults({ kind: 'person', holder: '柯大明', listed: true, firm: 'x'.repeat(500) })).toEqual([]);
  });

  it('comes to an end where two fields hang on each other', () => {
    const loop = [fieldOf('one', 'yesNo', { onlyWith: { field: 'two', values: ['true'] } }), fieldOf('two', 'yesNo', { onlyWith: { field: 'one', values: ['true'] } })];
    expect(isAsked(loop[0]!, loop, { one: true, two: true })).toBe(false);
  });

  it('knows no other fields, and dates in their order', () => {
    expect(faults({ kind: 'person', holder: '柯大明', from: '2026-11-23', until: '2026-11-22', bank: '建行' })).toEqual(['until tooEarly', 'bank unknown']);
    expect(faults({ kind: 'person', holder: '柯大明', from: '2026-11-23', until: '2026-11-23' })).toEqual([]);
    expect(formFaults(FIELDS, { kind: 'person', holder: '柯大明', from: '2026-11-23', until: '2026-11-22' }, CONTEXT)[0]?.params).toEqual({ after: '“from”', afterEn: 'from' });
  });
});

describe('what is kept of a form', () => {
  it('is masked where it is personal; what nobody asks (any more) is not kept', () => {
    expect(partForm(FIELDS, { kind: 'person', holder: '柯大明', firm: '厦门某某有限公司', listed: true })).toEqual({ open: { kind: 'person', holder: '柯某某' }, personal: { holder: '柯大明' } });
    expect(partForm(FIELDS, { kind: 'firm', holder: '柯大明', firm: '厦门某某有限公司', from: '' })).toEqual({ open: { kind: 'firm', firm: '厦门某某有限公司' }, personal: {} });
  });

  it.each([
    ['identity', '350203198001011234', '3502*************4'],
    ['account', '6222 0202 0001 2345 688', '****5688'],
    ['phone', '13800138000', '****8000'],
    ['plate', '闽D·12345', '闽D****5'],
    ['address', '福建省厦门市思明区湖滨南路1号', '福建省厦门市思明区****'],
    ['address', '厦门市思明区湖滨南路1号', '厦门市思明区****'],
    ['address', '老家', '****'],
    ['text', 'E12345678', '****5678'],
    ['text', 'E123', '****'],
    ['longText', '住在湖滨南路1号的二楼', '****'],
    ['organisation', '厦门市鹭岛贸易有限公司', '厦门某公司'],
    ['date', '1980-01-01', '****'],
  ] as const)('of kind %s: %s is %s', (kind, value, masked) => {
    expect(maskValue(kind, value)).toBe(masked);
  });

  it('never has six digits of a personal number in a row', () => {
    const numbers = fc.tuple(fc.constantFrom('identity' as const, 'account' as const, 'phone' as const), fc.bigInt({ min: 10n ** 10n, max: 10n ** 18n - 1n }).map(String));
    fc.assert(fc.property(numbers, ([kind, number]) => !/\d{6}/u.test(maskValue(kind, number))));
    expect(maskValue('identity', '350203198001011234')).not.toMatch(/\d{6}/u);
  });
});

describe('a value, as people read it', () => {
  const field = (kind: Parameters<typeof fieldOf>[1]) => fieldOf('field', kind, kind === 'choice' ? { choices: CHOICES } : {});

  it.each([
    ['money', 1_234_567.89, '￥1,234,567.89', '￥1,234,567.89'],
    ['money', 1_000_000_000_000, '￥1,000,000,000,000.00', '￥1,000,000,000,000.00'],
    ['money', 999, '￥999.00', '￥999.00'],
    ['number', 12_345.5, '12,345.5', '12,345.5'],
    ['date', '2018-07-09', '2018年7月9日', '2018-07-09'],
    ['date', '****', '****', '****'],
    ['choice', 'firm', '法人', 'Firm'],
    ['choice', 'gone', 'gone', 'gone'],
    ['yesNo', true, '是', 'Yes'],
    ['text', '工商银行', '工商银行', '工商银行'],
  ] as const)('of kind %s: %s', (kind, value, chinese, english) => {
    expect([readableValue(field(kind), value), readableValue(field(kind), value, 'en')]).toEqual([chinese, english]);
  });
});
