import type { Feed } from '#protocol/media/feeds.ts';
import type { Operation } from '#protocol/operations/operations.ts';
import type { RecorderGap, Step } from '#protocol/operations/steps.ts';
import type { StepTemplate } from '#protocol/rules/stepTemplates.ts';
import { isFeedLive } from '../../hall/index.ts';

const NEEDED = 2;

/** Recorders that run for a step and how many it needs. */
export type Recorders = { readonly needed: number; readonly running: number; /** Open now. */ readonly gap: RecorderGap | null };

/** Counted as the hall does: pictures of the units of the step's team, of all teams where it is of none. Null where the step needs none. */
export function recordersOf(step: Pick<Step, 'team' | 'gaps'>, { template, operation, feeds }: { readonly template: StepTemplate | null; readonly operation: Pick<Operation, 'teams'>; readonly feeds: Iterable<Feed> }): Recorders | null {
  if (template === null || !template.twoRecorders) {
    return null;
  }
  const teams = operation.teams.filter(({ team }) => step.team === null || team === step.team);
  const units = new Set(teams.flatMap(({ unitIds }) => unitIds));
  const running = [...feeds].filter((feed) => units.has(feed.unitId) && isFeedLive(feed)).length;
  return { needed: NEEDED, running, gap: step.gaps.find(({ toAt }) => toAt === null) ?? null };
}
