import type { Order } from '#protocol/alarms/orders.ts';
import type { CourtCode } from '#protocol/nouns/ids.ts';
import type { HallState } from '../hallState/hallState.ts';
import { countAfter, countingYear, nextCount } from '../numbering/countedNumber.ts';

type Counting = { readonly fromCourtCode: CourtCode; readonly at: number };

/** The next one of the sending court in its year: 〔2026〕闽05指令12号. */
export function orderNumber({ orders }: Pick<HallState, 'orders'>, counting: Counting): string {
  const head = headOf(counting);
  return `${head}${nextCount(numbersOf(orders.values()), head)}号`;
}

/** Whether the next number is counted from this one. */
export function isCountedFrom({ orders }: Pick<HallState, 'orders'>, { number, fromCourtCode }: Order, at: number): boolean {
  const head = headOf({ fromCourtCode, at });
  return countAfter(number, head) === nextCount(numbersOf(orders.values()), head) - 1;
}

function headOf({ fromCourtCode, at }: Counting): string {
  return `〔${countingYear(at)}〕${fromCourtCode}指令`;
}

function* numbersOf(orders: Iterable<Order>): Generator<string> {
  for (const { number } of orders) {
    yield number;
  }
}
