import { createStore, type StoreApi } from 'zustand/vanilla';
import { AppError, type ErrorCode } from '#protocol/errors.ts';
import type { PartnerId } from '#protocol/nouns/ids.ts';
import type { PartnerStatus } from '#protocol/tasks/partners.ts';
import type { HallLink } from '../../../link/hallLink.ts';

export type PartnerWatchState = {
  /** Null until they were read. */
  readonly statuses: ReadonlyMap<PartnerId, PartnerStatus> | null;
  /** Why the last reading failed. */
  readonly problem: ErrorCode | null;
};

export type PartnerWatch = {
  readonly state: StoreApi<PartnerWatchState>;
  readonly refresh: () => void;
  /** Reads now and after each reconnect, and listens. Returns its own undoing. */
  readonly start: () => () => void;
};

/** How the traffic with partners is: read once, then told by the hall. */
export function createPartnerWatch({ link }: { link: Pick<HallLink, 'request' | 'on' | 'state'> }): PartnerWatch {
  const state = createStore<PartnerWatchState>(() => ({ statuses: null, problem: null }));
  /** Told while an answer is on its way: newer than that. */
  let told = new Map<PartnerId, PartnerStatus>();
  let readings = 0;
  const read = async () => {
    if (link.state.getState().phase !== 'online') return;
    const reading = (readings += 1);
    told = new Map();
    try {
      const { statuses } = await link.request('partner.statuses', {});
      if (reading === readings) state.setState({ statuses: new Map([...statuses.map((status) => [status.partnerId, status] as const), ...told]), problem: null });
    } catch (error) {
      if (reading === readings) state.setState({ problem: error instanceof AppError ? error.code : 'internal' });
    }
  };
  return {
    state,
    refresh: () => void read(),
    start: () => {
      void read();
      const stop = [
        link.on('partner.statusChanged', (status) => {
          told.set(status.partnerId, status);
          const { statuses } = state.getState();
          if (statuses !== null) state.setState({ statuses: new Map(statuses).set(status.partnerId, status) });
        }),
        link.state.subscribe((now, before) => {
          if (now.phase === 'online' && before.phase !== 'online') void read();
        }),
      ];
      return () => {
        for (const undo of stop) undo();
      };
    },
  };
}
