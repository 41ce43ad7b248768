import { describe, expect, it } from 'vitest';
import { EMPTY_PARTNER, factsOf, formOfPartner, wrongFields, type PartnerForm } from './partnerForm.ts';

const FORM: PartnerForm = { name: ' 浙江高院执行指挥中心 ', province: '浙江', courts: '杭州市中级人民法院\n宁波市中级人民法院，宁波市中级人民法院\n\n', webhookUrl: '', authorityPem: '' };

describe('the form of a partner', () => {
  it('reads courts by line or comma, each once, and leaves out what is empty', () => {
    const facts = factsOf(FORM);
    expect(facts).toEqual({ name: '浙江高院执行指挥中心', province: '浙江', courts: ['杭州市中级人民法院', '宁波市中级人民法院'], webhookUrl: null, authorityPem: null });
    expect(factsOf(formOfPartner({ ...facts, partnerId: 'p', courtCode: '闽', keysRenewedAt: 0, closed: null, version: 1 } as never))).toEqual(facts);
  });

  it('says which fields the hall would not take', () => {
    expect([...wrongFields(FORM)]).toEqual([]);
    expect([...wrongFields(EMPTY_PARTNER)]).toEqual(['name', 'province', 'courts']);
    for (const webhookUrl of ['http://zhejiang.test/hooks', 'https://user:word@zhejiang.test/hooks', 'zhejiang.test']) {
      expect([...wrongFields({ ...FORM, webhookUrl })]).toEqual(['webhookUrl']);
    }
    expect([...wrongFields({ ...FORM, webhookUrl: 'https://zhejiang.test:8443/hooks', authorityPem: 'no certificate' })]).toEqual(['authorityPem']);
  });
});
