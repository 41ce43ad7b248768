import { describe, expect, it } from 'vitest';
import { shortCourtName } from './shortCourtName.ts';

describe('shortCourtName', () => {
  it.each([
    ['厦门市思明区人民法院', '思明区法院'],
    ['三明市沙县区人民法院', '沙县区法院'],
    ['福建省福州市鼓楼区人民法院', '鼓楼区法院'],
    ['安溪县人民法院', '安溪县法院'],
    ['福清市人民法院', '福清市法院'],
    ['福州市福清市人民法院', '福清市法院'],
    ['厦门市中级人民法院', '厦门中院'],
    ['福建省厦门市中级人民法院', '厦门中院'],
    ['福建省高级人民法院', '福建高院'],
    ['厦门海事法院', '厦门海事法院'],
    ['', ''],
  ])('%s is %s', (name, short) => {
    expect(shortCourtName(name)).toBe(short);
  });
});
