import { Modal } from '@mantine/core';
import { useEffect, useId, useLayoutEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { SearchIcon } from '../../../ui/icons.tsx';
import { Keys } from '../../shortcuts/index.ts';
import type { Command } from '../model/command.ts';
import { loadSoundOf, withoutSound, type SoundOf } from '../model/pinyinOf.ts';
import { rankCommands, type Ranked } from '../model/rankCommands.ts';
import type { RecentCommands } from '../model/recentCommands.ts';
import styles from './Palette.module.css';

type PaletteProps = {
  readonly opened: boolean;
  readonly onClose: () => void;
  /** Read when it opens: what can be done now. */
  readonly commands: () => readonly Command[];
  readonly recent: RecentCommands;
};

/** Everything by name. One field and one list: the keyboard never leaves the field. */
export function Palette({ opened, onClose, ...rest }: PaletteProps) {
  const { t } = useTranslation();
  return (
    <Modal opened={opened} onClose={onClose} withCloseButton={false} size={620} padding={0} yOffset="12vh" transitionProps={{ duration: 0 }} aria-label={t('palette.title')} data-role="palette">
      <PaletteBody onClose={onClose} {...rest} />
    </Modal>
  );
}

function PaletteBody({ onClose, commands, recent }: Omit<PaletteProps, 'opened'>) {
  const { t } = useTranslation();
  const listId = useId();
  const list = useRef<HTMLDivElement>(null);
  const field = useRef<HTMLInputElement>(null);
  const [query, setQuery] = useState('');
  const [cursor, setCursor] = useState(0);
  const soundOf = useSoundOf();
  const offered = useMemo(() => commands(), [commands]);
  const ranked = useMemo(() => rankCommands({ commands: offered, query, recent: recent.read(), soundOf }), [offered, query, recent, soundOf]);
  const at = Math.min(cursor, ranked.length - 1);
  const optionId = (index: number) => `${listId}-${index}`;
  const activeId = optionId(at);

  // At once, not when the dialog's trap gets to it: whoever types on loses no letter.
  useLayoutEffect(() => field.current?.focus(), []);
  useEffect(() => {
    list.current?.ownerDocument.getElementById(activeId)?.scrollIntoView({ block: 'nearest' });
  }, [activeId]);

  const run = (chosen: Ranked | undefined) => {
    if (chosen !== undefined) {
      recent.use(chosen.command.id);
      onClose();
      chosen.command.run();
    }
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    const moves: Record<string, number> = { ArrowDown: at + 1, ArrowUp: at - 1, PageDown: at + 8, PageUp: at - 8 };
    const next = moves[event.key];
    if (event.nativeEvent.isComposing) {
      return;
    }
    if (next !== undefined && ranked.length > 0) {
      event.preventDefault();
      const single = event.key.startsWith('Arrow');
      setCursor(single ? (next + ranked.length) % ranked.length : Math.min(ranked.length - 1, Math.max(0, next)));
    } else if (event.key === 'Enter') {
      event.preventDefault();
      run(ranked[at]);
    } else if (event.ctrlKey && event.key.toLowerCase() === 'k') {
      event.preventDefault();
      onClose();
    }
  };

  return (
    <div className={styles.palette}>
      <div className={styles.field}>
        <SearchIcon size={16} />
        <input
          ref={field}
          data-autofocus
          className={styles.input}
          role="combobox"
          aria-expanded="true"
          aria-controls={listId}
          aria-autocomplete="list"
          aria-activedescendant={ranked.length > 0 ? activeId : undefined}
          aria-label={t('palette.title')}
          placeholder={t('palette.placeholder')}
          spellCheck={false}
          value={query}
          onChange={(event) => {
            setQuery(event.currentTarget.value);
            setCursor(0);
          }}
          onKeyDown={onKeyDown}
        />
      </div>
      <div ref={list} id={listId} className={styles.list} role="listbox" aria-label={t('palette.title')}>
        {ranked.map((each, index) => (
          // The field keeps the keyboard; options are for the pointer.
          <div
            key={each.command.id}
            id={optionId(index)}
            className={styles.option}
            role="option"
            aria-selected={index === at}
            data-command={each.command.id}
            onMouseMove={() => setCursor(index)}
            onClick={() => run(each)}
          >
            <span className={styles.title}><Marked text={each.command.title} marks={each.marks} /></span>
            {each.command.detail !== undefined && <span className={styles.detail}>{each.command.detail}</span>}
            <span className={styles.group}>{each.command.group}</span>
            {each.command.chord !== undefined && <span className={styles.keys}><Keys chord={each.command.chord} /></span>}
          </div>
        ))}
      </div>
      {ranked.length === 0 && <p className={styles.none} role="status">{t('palette.none', { query: query.trim() })}</p>}
      <footer className={styles.foot}>{t('palette.hint')}</footer>
    </div>
  );
}

function Marked({ text, marks }: { text: string; marks: ReadonlySet<number> }) {
  if (marks.size === 0) {
    return text;
  }
  return Array.from(text, (character, index) => (marks.has(index) ? <mark key={index} className={styles.mark}>{character}</mark> : character));
}

function useSoundOf(): SoundOf {
  const [soundOf, setSoundOf] = useState<SoundOf>(() => withoutSound);
  useEffect(() => {
    let current = true;
    loadSoundOf().then(
      (loaded) => current && setSoundOf(() => loaded),
      // Names are found by their characters then.
      () => undefined,
    );
    return () => {
      current = false;
    };
  }, []);
  return soundOf;
}
