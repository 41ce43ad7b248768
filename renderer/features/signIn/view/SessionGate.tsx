import { useCallback, useEffect, type ReactNode } from 'react';
import { useStore } from 'zustand';
import type { StoreApi } from 'zustand/vanilla';
import type { Capability } from '#protocol/capabilities.ts';
import { ExerciseBar } from '../../exercise/index.ts';
import { useHall, useLinkState } from '../../hall/index.ts';
import { departureOf } from '../model/departure.ts';
import type { SignInMemory } from '../model/signInMemory.ts';
import { ChangePasswordPage, EnteringPage, NoRightsPage } from './GatePages.tsx';
import { SignOutContext, type SignOut } from './useSignOut.ts';

type SessionGateProps = {
  readonly memory: StoreApi<SignInMemory>;
  /** Whether the console has anything for a session that may do this. */
  readonly offers: (capabilities: readonly Capability[]) => boolean;
  readonly children: ReactNode;
};

/** Lets through whoever may work here; below it there is always a session, even while the hall is away. */
export function SessionGate({ memory, offers, children }: SessionGateProps) {
  const { host, link, lastSession } = useHall();
  const session = useStore(lastSession);
  const refusal = useLinkState((state) => (state.phase === 'refused' ? state.error : null));

  const leave = useCallback(
    () => host.person?.forget().catch((error: unknown) => host.log('error', `the sign-in cannot be forgotten: ${String(error)}`)) ?? Promise.resolve(),
    [host],
  );
  useEffect(() => {
    const last = lastSession.getState();
    // Sign-ins live in real time, also where the hall's is an exercise's.
    const now = last?.exercise === true ? Date.now() : link.now();
    const departure = departureOf({ error: refusal, person: last?.person ?? null, now });
    if (departure !== null) {
      memory.setState((before) => ({ departure: before.departure ?? departure }));
      void leave();
    }
  }, [refusal, lastSession, link, memory, leave]);
  const signOut = useCallback<SignOut>(async () => {
    // First, so that the end of the connection is not taken for somebody else's doing.
    memory.setState({ departure: 'signedOut' });
    await link.request('session.signOut', {}).catch((error: unknown) => host.log('warn', `the hall did not hear of the sign-out: ${String(error)}`));
    await leave();
  }, [host, link, memory, leave]);

  return <SignOutContext value={signOut}>{page()}</SignOutContext>;

  function page(): ReactNode {
    if (session === null) {
      return <EnteringPage />;
    }
    if (session.person?.mustChangePassword === true) {
      return <><ExerciseBar seat="over" /><ChangePasswordPage /></>;
    }
    return offers(session.capabilities) ? children : <><ExerciseBar seat="over" /><NoRightsPage /></>;
  }
}
