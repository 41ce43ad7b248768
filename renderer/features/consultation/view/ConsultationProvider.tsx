import { createContext, useContext, useEffect, useMemo, type ReactNode } from 'react';
import { useStore } from 'zustand';
import { useHall } from '../../hall/index.ts';
import { ConsultationDesk, type ConsultationDeskState } from '../model/consultationDesk.ts';

const DeskContext = createContext<ConsultationDesk | null>(null);

/** Keeps what this person knows of consultations, and the room they sit in, over all pages. */
export function ConsultationProvider({ children }: { children: ReactNode }) {
  const { link, host } = useHall();
  const desk = useMemo(() => new ConsultationDesk({ link, log: (message, cause) => host.log('warn', `consultation: ${message}: ${String(cause)}`) }), [link, host]);
  useEffect(() => {
    desk.open();
    return () => desk.close();
  }, [desk]);
  return <DeskContext value={desk}>{children}</DeskContext>;
}

/** Errors: throws outside a ConsultationProvider. */
export function useConsultationDesk(): ConsultationDesk {
  const desk = useContext(DeskContext);
  if (desk === null) {
    throw new Error('useConsultationDesk needs a ConsultationProvider above it');
  }
  return desk;
}

export function useConsultations<Part>(read: (state: ConsultationDeskState) => Part): Part {
  return useStore(useConsultationDesk().state, read);
}

/** Called whenever this person comes into a room: by a call of their own, or by answering one. */
export function useRoomEntered(onEntered: () => void): void {
  const desk = useConsultationDesk();
  useEffect(() => desk.state.subscribe(({ line }, before) => {
    if (line !== null && line !== before.line) onEntered();
  }), [desk, onEntered]);
}
