import { parseCaseNumber, type CaseNumberFault } from '#domain/cases/caseNumber.ts';
import type { RuleBook } from '#protocol/rules/rules.ts';

export type CaseLine = { readonly text: string; readonly canonical: string } | { readonly text: string; readonly fault: CaseNumberFault['fault'] };

export type CaseLineOptions = { readonly at: number; readonly book: Pick<RuleBook, 'caseTypes'>; readonly knowsCourt: (courtCode: string) => boolean };

/** Case numbers, one per line, as they are typed; blank lines are none. */
export function readCaseLines(text: string, { at, book, knowsCourt }: CaseLineOptions): CaseLine[] {
  const lines = text.split(/[\n;；]/u).map((line) => line.trim());
  return lines.filter((line) => line !== '').map((line) => {
    // Only courts of this province are in the register.
    const read = parseCaseNumber(line, { at, caseTypes: book.caseTypes, knowsCourt: (code) => !code.startsWith('闽') || knowsCourt(code) });
    return 'fault' in read ? { text: line, fault: read.fault } : { text: line, canonical: read.canonical };
  });
}
