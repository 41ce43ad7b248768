import type { Instruction } from '#protocol/field/instructions.ts';
import { OPEN_INSTRUCTION_STATES } from '#protocol/field/instructions.ts';
import type { InstructionId } from '#protocol/nouns/ids.ts';

/** What one act sent: the same words to some units. */
export type Sheet = {
  readonly sheetId: InstructionId;
  /** In the order of their numbers; never empty. */
  readonly instructions: readonly Instruction[];
  readonly isOpen: boolean;
};

export const SHEET_FILTERS = ['open', 'all'] as const;
export type SheetFilter = (typeof SHEET_FILTERS)[number];

export function isOpenInstruction({ state }: Pick<Instruction, 'state'>): boolean {
  return OPEN_INSTRUCTION_STATES.includes(state);
}

/** Nobody has said yes yet. */
export function isUnanswered({ state }: Pick<Instruction, 'state'>): boolean {
  return state === 'sent' || state === 'delivered' || state === 'read';
}

/** Those that run out first, then open ones, newest first; then what is over, newest first. */
export function sheetsOf(instructions: Iterable<Instruction>, filter: SheetFilter): Sheet[] {
  const byId = Map.groupBy(instructions, ({ sheetId }) => sheetId);
  const sheets = [...byId].map(([sheetId, all]): Sheet => ({ sheetId, instructions: all.toSorted((one, other) => one.number.localeCompare(other.number, 'zh-CN', { numeric: true })), isOpen: all.some(isOpenInstruction) }));
  const runsOut = ({ instructions: all }: Sheet) => Math.min(...all.filter(isUnanswered).map(({ acceptBy }) => acceptBy ?? Number.MAX_SAFE_INTEGER), Number.MAX_SAFE_INTEGER);
  const sentAt = ({ instructions: all }: Sheet) => all[0]?.sentAt ?? 0;
  return sheets
    .filter((sheet) => filter === 'all' || sheet.isOpen)
    .toSorted((one, other) => Number(other.isOpen) - Number(one.isOpen) || runsOut(one) - runsOut(other) || sentAt(other) - sentAt(one) || one.sheetId.localeCompare(other.sheetId));
}

/** What needs a word from the sender: refused, lapsed, or unread when half its time is over. Over after a quarter of an hour. */
export function wantsAttention({ state, steps, sentAt, acceptBy }: Instruction, now: number): 'refused' | 'lapsed' | 'unread' | null {
  if (state === 'refused' || state === 'lapsed') {
    return now - (steps.at(-1)?.at ?? sentAt) < QUARTER_MS ? state : null;
  }
  return (state === 'sent' || state === 'delivered') && acceptBy !== null && now > (sentAt + acceptBy) / 2 ? 'unread' : null;
}

const QUARTER_MS = 15 * 60_000;
const MOST_TEXTS = 6;

/** What was sent from here lately, newest first: words that are wanted again. */
export function recentTexts(instructions: Iterable<Instruction>, fromCourtCode: string): string[] {
  const own = [...instructions].filter((instruction) => instruction.fromCourtCode === fromCourtCode).toSorted((one, other) => other.sentAt - one.sentAt);
  return [...new Set(own.map(({ text }) => text))].slice(0, MOST_TEXTS);
}
