import type { WireEntry } from '#protocol/nouns/log.ts';
import type { Expectation, Scenario } from '#protocol/scenario/scenario.ts';
import type { DrillReport, Mark, Verdict } from '#protocol/scenario/score.ts';
import { matchEntry } from './matchEntry.ts';
import { isOf, Moments } from './moments.ts';
import type { Cast } from './names.ts';
import { drillReport } from './drillReport.ts';
import { spanMs } from './spans.ts';

/** What is late is worth half at its limit, and nothing when it took three times as long as it may. */
const LATE_SHARE = 0.5;
const WORTHLESS_AFTER = 2;
const OUT_OF_ORDER_SHARE = 0.5;

type Judged = {
  readonly mark: Mark;
  /** Entries up to this one do not count: the world had not called for it. Null: it never did. */
  readonly floor: number | null;
  /** The first entry that does what is expected, in time or not. */
  readonly firstIn: number | null;
};

/**
 * How the exercise went, from its file and its entries (from `drill.started` on, oldest first) alone. A reaction more, or an earlier one
 * that comes after what it must follow, never lowers any mark: limits hang on what the world did and on each other, not on how quick somebody was.
 */
export function scoreDrill(scenario: Scenario, cast: Cast, entries: readonly WireEntry[]): DrillReport {
  const moments = Moments.create(scenario, cast);
  entries.forEach((entry) => moments.add(entry));
  const [start] = entries;
  const judged = new Map<string, Judged>();
  const byId = new Map(scenario.expectations.map((expectation) => [expectation.id, expectation]));

  /** In the order in which they hang on each other; the file was checked to have no circle. */
  function judge(expectation: Expectation): Judged {
    const known = judged.get(expectation.id);
    if (known !== undefined) {
      return known;
    }
    const result = markOf(expectation);
    judged.set(expectation.id, result);
    return result;
  }

  function callOf({ at, after }: Expectation): { readonly floor: number | null; readonly baseAt: number | null; readonly calledAt: number | null; readonly isBlocked: boolean } {
    if (after === undefined) {
      const calledAt = start === undefined ? null : start.at + spanMs(at ?? '00:00:00');
      const before = entries.findLast((entry) => calledAt !== null && entry.at < calledAt);
      return { floor: before?.sequence ?? 0, baseAt: calledAt, calledAt, isBlocked: false };
    }
    const earlier = byId.get(after);
    if (earlier === undefined) {
      const moment = moments.get(after);
      return { floor: moment?.sequence ?? null, baseAt: moment?.at ?? null, calledAt: moment?.at ?? null, isBlocked: moment === undefined };
    }
    const { mark, floor, firstIn } = judge(earlier);
    return { floor, baseAt: mark.dueAt, calledAt: mark.doneAt ?? mark.dueAt, isBlocked: firstIn === null };
  }

  function markOf(expectation: Expectation): Judged {
    const { id, title, hint, who, within, does, follows = [], weight } = expectation;
    const { floor, baseAt, calledAt, isBlocked } = callOf(expectation);
    const dueAt = baseAt === null ? null : baseAt + spanMs(within);
    const deeds = floor === null ? [] : entries.filter((entry) =>
      entry.sequence > floor && isOf(who.court, entry) && matchEntry(does, entry, moments.valueOfName)).slice((does.nth ?? 1) - 1);
    const before = follows.map((other) => byId.get(other)).filter((other) => other !== undefined).map((other) => judge(other).firstIn);
    const judgedDeeds = deeds.map((entry) => {
      const lateMs = Math.max(0, entry.at - (dueAt ?? entry.at));
      const share = lateMs === 0 ? 1 : LATE_SHARE * Math.max(0, 1 - lateMs / (WORTHLESS_AFTER * Math.max(1, spanMs(within))));
      const isInOrder = before.every((sequence) => sequence !== null && sequence < entry.sequence);
      return { entry, isLate: lateMs > 0, isInOrder, points: weight * share * (isInOrder ? 1 : OUT_OF_ORDER_SHARE) };
    });
    const best = judgedDeeds.reduce<(typeof judgedDeeds)[number] | undefined>((found, one) => (found !== undefined && found.points >= one.points ? found : one), undefined);
    const actor = best?.entry.actor;
    const mark: Mark = {
      id,
      title,
      hint,
      courtCode: who.court,
      role: who.role ?? null,
      verdict: best === undefined ? (isBlocked ? 'blocked' : 'missed') : verdictOf(best),
      weight,
      points: best?.points ?? 0,
      calledAt,
      dueAt,
      doneAt: best?.entry.at ?? null,
      reactionMs: best === undefined || calledAt === null ? null : Math.max(0, best.entry.at - calledAt),
      by: actor?.kind === 'person' ? { userId: actor.userId, name: actor.name } : null,
    };
    return { mark, floor, firstIn: deeds[0]?.sequence ?? null };
  }

  const counting = scenario.expectations.map((expectation) => ({ expectation, ...judge(expectation) }))
    .filter(({ expectation, floor }) => expectation.onlyIfCalled !== true || floor !== null);
  return drillReport(counting.map(({ mark }) => mark));
}

function verdictOf({ isLate, isInOrder }: { readonly isLate: boolean; readonly isInOrder: boolean }): Verdict {
  if (!isInOrder) {
    return 'outOfOrder';
  }
  return isLate ? 'late' : 'met';
}
