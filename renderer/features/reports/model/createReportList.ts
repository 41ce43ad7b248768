import { createStore, type StoreApi } from 'zustand/vanilla';
import { AppError, type ErrorCode } from '#protocol/errors.ts';
import type { Report } from '#protocol/field/reports.ts';
import type { OperationId, UnitId } from '#protocol/nouns/ids.ts';
import type { HallLink } from '../../../link/hallLink.ts';

const PAGE = 40;

export type ReportFilter = { readonly operationId: OperationId | null; readonly unitId: UnitId | null };

export type ReportListState = {
  /** Newest first. */
  readonly reports: readonly Report[];
  readonly more: boolean;
  readonly phase: 'reading' | 'read' | 'failed';
  readonly problem: ErrorCode | null;
};

export type ReportList = {
  readonly state: StoreApi<ReportListState>;
  /** From the newest on; older ones that were read stay. Never rejects. */
  read(): Promise<void>;
  /** Older ones. Never rejects. */
  readMore(): Promise<void>;
};

export function createReportList({ link, filter }: { readonly link: Pick<HallLink, 'request'>; readonly filter: ReportFilter }): ReportList {
  const state = createStore<ReportListState>(() => ({ reports: [], more: false, phase: 'reading', problem: null }));
  let turn = 0;
  const ask = async (before: number | null) => {
    turn += 1;
    const mine = turn;
    state.setState({ phase: 'reading', problem: null });
    try {
      const { reports, more } = await link.request('report.list', { ...filter, limit: PAGE, ...(before === null ? {} : { before }) });
      if (mine !== turn) {
        return;
      }
      state.setState((known) => {
        // News do not take away what was paged to, as long as no hole lies between.
        const oldest = reports.at(-1)?.sequence ?? 0;
        const meets = before === null && more && known.reports.some(({ sequence }) => sequence === oldest);
        const older = meets ? known.reports.filter(({ sequence }) => sequence < oldest) : [];
        return { reports: before === null ? [...reports, ...older] : [...known.reports, ...reports], more: meets ? known.more : more, phase: 'read' as const };
      });
    } catch (error) {
      if (mine === turn) {
        state.setState({ phase: 'failed', problem: error instanceof AppError ? error.code : 'internal' });
      }
    }
  };
  return { state, read: () => ask(null), readMore: () => ask(state.getState().reports.at(-1)?.sequence ?? null) };
}
