import { useEffect, useLayoutEffect, useRef, useState, type KeyboardEvent } from 'react';
import { createPortal } from 'react-dom';
import styles from './HandMenu.module.css';

export type MenuEntry =
  | { readonly kind: 'line'; readonly key: string }
  | { readonly kind: 'head'; readonly key: string; readonly label: string }
  | {
      readonly kind: 'action';
      readonly key: string;
      readonly label: string;
      readonly note?: string;
      readonly chosen?: boolean;
      readonly disabled?: boolean;
      readonly run: () => void;
    }
  /** Shows others in its stead. */
  | { readonly kind: 'more'; readonly key: string; readonly label: string; readonly disabled?: boolean; readonly entries: () => readonly MenuEntry[] };

type HandMenuProps = { readonly title: string; readonly entries: readonly MenuEntry[]; readonly x: number; readonly y: number; readonly opener: HTMLElement; readonly onClose: () => void };

const EDGE_PX = 6;

/** What can be done with what is under the hand. Drawn on the page of its opener, which may be a window of its own; arrows, Enter, Escape. */
export function HandMenu({ title, entries, x, y, opener, onClose }: HandMenuProps) {
  const root = useRef<HTMLDivElement>(null);
  const [shown, setShown] = useState(entries);
  const [at, setAt] = useState({ left: x, top: y });
  const page = opener.ownerDocument;
  useLayoutEffect(() => {
    const box = root.current?.getBoundingClientRect();
    const view = page.defaultView;
    if (box !== undefined && view !== null && shown.length > 0) {
      setAt({ left: Math.max(EDGE_PX, Math.min(x, view.innerWidth - box.width - EDGE_PX)), top: Math.max(EDGE_PX, Math.min(y, view.innerHeight - box.height - EDGE_PX)) });
    }
    root.current?.querySelector<HTMLElement>('button:not(:disabled)')?.focus({ preventScroll: true });
  }, [page, x, y, shown]);
  useEffect(() => {
    const onDown = (event: PointerEvent): void => {
      if (!root.current?.contains(event.target as Node)) {
        onClose();
      }
    };
    page.addEventListener('pointerdown', onDown, true);
    return () => page.removeEventListener('pointerdown', onDown, true);
  }, [page, onClose]);
  const close = () => {
    onClose();
    opener.focus({ preventScroll: true });
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    event.stopPropagation();
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === 'Escape' || event.key === 'Tab') {
      event.preventDefault();
      close();
    } else if (step !== undefined) {
      event.preventDefault();
      const buttons = [...(root.current?.querySelectorAll<HTMLElement>('button:not(:disabled)') ?? [])];
      const now = buttons.findIndex((button) => button === page.activeElement);
      buttons[(now + step + buttons.length) % buttons.length]?.focus();
    }
  };
  return createPortal(
    <div ref={root} role="menu" tabIndex={-1} aria-label={title} data-role="wall-menu" className={styles.menu} style={at} onKeyDown={onKeyDown} onContextMenu={(event) => event.preventDefault()}>
      <p className={styles.title}>{title}</p>
      {shown.map((entry) => {
        switch (entry.kind) {
          case 'line':
            return <div key={entry.key} className={styles.line} />;
          case 'head':
            return <p key={entry.key} className={styles.head}>{entry.label}</p>;
          case 'more':
            return (
              <button key={entry.key} type="button" role="menuitem" className={styles.item} disabled={entry.disabled} data-action={entry.key} onClick={() => setShown(entry.entries())}>
                <span>{entry.label}</span>
                <span className={styles.note}>›</span>
              </button>
            );
          case 'action':
            return (
              <button
                key={entry.key}
                type="button"
                role="menuitem"
                className={styles.item}
                disabled={entry.disabled}
                data-action={entry.key}
                data-chosen={entry.chosen}
                onClick={() => {
                  close();
                  entry.run();
                }}
              >
                <span>{entry.label}</span>
                {entry.note !== undefined && <span className={styles.note}>{entry.note}</span>}
              </button>
            );
        }
        return entry satisfies never;
      })}
    </div>,
    page.body,
  );
}
