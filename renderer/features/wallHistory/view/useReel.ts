import { useEffect, useState } from 'react';
import { AppError } from '#protocol/errors.ts';
import { useHall, useLinkState, useSession } from '../../hall/index.ts';
import { readReel } from '../model/readReel.ts';
import type { WallReel } from '../model/wallReel.ts';

type Span = { readonly from: number; readonly to: number };
type ReelState = { readonly kind: 'loading' } | { readonly kind: 'failed'; readonly problem: AppError } | { readonly kind: 'read'; readonly reel: WallReel };

const LOADING: ReelState = { kind: 'loading' };

/** The wall's past in this span; read again when the hall is back. */
export function useReel({ from, to }: Span): ReelState {
  const { link } = useHall();
  const { court } = useSession();
  const online = useLinkState((state) => state.phase === 'online');
  const [read, setRead] = useState<{ readonly asked: string; readonly state: ReelState } | null>(null);
  const asked = `${from} ${to} ${online}`;
  useEffect(() => {
    let ended = false;
    readReel(link, { courtCode: court.courtCode, from, to }).then(
      (reel) => ended || setRead({ asked, state: { kind: 'read', reel } }),
      (error: unknown) => ended || setRead({ asked, state: { kind: 'failed', problem: error instanceof AppError ? error : new AppError('internal', { cause: error }) } }),
    );
    return () => {
      ended = true;
    };
  }, [link, court, from, to, asked]);
  // What was read stays while it is read again.
  return read === null || (read.asked !== asked && read.state.kind !== 'read') ? LOADING : read.state;
}
