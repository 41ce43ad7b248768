import { requests, type RequestInput } from '#protocol/contract.ts';
import type { Partner } from '#protocol/tasks/partners.ts';

/** As it is typed. */
export type PartnerForm = { readonly name: string; readonly province: string; /** One court a line. */ readonly courts: string; readonly webhookUrl: string; readonly authorityPem: string };
export type PartnerFacts = Pick<RequestInput<'partner.add'>, 'name' | 'province' | 'courts' | 'webhookUrl' | 'authorityPem'>;

export const EMPTY_PARTNER: PartnerForm = { name: '', province: '', courts: '', webhookUrl: '', authorityPem: '' };

export function formOfPartner({ name, province, courts, webhookUrl, authorityPem }: Partner): PartnerForm {
  return { name, province, courts: courts.join('\n'), webhookUrl: webhookUrl ?? '', authorityPem: authorityPem ?? '' };
}

export function factsOf({ name, province, courts, webhookUrl, authorityPem }: PartnerForm): PartnerFacts {
  const names = courts.split(/[\n,，、;；]/).map((court) => court.trim()).filter((court) => court !== '');
  return { name: name.trim(), province: province.trim(), courts: [...new Set(names)], webhookUrl: webhookUrl.trim() || null, authorityPem: authorityPem.trim() || null };
}

/** Fields that the hall would not take, as the hall itself judges them. */
export function wrongFields(form: PartnerForm): ReadonlySet<keyof PartnerForm> {
  const { name, province, courts, webhookUrl, authorityPem } = requests['partner.add'].input.shape;
  const checks = { name, province, courts, webhookUrl, authorityPem };
  const facts = factsOf(form);
  return new Set((Object.keys(checks) as (keyof PartnerForm)[]).filter((field) => !checks[field].safeParse(facts[field]).success));
}
