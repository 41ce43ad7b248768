import { describe, expect, it } from 'vitest';
import { createI18n } from './createI18n.ts';
import { formFaultSentence } from './formFaultSentence.ts';

describe('a fault of a form', () => {
  const { t } = createI18n('zh-CN');

  it('says what to do, with its bounds', () => {
    expect(formFaultSentence(t, { code: 'tooBig', params: { max: 12 } }, 'zh-CN')).toBe('不能大于 12。');
    expect(formFaultSentence(t, { code: 'identityCheck', params: {} }, 'zh-CN')).toContain('逐位核对');
  });

  it('calls another field as the reader does', () => {
    const fault = { code: 'tooEarly', params: { after: '出发日期', afterEn: 'Leaves on' } } as const;
    expect([formFaultSentence(t, fault, 'zh-CN'), formFaultSentence(createI18n('en').t, fault, 'en')]).toEqual(['不能早于“出发日期”。', 'It cannot be earlier than “Leaves on”.']);
  });
});
