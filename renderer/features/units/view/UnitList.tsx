import { useCallback, useEffect, useEffectEvent, useId, useLayoutEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { UnitId } from '#protocol/nouns/ids.ts';
import { EmptyNote } from '../../../ui/EmptyNote.tsx';
import { isFeedLive, useHallState, useLinkState } from '../../hall/index.ts';
import { useSelection, useSelectionState } from '../../selection/index.ts';
import { steppedCursor, type UnitBrowser } from '../model/createUnitBrowser.ts';
import { courtOfRow, listRows, rowOffsets, rowsInView } from '../model/listRows.ts';
import { matchUnits } from '../model/matchUnits.ts';
import { UnitListHead } from './UnitListHead.tsx';
import { UnitListRow } from './UnitListRow.tsx';
import styles from './UnitList.module.css';

export function UnitList({ browser }: { browser: UnitBrowser }) {
  const { t } = useTranslation();
  const selection = useSelection();
  const selected = useSelectionState((state) => state.unitId);
  const { text, filter, collapsedCourts, cursor } = useStore(browser.state);
  const units = useHallState((state) => state.units);
  const feeds = useHallState((state) => state.feeds);
  const known = useHallState((state) => state.syncedAt !== null);

  const liveUnitIds = useMemo(() => new Set([...feeds.values()].filter(isFeedLive).map((feed) => feed.unitId)), [feeds]);
  const rows = useMemo(
    () => listRows(matchUnits(units.values(), { text, filter }, liveUnitIds), collapsedCourts),
    [units, text, filter, liveUnitIds, collapsedCourts],
  );
  const offsets = useMemo(() => rowOffsets(rows), [rows]);
  const { scroller, view, readView, show } = useScrollView();
  const { first, end } = rowsInView(offsets, view);

  const listId = useId();
  const reveal = (rowKey: string) => {
    const row = rows.findIndex((candidate) => candidate.key === rowKey);
    if (row !== -1) {
      show(offsets[row]!, offsets[row + 1]!);
    }
  };
  // Only a new choice scrolls: presence changing elsewhere must not move the list.
  const onSelected = useEffectEvent((unitId: UnitId) => {
    browser.moveCursor(unitId);
    reveal(unitId);
  });
  useEffect(() => {
    if (selected !== null) {
      onSelected(selected);
    }
  }, [selected]);

  const go = (rowKey: string | null) => {
    browser.moveCursor(rowKey);
    if (rowKey !== null) {
      reveal(rowKey);
    }
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10 }[event.key];
    const at = rows.findIndex(({ key }) => key === cursor);
    const row = rows[at];
    if (step !== undefined) {
      event.preventDefault();
      go(steppedCursor(rows.flatMap(({ kind, key }) => (kind === 'team' ? [] : [key])), cursor, step));
    } else if (row?.kind === 'unit' && event.key === 'Enter') {
      event.preventDefault();
      selection.selectUnit(row.unit.unitId);
    } else if (row?.kind === 'court' && (event.key === 'Enter' || (event.key === (row.collapsed ? 'ArrowRight' : 'ArrowLeft') && !isTextField(event.target)))) {
      event.preventDefault();
      browser.toggleCourt(courtOfRow(row.key));
    } else if (row?.kind === 'unit' && event.key === 'ArrowLeft' && !isTextField(event.target)) {
      event.preventDefault();
      go(rows.slice(0, at).findLast(({ kind }) => kind === 'court')?.key ?? cursor);
    }
  };

  return (
    <div className={styles.root} onKeyDown={onKeyDown}>
      <UnitListHead browser={browser} />
      <div ref={scroller} className={styles.scroller} onScroll={readView} tabIndex={0} role="listbox" aria-label={t('hall.units')} aria-activedescendant={cursor === null ? undefined : `${listId} ${cursor}`} data-panel-focus data-role="unit-list">
        {rows.length === 0 ? (
          <NoRows known={known} any={units.size > 0} text={text} />
        ) : (
          <div className={styles.rows} style={{ height: offsets.at(-1) }}>
            {rows.slice(first, end).map((row, index) => (
              <div key={row.key} id={`${listId} ${row.key}`} className={styles.place} style={{ top: offsets[first + index] }}>
                <UnitListRow row={row} live={row.kind === 'unit' && liveUnitIds.has(row.unit.unitId)} selected={row.key === selected} cursor={row.key === cursor} browser={browser} />
              </div>
            ))}
          </div>
        )}
      </div>
    </div>
  );
}

/** In the search field above the list, arrows that move along the text stay with it. */
function isTextField(target: EventTarget): boolean {
  return (target as Partial<HTMLElement>).tagName === 'INPUT';
}

function NoRows({ known, any, text }: { known: boolean; any: boolean; text: string }) {
  const { t } = useTranslation();
  const away = useLinkState((state) => state.phase === 'offline' || state.phase === 'refused');
  if (!known) {
    return away ? <EmptyNote title={t('units.notConnected')} hint={t('units.notConnectedHint')} /> : <EmptyNote title={t('units.loading')} />;
  }
  if (!any) {
    return <EmptyNote title={t('units.empty')} hint={t('units.emptyHint')} />;
  }
  const query = text.trim();
  return <EmptyNote title={query === '' ? t('units.noMatchFilter') : t('units.noMatch', { query })} hint={t('units.noMatchHint')} />;
}

function useScrollView() {
  const scroller = useRef<HTMLDivElement>(null);
  const [view, setView] = useState({ scrollTopPx: 0, heightPx: 0 });
  const readView = useCallback(() => {
    const element = scroller.current;
    if (element) {
      setView({ scrollTopPx: element.scrollTop, heightPx: element.clientHeight });
    }
  }, []);
  useLayoutEffect(() => {
    const element = scroller.current;
    const Observer = element?.ownerDocument.defaultView?.ResizeObserver;
    if (!element || !Observer) {
      return undefined;
    }
    readView();
    const observer = new Observer(readView);
    observer.observe(element);
    return () => observer.disconnect();
  }, [readView]);
  const show = useCallback(
    (topPx: number, bottomPx: number) => {
      const element = scroller.current;
      if (element) {
        element.scrollTop = revealedScroll(element, topPx, bottomPx);
        readView();
      }
    },
    [readView],
  );
  return { scroller, view, readView, show };
}

function revealedScroll(element: HTMLElement, topPx: number, bottomPx: number): number {
  if (topPx < element.scrollTop) {
    return topPx;
  }
  return Math.max(element.scrollTop, bottomPx - element.clientHeight);
}
