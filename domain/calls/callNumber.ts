import type { Call } from '#protocol/alarms/calls.ts';
import type { CourtCode } from '#protocol/nouns/ids.ts';
import type { HallState } from '../hallState/hallState.ts';
import { countAfter, countingYear, nextCount } from '../numbering/countedNumber.ts';

type Counting = { readonly courtCode: CourtCode; readonly at: number };

/** The next one of the court in its year: 110〔2026〕闽02第7号. */
export function callNumber({ calls }: Pick<HallState, 'calls'>, counting: Counting): string {
  const head = headOf(counting);
  return `${head}${nextCount(numbersOf(calls.values()), head)}号`;
}

/** Whether the next number is counted from this one. */
export function isCountedFrom({ calls }: Pick<HallState, 'calls'>, { number, courtCode }: Call, at: number): boolean {
  const head = headOf({ courtCode, at });
  return countAfter(number, head) === nextCount(numbersOf(calls.values()), head) - 1;
}

function headOf({ courtCode, at }: Counting): string {
  return `110〔${countingYear(at)}〕${courtCode}第`;
}

function* numbersOf(calls: Iterable<Call>): Generator<string> {
  for (const { number } of calls) {
    yield number;
  }
}
