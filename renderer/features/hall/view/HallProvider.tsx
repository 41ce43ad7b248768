import { createContext, useContext, useEffect, useSyncExternalStore, type ReactNode } from 'react';
import { useStore } from 'zustand';
import type { Capability } from '#protocol/capabilities.ts';
import type { LinkState } from '../../../link/hallLink.ts';
import type { HallState } from '../../../replica/hallReplica.ts';
import { useRulesOn } from '../../../rules/react.ts';
import type { KnownRules } from '../../../rules/ruleShelf.ts';
import type { HallServices } from '../model/hallServices.ts';
import type { LastSession } from '../model/rememberSession.ts';

const HallContext = createContext<HallServices | null>(null);

export function HallProvider({ services, children }: { services: HallServices; children: ReactNode }) {
  const { receiver, context } = services;
  const { videoBudgetKbit } = context;
  useEffect(() => receiver.setBudget(videoBudgetKbit), [receiver, videoBudgetKbit]);
  return <HallContext value={services}>{children}</HallContext>;
}

/** Errors: throws outside a HallProvider. */
export function useHall(): HallServices {
  const services = useContext(HallContext);
  if (services === null) {
    throw new Error('useHall needs a HallProvider above it');
  }
  return services;
}

export function useHallState<Selected>(selector: (state: HallState) => Selected): Selected {
  return useStore(useHall().replica.state, selector);
}

/** The hall's rule book and calendar as last read; null until they were read once. */
export function useRules(): KnownRules | null {
  return useRulesOn(useHall().rules);
}

export function useLinkState<Selected>(selector: (state: LinkState) => Selected): Selected {
  return useStore(useHall().link.state, selector);
}

/** The session as last heard: person, court, capabilities. Errors: throws where none was ever opened, outside of `SessionGate`. */
export function useSession(): LastSession {
  const session = useStore(useHall().lastSession);
  if (session === null) {
    throw new Error('useSession needs a session that was opened once');
  }
  return session;
}

/** Whether the session may do this, as last heard; false until it was ever opened. What one may not do is not shown. */
export function useCapability(capability: Capability): boolean {
  return useStore(useHall().lastSession, (last) => last?.capabilities.includes(capability) ?? false);
}

/** The hall's name as last heard; null until it was reached once. */
export function useHallName(): string | null {
  return useStore(useHall().lastSession, (last) => last?.hallName ?? null);
}

/** Whether frames carry the machine-readable clock, as last heard. */
export function useFrameClock(): boolean {
  return useStore(useHall().lastSession, (last) => last?.frameClock ?? false);
}

/** This machine's time in whole seconds (ms since the epoch); draws its component anew once a second, so keep that component small. */
export function useTick(): number {
  const { ticker } = useHall();
  return useSyncExternalStore(ticker.onSecond, wholeSecond);
}

/** Hall time, ms since the epoch; draws its component anew once a second, so keep that component small. */
export function useHallNow(): number {
  const { link } = useHall();
  useTick();
  return link.now();
}

function wholeSecond(): number {
  return Math.floor(Date.now() / 1_000) * 1_000;
}
