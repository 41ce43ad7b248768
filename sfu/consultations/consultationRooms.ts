import type { HallClock } from '../ports/clock.ts';
import type { Session } from '../ports/session.ts';
import { Consultations } from './consultations.ts';
import { Rooms, type RoomsOptions } from './rooms.ts';

/** 远程会商: what is planned and the rooms that are open. */
export function createConsultationRooms(options: Omit<RoomsOptions, 'now'> & { readonly clock: HallClock }) {
  const { clock } = options;
  const rooms = Rooms.create({ ...options, now: () => clock.now() });
  const consultations = Consultations.create({ ...options, rooms });
  return {
    handlers: { ...consultations.handlers, ...rooms.handlers },
    opened: (session: Session) => consultations.opened(session),
    close: () => {
      consultations.close();
      rooms.close();
    },
  };
}
