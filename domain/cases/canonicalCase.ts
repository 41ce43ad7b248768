import { AppError } from '#protocol/errors.ts';
import type { RuleBook } from '#protocol/rules/rules.ts';
import type { CourtCode } from '#protocol/nouns/ids.ts';
import type { HallState } from '../hallState/hallState.ts';
import { parseCaseNumber } from './caseNumber.ts';

/** As the hall keeps it, however it was typed. Courts of Fujian have to be in the register. Errors: badCaseNumber (params: caseNumber, fault). */
export function canonicalCase(text: string, { state, book, at }: { readonly state: HallState; readonly book: Pick<RuleBook, 'caseTypes'>; readonly at: number }): string {
  const knowsCourt = (code: string) => !code.startsWith('闽') || state.courts.has(code as CourtCode);
  const parsed = parseCaseNumber(text, { at, caseTypes: book.caseTypes, knowsCourt });
  if ('fault' in parsed) {
    throw new AppError('badCaseNumber', { params: { caseNumber: text, fault: FAULTS[parsed.fault] } });
  }
  return parsed.canonical;
}

/** In words, as they stand in the sentence that people read. */
const FAULTS = { shape: '格式应为（年度）法院代字＋类型代字＋编号＋号', year: '年度晚于今年', court: '没有这个法院代字', type: '没有这个类型代字', number: '编号不正确', part: '“之”后的序号不正确' } as const;
