import { useEffect, useState } from 'react';
import { AppError } from '#protocol/errors.ts';
import type { RequestOutput } from '#protocol/contract.ts';
import { useLinkState } from '../../hall/index.ts';
import type { Signer } from '../model/signer.ts';

type Mine = RequestOutput<'signing.mine'>;
/** `null` while it is being asked. */
export type OwnKeyState = { readonly mine: Mine | null; readonly problem: AppError | null; readonly setMine: (mine: Mine) => void };

/** What the hall has of one's key; asked again once the hall is back. */
export function useOwnKey(signer: Signer): OwnKeyState {
  const online = useLinkState((state) => state.phase === 'online');
  const [mine, setMine] = useState<Mine | null>(null);
  const [problem, setProblem] = useState<AppError | null>(null);
  useEffect(() => {
    let wanted = online;
    const ask = async () => {
      try {
        const found = await signer.mine();
        if (wanted) setMine(found);
        if (wanted) setProblem(null);
      } catch (error) {
        if (wanted) setProblem(error instanceof AppError ? error : new AppError('internal', { cause: error }));
      }
    };
    if (online) {
      void ask();
    }
    return () => {
      wanted = false;
    };
  }, [signer, online]);
  return { mine, problem, setMine };
}
