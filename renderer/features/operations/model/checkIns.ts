import type { Operation } from '#protocol/operations/operations.ts';

export type MemberRow = { readonly name: string; readonly duty: string; /** When they said that they are there; null: not yet. */ readonly at: number | null };

/** The people of a team, also those who came though they were not in the plan. */
export function memberRows({ checkIns }: Pick<Operation, 'checkIns'>, { team, members }: Pick<Operation['teams'][number], 'team' | 'members'>): MemberRow[] {
  const came = checkIns.filter((checkIn) => checkIn.team === team);
  const planned = members.map(({ name, duty }) => ({ name, duty, at: came.find((checkIn) => checkIn.name === name)?.at ?? null }));
  const others = came.filter(({ name }) => !members.some((member) => member.name === name));
  return [...planned, ...others.map(({ name, at }) => ({ name, duty: '', at }))];
}
