import type { WireEntry } from '#protocol/nouns/log.ts';
import type { HallCheck, Scenario } from '#protocol/scenario/scenario.ts';
import { matchEntry } from './matchEntry.ts';
import { Moments } from './moments.ts';
import type { Cast } from './names.ts';
import { spanMs, spanOf } from './spans.ts';

/** Who played: the scripted staff, or nobody. */
export type Run = 'played' | 'nobody';

export type Judgement = { readonly id: string; readonly says: string; readonly ok: boolean; /** What was found instead; empty when all is well. */ readonly fault: string };

/** Whether the hall did of itself what the file says it must, from the entries alone (from `drill.started` on, oldest first). */
export function judgeChecks(scenario: Scenario, { cast, entries, run }: { readonly cast: Cast; readonly entries: readonly WireEntry[]; readonly run: Run }): Judgement[] {
  const moments = Moments.create(scenario, cast);
  entries.forEach((entry) => moments.add(entry));
  const startAt = entries[0]?.at ?? 0;
  return scenario.checks.filter(({ runs }) => runs === 'both' || runs === run).map((check) => {
    const fault = faultOf(check);
    return { id: check.id, says: check.says, ok: fault === '', fault };
  });

  function faultOf({ at, after, does, earliest, latest, never = false }: HallCheck): string {
    const moment = after === undefined ? undefined : moments.get(after);
    if (after !== undefined && moment === undefined) {
      return never ? '' : `${after} 没有发生`;
    }
    const fromAt = moment?.at ?? startAt + spanMs(at ?? '00:00:00');
    const found = entries.filter((entry) => (moment === undefined ? entry.at >= fromAt : entry.sequence > moment.sequence) && matchEntry(does, entry, moments.valueOfName))[(does.nth ?? 1) - 1];
    if (never || found === undefined) {
      return never === (found === undefined) ? '' : never ? `在 ${spanOf(found!.at - startAt)} 发生了` : '没有发生';
    }
    const afterMs = found.at - fromAt;
    const isEarly = earliest !== undefined && afterMs < spanMs(earliest);
    const isLate = latest !== undefined && afterMs > spanMs(latest);
    return isEarly || isLate ? `过了 ${spanOf(afterMs)} 才发生，应在 ${earliest ?? '00:00:00'} 至 ${latest ?? '…'}` : '';
  }
}
