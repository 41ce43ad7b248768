import type { FieldKind, FormField } from '#protocol/tasks/flows.ts';
import type { FormValues } from '#protocol/tasks/tasks.ts';
import { parseCaseNumber, type CaseNumberFault, type CaseNumberOptions } from '../../cases/caseNumber.ts';
import { accountFault, creditCodeFault, identityFault, type CodeFault } from './codes.ts';
import { isIsoDate } from './isIsoDate.ts';
import { plainCode } from './plainCode.ts';

const CASE_FAULTS = { shape: 'caseShape', year: 'caseYear', court: 'caseCourt', type: 'caseType', number: 'caseCount', part: 'casePart' } as const satisfies Record<CaseNumberFault['fault'], string>;

export type ValueFaultCode =
  | 'text' | 'tooLong' | 'number' | 'tooSmall' | 'tooBig' | 'money' | 'date' | 'choice' | 'yesNo' | 'personName' | 'plate' | 'phone'
  | (typeof CASE_FAULTS)[keyof typeof CASE_FAULTS]
  | CodeFault;
type ValueFault = { readonly code: ValueFaultCode; readonly params: Readonly<Record<string, string | number>> };
type Context = Pick<CaseNumberOptions, 'at' | 'caseTypes'>;

/** Characters that a field may have where its row does not say. */
const MAX_LENGTHS: Partial<Record<FieldKind, number>> = { longText: 2_000, person: 40, organisation: 100 };
const MAX_LENGTH = 200;

const PLATE = /^[京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁新][A-HJ-NP-Z][A-HJ-NP-Z0-9]{4,5}[A-HJ-NP-Z0-9挂学警港澳]$/u;
/** A mobile, an office with its area code and extension, and the short and service numbers of public bodies. */
const PHONE = /^(?:\+?86[- ]?)?(?:1[3-9]\d(?:[- ]?\d{4}){2}|\(?0\d{2,3}\)?[- ]?[2-9]\d{6,7}(?:(?:-|转|#)\d{1,6})?|[48]00[- ]?\d{3}[- ]?\d{4}|1\d{2,4}|9\d{4,5})$/u;
/** With the dot of some nationalities and the blanks of foreigners; no digits. */
const PERSON = /^[\p{L}\p{M}·•・.\s'-]{2,}$/u;

/** What is wrong with a value of its field; null: nothing. `number` and `money` are numbers, `yesNo` is true or false, all others are text. */
export function valueFault(field: FormField, value: FormValues[string], context: Context): ValueFault | null {
  switch (field.kind) {
    case 'number':
    case 'money': return typeof value === 'number' && Number.isFinite(value) ? sizeFault(field, value) : fault('number');
    case 'yesNo': return typeof value === 'boolean' ? null : fault('yesNo');
    default: return typeof value === 'string' ? (lengthFault(field, value) ?? fault(textFault(field, value, context))) : fault('text');
  }
}

/** Money is in yuan and fen, and some of it. */
function sizeFault({ kind, min, max }: FormField, value: number): ValueFault | null {
  if (kind === 'money' && !/^\d+(?:\.\d{1,2})?$/u.test(String(value))) return fault('money');
  if (kind === 'money' && min === undefined && value === 0) return fault('money');
  if (min !== undefined && value < min) return fault('tooSmall', { min });
  if (max !== undefined && value > max) return fault('tooBig', { max });
  return null;
}

function lengthFault({ kind, maxLength }: FormField, value: string): ValueFault | null {
  const max = maxLength ?? MAX_LENGTHS[kind] ?? MAX_LENGTH;
  return [...value].length > max ? fault('tooLong', { max }) : null;
}

/** What is chosen has to be exact; what is typed may be full-width. */
function textFault({ kind, choices }: FormField, value: string, context: Context): ValueFaultCode | null {
  const text = value.normalize('NFKC').trim();
  switch (kind) {
    case 'date': return isIsoDate(value) ? null : 'date';
    case 'choice': return choices.some(({ id }) => id === value) ? null : 'choice';
    case 'caseNumber': {
      const parsed = parseCaseNumber(text, context);
      return 'fault' in parsed ? CASE_FAULTS[parsed.fault] : null;
    }
    case 'person': return PERSON.test(text) ? null : 'personName';
    case 'identity': return identityFault(plainCode(text), context.at);
    case 'creditCode': return creditCodeFault(plainCode(text));
    case 'account': return accountFault(plainCode(text));
    case 'plate': return PLATE.test(plainCode(text)) ? null : 'plate';
    case 'phone': return PHONE.test(text) ? null : 'phone';
    default: return null;
  }
}

function fault(code: ValueFaultCode, params?: ValueFault['params']): ValueFault;
function fault(code: ValueFaultCode | null): ValueFault | null;
function fault(code: ValueFaultCode | null, params: ValueFault['params'] = {}): ValueFault | null {
  return code === null ? null : { code, params };
}
