import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { errorSentence } from '../../../i18n/errorSentence.ts';
import { useBlocked, useCommand } from '../../command/index.ts';
import { useCapability, useHallNow, useHallState, useSession } from '../../hall/index.ts';
import { batonView, type BatonAction, type BatonView } from '../model/batonView.ts';

type BatonHand = {
  readonly view: BatonView;
  readonly now: number;
  /** Does it at once, or opens the dialog that it needs. */
  readonly act: (action: BatonAction) => void;
  readonly busy: boolean;
  /** Why nothing can be done now, or was not. */
  readonly problem: string | null;
};

/** The baton of the own court and what one can do with it. */
export function useBaton(openDialog: (name: 'seize' | 'lend' | 'pass') => void): BatonHand {
  const { t } = useTranslation();
  const { court, person } = useSession();
  const baton = useHallState((state) => state.log.walls.get(court.courtCode)?.baton ?? null);
  const mayEdit = useCapability('wall.edit');
  const mayCommand = useCapability('wall.command');
  const now = useHallNow();
  const blocked = useBlocked();
  const take = useCommand('wall.takeBaton');
  const ask = useCommand('wall.askBaton');
  const give = useCommand('wall.returnBaton');
  const me = mayEdit ? (person?.userId ?? null) : null;
  const view = useMemo(() => batonView(baton, { me, mayCommand, now }), [baton, me, mayCommand, now]);
  const { ask: takeIt, forget: forgetTake } = take;
  const { ask: askFor, forget: forgetAsk } = ask;
  const { ask: giveBack, forget: forgetReturn } = give;
  const act = useCallback(
    (action: BatonAction) => {
      forgetTake();
      forgetAsk();
      forgetReturn();
      switch (action) {
        case 'take':
          return void takeIt({ reason: '' });
        case 'ask':
          return void askFor({});
        case 'return':
          return void giveBack({});
        default:
          return openDialog(action);
      }
    },
    [takeIt, askFor, giveBack, forgetTake, forgetAsk, forgetReturn, openDialog],
  );
  const problem = take.problem ?? ask.problem ?? give.problem;
  return { view, now, act, busy: take.busy || ask.busy || give.busy, problem: blocked ?? (problem === null ? null : errorSentence(t, problem)) };
}
