import type { User } from '#protocol/nouns/people.ts';
import type { Deputyship } from '#protocol/tasks/deputies.ts';
import { CAPABILITIES_OF_ROLE } from '../../access/roles.ts';
import type { HallState } from '../../hallState/hallState.ts';

type People = Pick<HallState, 'users'>;

/** For whom this person may decide now, whoever appointed them first before the others. Of their own office alone: nobody is deputy of a deputy. */
export function principalsOf(state: People & Pick<HallState, 'deputies'>, userId: string, { flowId, at }: { readonly flowId: string; readonly at: number }): User[] {
  const now = deputiesAt(state, at).filter(({ deputy, flowIds }) => deputy.userId === userId && (flowIds?.includes(flowId) ?? true));
  return now.flatMap(({ principal }) => state.users.get(principal.userId) ?? []);
}

/** Those that hold at this time, the oldest first. */
export function deputiesAt(state: People & Pick<HallState, 'deputies'>, at: number): Deputyship[] {
  return [...state.deputies.values()].filter((one) => one.fromAt <= at && at < one.untilAt && areInOffice(state, one)).toSorted((one, other) => (one.deputyshipId < other.deputyshipId ? -1 : 1));
}

/** Whether both are still what they were when it began. */
export function areInOffice({ users }: People, { courtCode, principal, deputy }: Pick<Deputyship, 'courtCode' | 'principal' | 'deputy'>): boolean {
  return [principal, deputy].every(({ userId, roles }) => {
    const user = users.get(userId);
    return user !== undefined && mayDecide(user, courtCode) && user.roles.toSorted().join() === roles.toSorted().join();
  });
}

/** Whether somebody approves at this court by their own office. */
export function mayDecide({ state, courtCode, roles }: Pick<User, 'state' | 'courtCode' | 'roles'>, ofCourt: string): boolean {
  return state === 'active' && courtCode === ofCourt && roles.some((role) => CAPABILITIES_OF_ROLE[role].includes('tasks.approve'));
}
