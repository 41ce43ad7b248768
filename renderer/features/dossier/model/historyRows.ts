import type { Flow } from '#protocol/tasks/flows.ts';
import type { FormValues, Task, TaskMoment } from '#protocol/tasks/tasks.ts';

/** What goes beside the steps of a flow; words are in the locales. */
const BESIDE = ['created', 'edited', 'talked', 'urged', 'progressed', 'documented', 'countersignAsked', 'countersigned', 'amber', 'due', 'escalated'] as const;
export type Beside = (typeof BESIDE)[number];

export type HistoryRow = {
  /** Its place in the history. */
  readonly index: number;
  readonly moment: TaskMoment;
  /** The step's own name, or which of the things beside them it was. */
  readonly name: { readonly step: string } | { readonly beside: Beside };
  /** The state it came into; null where it stayed. */
  readonly into: string | null;
  /** What was reported with it, where another report has taken its place. */
  readonly formerResult: FormValues | null;
  /** What the count of a step is of; null where it has none. */
  readonly countOf: 'days' | 'stars' | null;
  /** Words as they were said; of a clock, the clock's name. */
  readonly words: string | null;
};

/** The task's history with the names of its flow, newest first. */
export function historyRows({ history }: Pick<Task, 'history'>, flow: Pick<Flow, 'states' | 'steps' | 'clocks'>, locale: string): HistoryRow[] {
  const named = (row: { name: string; nameEn: string } | undefined, id: string) => (row === undefined ? id : locale === 'en' ? row.nameEn : row.name);
  const lastReport = history.findLastIndex(({ result }) => result !== undefined);
  return history
    .map((moment, index): HistoryRow => {
      const beside = BESIDE.find((name) => name === moment.what);
      const isClock = beside === 'amber' || beside === 'due' || beside === 'escalated';
      const state = index > 0 && history[index - 1]!.state === moment.state ? null : moment.state;
      const step = flow.steps.find(({ id }) => id === moment.what);
      return {
        index,
        moment,
        name: beside === undefined ? { step: named(step, moment.what) } : { beside },
        formerResult: index < lastReport ? (moment.result ?? null) : null,
        countOf: moment.count === null || step === undefined ? null : step.stars ? 'stars' : step.days === undefined ? null : 'days',
        into: state === null ? null : named(flow.states.find(({ id }) => id === state), state),
        words: isClock && moment.words !== null ? named(flow.clocks.find(({ id }) => id === moment.words), moment.words) : moment.words,
      };
    })
    .toReversed();
}
