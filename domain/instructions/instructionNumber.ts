import type { Instruction } from '#protocol/field/instructions.ts';
import type { CourtCode } from '#protocol/nouns/ids.ts';
import type { HallState } from '../hallState/hallState.ts';
import { countAfter, countingYear, nextCount } from '../numbering/countedNumber.ts';

type Counting = { readonly fromCourtCode: CourtCode; readonly at: number };

/** The next ones of the sending court in its year: 〔2026〕闽0203现场12号. */
export function instructionNumbers({ instructions }: Pick<HallState, 'instructions'>, counting: Counting, count: number): string[] {
  const head = headOf(counting);
  const first = nextCount(numbersOf(instructions.values()), head);
  return Array.from({ length: count }, (_, place) => `${head}${first + place}号`);
}

/** Whether the next number is counted from this one. */
export function isCountedFrom({ instructions }: Pick<HallState, 'instructions'>, { number, fromCourtCode }: Instruction, at: number): boolean {
  const head = headOf({ fromCourtCode, at });
  return countAfter(number, head) === nextCount(numbersOf(instructions.values()), head) - 1;
}

function headOf({ fromCourtCode, at }: Counting): string {
  return `〔${countingYear(at)}〕${fromCourtCode}现场`;
}

function* numbersOf(instructions: Iterable<Instruction>): Generator<string> {
  for (const { number } of instructions) {
    yield number;
  }
}
