import type { RequestOutput } from '#protocol/contract.ts';
import type { OperatorLink } from './operatorLink.ts';

/** Exchanges a code as the unit or machine it was issued for would, over a connection of its own. Errors: codeInvalid and the like. */
export async function redeemCode(link: OperatorLink, code: string): Promise<RequestOutput<'session.redeemCode'>> {
  const guest = await link.guest();
  try {
    return await guest.request('session.redeemCode', { code, client: { name: 'operator', version: '1' } });
  } finally {
    guest.close();
  }
}
