import { useId, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { formatPosition } from '#domain/geodesy/formatPosition.ts';
import { SearchIcon } from '../../../../ui/icons.tsx';
import type { Found } from '../../model/search/findOnMap.ts';
import styles from './chrome.module.css';

type MapSearchProps = {
  /** Asked at every letter. */
  readonly find: (text: string) => readonly Found[];
  readonly onGo: (found: Found) => void;
};

/** Goes to coordinates, a court, a unit, an operation or an alarm. */
export function MapSearch({ find, onGo }: MapSearchProps) {
  const { t } = useTranslation();
  const listId = useId();
  const [text, setText] = useState('');
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(0);
  const found = open ? find(text) : [];
  const shown = open && text.trim() !== '';
  const go = (choice: Found | undefined): void => {
    if (choice) {
      onGo(choice);
      setOpen(false);
    }
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    // The keys of the desk are not meant while somebody types.
    event.stopPropagation();
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && found.length > 0) {
      event.preventDefault();
      setActive((active + step + found.length) % found.length);
    } else if (event.key === 'Enter' && !event.nativeEvent.isComposing) {
      go(found[active]);
    } else if (event.key === 'Escape') {
      setOpen(false);
      setText('');
      event.currentTarget.blur();
    }
  };
  return (
    <div className={styles.search}>
      <SearchIcon size={14} />
      <input
        type="text"
        role="combobox"
        data-map-search
        aria-label={t('map.search.label')}
        aria-expanded={shown}
        aria-controls={listId}
        aria-activedescendant={shown && found.length > 0 ? `${listId}-${active}` : undefined}
        aria-autocomplete="list"
        placeholder={t('map.search.placeholder')}
        spellCheck={false}
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value);
          setActive(0);
          setOpen(true);
        }}
        onFocus={() => setOpen(true)}
        onBlur={() => setOpen(false)}
        onKeyDown={onKeyDown}
      />
      {shown && (
        <ul id={listId} role="listbox" className={styles.found}>
          {found.length === 0 && <li className={styles.none}>{t('map.search.none')}</li>}
          {found.map((choice, index) => (
            <li
              key={choice.kind === 'item' ? `${choice.item.kind} ${choice.item.id}` : choice.datum}
              id={`${listId}-${index}`}
              role="option"
              aria-selected={index === active}
              // Before the field loses the keyboard and the list goes with it.
              onPointerDown={(event) => {
                event.preventDefault();
                go(choice);
              }}
            >
              <span className={styles.foundKind}>{choice.kind === 'item' ? t(`map.kinds.${choice.item.kind}`) : choice.datum}</span>
              <span className={styles.foundName}>{choice.kind === 'item' ? choice.name : formatPosition(choice.position)}</span>
              {choice.kind === 'item' && choice.position === null && <span className={styles.foundNote}>{t('map.search.noPosition')}</span>}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
