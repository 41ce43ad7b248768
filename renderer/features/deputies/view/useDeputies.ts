import { deputiesAt, principalsOf } from '#domain/tasks/deputies/principalsOf.ts';
import type { Performing } from '#domain/tasks/flow/stepsFor.ts';
import type { Deputyship } from '#protocol/tasks/deputies.ts';
import { useHallNow, useHallState, useSession } from '../../hall/index.ts';

/** For whom whoever sits here may decide by a flow now, besides in their own right. */
export function usePrincipals(): (flowId: string) => readonly Performing[] {
  const { person } = useSession();
  const deputies = useHallState((state) => state.log.deputies);
  const users = useHallState((state) => state.log.users);
  const at = useHallNow();
  return (flowId) => (person === null ? [] : principalsOf({ deputies, users }, person.userId, { flowId, at }));
}

type OwnDeputies = {
  /** Whose approvals are this person's own to give, and who decides for them: those to come as well. */
  readonly given: readonly Deputyship[];
  readonly held: readonly Deputyship[];
  /** Of both, those that hold now. */
  readonly now: ReadonlySet<string>;
};

/** The deputyships that whoever sits here is part of. */
export function useOwnDeputies(): OwnDeputies {
  const me = useSession().person?.userId ?? null;
  const deputies = useHallState((state) => state.log.deputies);
  const users = useHallState((state) => state.log.users);
  const at = useHallNow();
  const all = [...deputies.values()].filter(({ untilAt }) => at < untilAt).toSorted((one, other) => one.fromAt - other.fromAt);
  return {
    given: all.filter(({ principal }) => principal.userId === me),
    held: all.filter(({ deputy }) => deputy.userId === me),
    now: new Set(deputiesAt({ deputies, users }, at).map(({ deputyshipId }) => deputyshipId)),
  };
}
