import { beijingDayOf, dayOfIso } from '../../rules/beijingDay.ts';
import { isIsoDate } from './isIsoDate.ts';

export type CodeFault = 'identityShape' | 'identityBirth' | 'identityCheck' | 'creditCodeShape' | 'creditCodeCheck' | 'accountShape' | 'accountCheck';

const CHECK_OF_IDENTITY = '10X98765432';

/** 公民身份号码 (GB 11643): place, day of birth, count, check character. */
export function identityFault(code: string, at: number): CodeFault | null {
  if (!/^[1-9]\d{16}[\dX]$/u.test(code)) {
    return 'identityShape';
  }
  const birth = `${code.slice(6, 10)}-${code.slice(10, 12)}-${code.slice(12, 14)}`;
  if (!isIsoDate(birth) || dayOfIso(birth) > beijingDayOf(at)) {
    return 'identityBirth';
  }
  return CHECK_OF_IDENTITY[weighted(code.slice(0, 17), DIGITS, (place) => 2 ** (17 - place) % 11) % 11] === code[17] ? null : 'identityCheck';
}

const DIGITS = '0123456789';
/** No I, O, S, V, Z. */
const LETTERS_OF_CREDIT_CODE = '0123456789ABCDEFGHJKLMNPQRTUWXY';

/** 统一社会信用代码 (GB 32100): 18 digits and capitals, the last one a check of the others. */
export function creditCodeFault(code: string): CodeFault | null {
  if (code.length !== 18 || [...code].some((letter) => !LETTERS_OF_CREDIT_CODE.includes(letter))) {
    return 'creditCodeShape';
  }
  const rest = weighted(code.slice(0, 17), LETTERS_OF_CREDIT_CODE, (place) => 3 ** place % 31) % 31;
  return LETTERS_OF_CREDIT_CODE[(31 - rest) % 31] === code[17] ? null : 'creditCodeCheck';
}

/** A bank account. Cards (62…) have a check digit; accounts of firms and old passbooks have none. */
export function accountFault(code: string): CodeFault | null {
  if (!/^\d{8,30}$/u.test(code)) {
    return 'accountShape';
  }
  return /^62\d{14,17}$/u.test(code) && luhn(code) !== 0 ? 'accountCheck' : null;
}

function weighted(code: string, letters: string, weight: (place: number) => number): number {
  return [...code].reduce((sum, letter, place) => sum + letters.indexOf(letter) * weight(place), 0);
}

function luhn(code: string): number {
  const sum = [...code].reduceRight(({ total, twice }, digit) => {
    const value = Number(digit) * (twice ? 2 : 1);
    return { total: total + (value > 9 ? value - 9 : value), twice: !twice };
  }, { total: 0, twice: false });
  return sum.total % 10;
}
