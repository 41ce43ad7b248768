import type { CaseType } from '#protocol/rules/rules.ts';
import { beijingDayOf, yearOf } from '../rules/beijingDay.ts';
import { chineseNumeral, readChineseNumeral } from './chineseNumeral.ts';

export type CaseNumber = {
  /** 收案年度. */
  readonly year: number;
  /** 法院代字. */
  readonly courtCode: string;
  /** 类型代字. */
  readonly type: string;
  readonly number: number;
  /** 2 for 之二. */
  readonly part: number | null;
  /** `（2018）闽02执123号之一`: one case is always written the same. */
  readonly canonical: string;
};

/** `shape`: not a case number at all. The others: which of its elements is wrong. */
export type CaseNumberFault = { readonly fault: 'shape' | 'year' | 'court' | 'type' | 'number' | 'part' };

export type CaseNumberOptions = {
  /** Now, ms since the epoch: no case is of a later year. */
  readonly at: number;
  readonly caseTypes: readonly CaseType[];
  /** Without it any court of any province will do. */
  readonly knowsCourt?: (courtCode: string) => boolean;
};

const BRACKETS = { open: '[(〔[【〈]', close: '[)〕\\]】〉]' };
/** Abbreviations of the provinces, the Corps (兵) and the military courts (军). */
const COURT = '最高法|[京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁新兵军](?:\\d{4}|\\d{2})?';
const SHAPE = new RegExp(`^${BRACKETS.open}((?:19|20)\\d{2})${BRACKETS.close}(${COURT})(\\p{Script=Han}{1,4}?)(\\d{1,8})号(?:之([一二三四五六七八九十]{1,3}|\\d{1,2}))?$`, 'u');
const MAX_NUMBER = 999_999;

/** Reads a case number however it was typed: half-width or full-width, with blanks, with 之一 or 之1. */
export function parseCaseNumber(text: string, { at, caseTypes, knowsCourt }: CaseNumberOptions): CaseNumber | CaseNumberFault {
  const match = SHAPE.exec(text.normalize('NFKC').replaceAll(/\s/gu, ''));
  if (match === null) {
    return { fault: 'shape' };
  }
  const [, yearText, courtCode = '', type = '', numberText, partText] = match;
  const year = Number(yearText);
  const number = Number(numberText);
  const part = partText === undefined ? null : readPart(partText);
  if (year > yearOf(beijingDayOf(at))) {
    return { fault: 'year' };
  }
  if (knowsCourt !== undefined && !knowsCourt(courtCode)) {
    return { fault: 'court' };
  }
  if (!caseTypes.some((row) => row.code === type && (row.validFrom ?? '') <= `${year}-12-31` && `${year}-01-01` <= (row.validTo ?? '9999'))) {
    return { fault: 'type' };
  }
  if (number < 1 || number > MAX_NUMBER) {
    return { fault: 'number' };
  }
  if (part !== null && !(part >= 1)) {
    return { fault: 'part' };
  }
  const canonical = `（${year}）${courtCode}${type}${number}号${part === null ? '' : `之${chineseNumeral(part)}`}`;
  return { year, courtCode, type, number, part, canonical };
}

/** NaN where the numeral is none. */
function readPart(text: string): number {
  return /^\d/.test(text) ? Number(text) : readChineseNumeral(text);
}
