import { describe, expect, it } from 'vitest';
import { personalIn } from './personalIn.ts';

const AT = Date.UTC(2026, 10, 23);

describe('personal numbers in a text that everybody reads', () => {
  it.each([
    ['被执行人身份证350203197801011239，住思明区', 'identity'],
    ['身份证号３５０２０３１９７８０１０１１２３９', 'identity'],
    ['款项汇入6222021234567890128', 'account'],
    ['联系电话 138-0013-8000。', 'phone'],
    ['请电13800138000', 'phone'],
  ])('%s: %s', (text, kind) => expect(personalIn(text, AT)).toBe(kind));

  it.each(['（2026）闽0203执123号', '350203197801011238', '6222021234567890127', '金额 13800138000000 元', '0592-5301234', ''])('none in %s', (text) => expect(personalIn(text, AT)).toBeNull());
});
