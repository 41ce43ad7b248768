import { useMemo } from 'react';
import { stepsFor, type OpenStep, type Performing } from '#domain/tasks/flow/stepsFor.ts';
import type { Flow } from '#protocol/tasks/flows.ts';
import type { Task } from '#protocol/tasks/tasks.ts';
import { usePrincipals } from '../../../deputies/index.ts';
import { useSession } from '../../../hall/index.ts';

/** Whoever sits here, as far as steps go; null for a desk without a person. */
export function usePerforming(): Performing | null {
  const { person, court } = useSession();
  return useMemo(() => (person === null ? null : { userId: person.userId, name: person.name, roles: person.roles, courtCode: court.courtCode }), [person, court]);
}

/** The steps that this person may take now, for others as well: what the hall would let them do. */
export function useOpenSteps(task: Task, flow: Flow): readonly OpenStep[] {
  const person = usePerforming();
  const principals = usePrincipals();
  return person === null ? [] : stepsFor({ task, flow, person, deputyOf: principals(flow.id) });
}
