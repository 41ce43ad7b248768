import type { Handlers } from '../ports/session.ts';
import type { RequestInput } from '#protocol/contract.ts';
import { newCommandId } from './newCommandId.ts';

type PartnerRequest = Extract<keyof Handlers, `partner.${string}`>;

/** About a partner that is not there: refused, and so changes nothing. */
const one = () => ({ commandId: newCommandId(), partnerId: crypto.randomUUID(), expectedVersion: 1 });
export const PARTNER_FACTS = { name: '浙江省高级人民法院执行指挥中心', province: '浙江', courts: ['杭州市西湖区人民法院', '宁波市中级人民法院'], webhookUrl: null, authorityPem: null };

/** A well-formed input for each request about partners. */
export const PARTNER_SAMPLES: { readonly [Name in PartnerRequest]: () => RequestInput<Name> } = {
  'partner.add': () => ({ commandId: newCommandId(), ...PARTNER_FACTS }),
  'partner.change': () => ({ ...one(), ...PARTNER_FACTS }),
  'partner.renewKeys': () => ({ ...one(), keepOld: true }),
  'partner.close': () => ({ ...one(), reason: '测试' }),
  'partner.test': () => ({ partnerId: crypto.randomUUID() }),
  'partner.retry': () => ({ partnerId: crypto.randomUUID() }),
  'partner.statuses': () => ({}),
};
