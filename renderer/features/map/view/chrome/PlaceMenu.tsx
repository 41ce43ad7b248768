import { useEffect, useRef, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { convertDatum } from '#domain/geodesy/datum.ts';
import { formatPosition } from '#domain/geodesy/formatPosition.ts';
import type { Datum } from '#protocol/telemetry/frames.ts';
import { CopyButton } from '../../../../ui/form/CopyButton.tsx';
import type { MapCourt } from '../../model/mapItems.ts';
import { nearestCourts } from '../../model/search/nearestCourts.ts';
import type { MapPress } from '../hallMap.ts';
import { useDistanceText } from '../useDistanceText.ts';
import styles from './chrome.module.css';

const DATUMS: readonly Datum[] = ['WGS-84', 'GCJ-02', 'BD-09', 'CGCS2000'];
const COURTS_SHOWN = 3;
const WIDTH_PX = 300;
const HEIGHT_PX = 330;

export type PlaceAction = { readonly key: string; readonly label: string; readonly run: () => void };

type PlaceMenuProps = {
  readonly press: MapPress;
  readonly room: { readonly widthPx: number; readonly heightPx: number };
  readonly courts: readonly MapCourt[];
  readonly onCourt: (court: MapCourt) => void;
  readonly actions: readonly PlaceAction[];
  readonly onClose: () => void;
};

/** What can be said of a place and done there: coordinates to copy, courts nearby, and what the page offers. */
export function PlaceMenu({ press, room, courts, onCourt, actions, onClose }: PlaceMenuProps) {
  const { t } = useTranslation();
  const distanceText = useDistanceText();
  const root = useRef<HTMLDivElement>(null);
  const { position, point } = press;
  useEffect(() => {
    root.current?.querySelector('button')?.focus();
  }, []);
  useEffect(() => {
    const page = root.current?.ownerDocument;
    const onDown = (event: PointerEvent): void => {
      if (!root.current?.contains(event.target as Node)) {
        onClose();
      }
    };
    page?.addEventListener('pointerdown', onDown, true);
    return () => page?.removeEventListener('pointerdown', onDown, true);
  }, [onClose]);
  const onKeyDown = (event: KeyboardEvent): void => {
    event.stopPropagation();
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === 'Escape') {
      onClose();
    } else if (step !== undefined) {
      event.preventDefault();
      const buttons = [...(root.current?.querySelectorAll('button') ?? [])];
      const at = buttons.findIndex((button) => button === root.current?.ownerDocument.activeElement);
      buttons[(at + step + buttons.length) % buttons.length]?.focus();
    }
  };
  const done = (run: () => void) => () => {
    run();
    onClose();
  };
  return (
    <div
      ref={root}
      role="dialog"
      aria-label={t('map.menu.title')}
      data-map-menu
      className={styles.menu}
      style={{ left: Math.max(4, Math.min(point.x, room.widthPx - WIDTH_PX)), top: Math.max(4, Math.min(point.y, room.heightPx - HEIGHT_PX)) }}
      onKeyDown={onKeyDown}
    >
      {DATUMS.map((datum) => {
        const text = formatPosition(convertDatum(position, { from: 'WGS-84', to: datum }));
        return (
          <div key={datum} className={styles.menuRow}>
            <span className={styles.menuDatum}>{datum}</span>
            <span className={styles.menuText}>{text}</span>
            <CopyButton text={text} label={t('map.menu.copy')} doneLabel={t('map.menu.copied')} failedLabel={t('map.menu.copyFailed')} />
          </div>
        );
      })}
      {courts.length > 0 && <p className={styles.menuHead}>{t('map.menu.nearestCourts')}</p>}
      {nearestCourts(courts, position, COURTS_SHOWN).map(({ court, awayM }) => (
        <button key={court.courtCode} type="button" className={styles.menuItem} onClick={done(() => onCourt(court))}>
          <span>{court.name}</span>
          <span className={styles.menuNote}>
            {distanceText(awayM)}
            {!court.staffed && ` · ${t('map.menu.unstaffed')}`}
          </span>
        </button>
      ))}
      <div className={styles.menuLine} />
      {actions.map(({ key, label, run }) => (
        <button key={key} type="button" className={styles.menuItem} data-map-action={key} onClick={done(run)}>
          {label}
        </button>
      ))}
    </div>
  );
}
