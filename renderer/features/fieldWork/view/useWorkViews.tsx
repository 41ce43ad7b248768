import { useEffect, type ReactNode } from 'react';
import { useStore } from 'zustand';
import type { FieldTab, Texts } from '../../field/index.ts';
import type { FieldWork } from '../model/fieldWork.ts';
import { isNews } from '../model/shownInstruction.ts';
import { unsentOf } from '../model/unsentOf.ts';
import type { SheetStore } from '../model/workSheet.ts';
import { InstructionBanner } from './InstructionBanner.tsx';
import { InstructionSheet } from './InstructionSheet.tsx';
import { OrdersTab } from './OrdersTab.tsx';
import { ReportSheet } from './ReportSheet.tsx';
import { ReportTab, type WorkLine } from './ReportTab.tsx';

type WorkViewsOptions = { readonly work: FieldWork; readonly sheetStore: SheetStore; readonly line: WorkLine; readonly grab: (() => Promise<Blob>) | null; readonly texts: Texts };

/** What instructions and reports put into the page: their tabs and what covers the page now. */
export function useWorkViews({ work, sheetStore, line, grab, texts }: WorkViewsOptions): { readonly tabs: readonly FieldTab[]; readonly sheet: ReactNode | null } {
  const state = useStore(work.state);
  const { sheet } = useStore(sheetStore);
  const close = () => sheetStore.setState({ sheet: null });
  useWayBack(sheet !== null, close);
  const shown = sheet?.kind === 'instruction' ? state.instructions.find(({ instruction }) => instruction.instructionId === sheet.instructionId) : undefined;
  const waiting = state.instructions.filter((one) => isNews(one) || one.state === 'read').length;
  return {
    tabs: [
      { key: 'orders', label: texts('tab.orders'), waiting, news: <InstructionBanner key="orders" work={work} sheet={sheetStore} texts={texts} />, content: <OrdersTab work={work} sheet={sheetStore} texts={texts} /> },
      { key: 'reports', label: texts('tab.reports'), waiting: unsentOf(state).length, content: <ReportTab work={work} sheet={sheetStore} line={line} grab={grab} texts={texts} /> },
    ],
    sheet:
      sheet?.kind === 'report' ? <ReportSheet source={sheet.source} work={work} texts={texts} onClose={close} />
      : shown === undefined ? null
      : <InstructionSheet key={shown.instruction.instructionId} shown={shown} work={work} texts={texts} onClose={close} />,
  };
}

/** The device's own way back closes what covers the page, rather than leaving it. */
function useWayBack(covered: boolean, close: () => void): void {
  useEffect(() => {
    if (!covered) {
      return undefined;
    }
    const { history } = globalThis;
    history.pushState({ covered: true }, '');
    globalThis.addEventListener('popstate', close);
    return () => {
      globalThis.removeEventListener('popstate', close);
      if ((history.state as { readonly covered?: boolean } | null)?.covered === true) history.back();
    };
    // What closing does is always the same.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [covered]);
}
