import { useCallback, useEffect, useId, useLayoutEffect, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { nextSort, rememberedSort, type Sort, type SortValue } from './sortRows.ts';
import { movedRow, tableWindow, type TableView } from './tableWindow.ts';
import styles from './DataTable.module.css';

export type Column<Row> = {
  readonly key: string;
  readonly title: string;
  /** Track of the CSS grid: `120px`, `minmax(8em, 2fr)`. */
  readonly track: string;
  readonly render: (row: Row) => ReactNode;
  /** Absent: the column cannot be sorted by. */
  readonly sortBy?: (row: Row) => SortValue;
};

export type DataTableProps<Row> = {
  /** What the table lists, for those who hear it. */
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
  readonly selected: string | null;
  readonly onSelect: (key: string) => void;
  /** Faint rows are out of use; `waiting` ones wait for a person. */
  readonly toneOf?: (row: Row) => 'faint' | 'waiting' | undefined;
  /** Drawn in place of the rows when there are none. */
  readonly empty: ReactNode;
  /** Under the last row: more to load, an end. */
  readonly foot?: ReactNode;
  /** Called while the last rows are on screen. */
  readonly onNearEnd?: () => void;
  /** Keys that mean something on the selected row; true when it was one. */
  readonly onRowKey?: (row: Row, key: string) => boolean;
  readonly minWidthPx?: number;
};

const ROW_PX = 32;
const HEAD_PX = 30;
const NEAR_ROWS = 20;

/** A dense table that draws only the rows on screen. The selection moves with the arrow keys. */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { label, columns, keyOf, selected, onSelect, toneOf, empty, foot, onNearEnd, onRowKey, minWidthPx } = props;
  const id = useId();
  const [sort, setSort] = useState<Sort | null>(null);
  const [sorted] = useState(() => rememberedSort<Row>());
  const { scroller, view, readView, reveal } = useTableView();
  const sortBy = columns.find((column) => column.key === sort?.column)?.sortBy;
  const rows = sorted(props.rows, sort, sortBy);
  const { first, end } = tableWindow(rows.length, ROW_PX, view);
  const template = columns.map((column) => column.track).join(' ');

  // The number of rows for which the end is near; a longer list with its end in sight is near once more.
  const nearOf = view.heightPx > 0 && end >= rows.length - NEAR_ROWS ? rows.length : 0;
  useEffect(() => {
    if (nearOf > 0) {
      onNearEnd?.();
    }
  }, [nearOf, onNearEnd]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget) {
      return;
    }
    const at = selected === null ? -1 : rows.findIndex((row) => keyOf(row) === selected);
    const current = rows[at];
    if (current !== undefined && onRowKey?.(current, event.key) === true) {
      event.preventDefault();
      return;
    }
    const moved = movedRow(event.key, at, rows.length, Math.max(1, Math.floor(view.heightPx / ROW_PX) - 2));
    const row = moved === null ? undefined : rows[moved];
    if (moved !== null && row !== undefined) {
      event.preventDefault();
      onSelect(keyOf(row));
      reveal(moved * ROW_PX);
    }
  };

  return (
    <div
      ref={scroller}
      className={styles.scroller}
      role="grid"
      aria-label={label}
      aria-rowcount={rows.length}
      aria-activedescendant={selected === null ? undefined : `${id}-${selected}`}
      tabIndex={0}
      onScroll={readView}
      onKeyDown={onKeyDown}
      data-role="data-table"
    >
      <div className={styles.head} role="row" style={{ gridTemplateColumns: template, minWidth: minWidthPx }}>
        {columns.map((column) => (
          <span key={column.key} role="columnheader" aria-sort={sort?.column === column.key ? (sort.descending ? 'descending' : 'ascending') : undefined}>
            {column.sortBy === undefined ? column.title : (
              <button type="button" className={styles.sort} onClick={() => setSort(nextSort(sort, column.key))}>
                {column.title}
                <span className={styles.mark} aria-hidden="true">{sort?.column === column.key ? (sort.descending ? '▼' : '▲') : ''}</span>
              </button>
            )}
          </span>
        ))}
      </div>
      {rows.length === 0 ? <div className={styles.empty}>{empty}</div> : (
        <div className={styles.rows} style={{ height: rows.length * ROW_PX, minWidth: minWidthPx }}>
          {rows.slice(first, end).map((row, index) => {
            const key = keyOf(row);
            return (
              <div
                key={key}
                id={`${id}-${key}`}
                role="row"
                aria-rowindex={first + index + 1}
                aria-selected={key === selected}
                className={styles.row}
                data-tone={toneOf?.(row)}
                data-key={key}
                style={{ gridTemplateColumns: template, top: (first + index) * ROW_PX }}
                onClick={() => onSelect(key)}
              >
                {columns.map((column) => <span key={column.key} role="gridcell" className={styles.cell}>{column.render(row)}</span>)}
              </div>
            );
          })}
        </div>
      )}
      {rows.length > 0 && foot !== undefined && <div className={styles.foot}>{foot}</div>}
    </div>
  );
}

function useTableView() {
  const scroller = useRef<HTMLDivElement>(null);
  const [view, setView] = useState<TableView>({ scrollTopPx: 0, heightPx: 0 });
  const readView = useCallback(() => {
    const element = scroller.current;
    if (element) {
      setView({ scrollTopPx: element.scrollTop, heightPx: Math.max(0, element.clientHeight - HEAD_PX) });
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
  const reveal = useCallback(
    (topPx: number) => {
      const element = scroller.current;
      if (element) {
        const heightPx = element.clientHeight - HEAD_PX;
        element.scrollTop = topPx < element.scrollTop ? topPx : Math.max(element.scrollTop, topPx + ROW_PX - heightPx);
        readView();
      }
    },
    [readView],
  );
  return { scroller, view, readView, reveal };
}
