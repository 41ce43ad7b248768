import { useMemo } from 'react';
import type { DutyPost } from '#protocol/nouns/duty.ts';
import type { CourtCode, UserId } from '#protocol/nouns/ids.ts';
import { useCapability, useHallState, useSession } from '../../hall/index.ts';
import { postsOf, type DutyViewer } from '../model/dutyBoard.ts';

export type OwnDuty = DutyViewer & {
  readonly courtCode: CourtCode;
  readonly courtName: string;
  readonly posts: readonly DutyPost[];
};

/** Who this person is, if they may take others off their posts; else null. */
export function useReliever(): UserId | null {
  const userId = useSession().person?.userId ?? null;
  return useCapability('duty.relieve') ? userId : null;
}

/** The own court's posts. */
export function useDuty(): OwnDuty {
  const session = useSession();
  const duty = useHallState((state) => state.log.duty);
  const serves = useCapability('duty.serve');
  const { court } = session;
  const reliever = useReliever();
  const me = serves ? (session.person?.userId ?? null) : null;
  return useMemo(() => ({ courtCode: court.courtCode, courtName: court.name, posts: postsOf(duty, court.courtCode), me, reliever }), [court, duty, me, reliever]);
}
