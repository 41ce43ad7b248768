import { TextInput } from '@mantine/core';
import { useEffect, useMemo, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { FeedId } from '#protocol/nouns/ids.ts';
import { useHallState } from '../../hall/index.ts';
import { loadSoundOf, rankCommands, withoutSound, type SoundOf } from '../../palette/index.ts';
import { pickableFeeds, type PickableFeed } from '../model/pickable.ts';
import styles from './Picker.module.css';

const LISTED = 200;

type FeedChoicesProps = {
  readonly onChoose: (feed: PickableFeed) => void;
  /** Those that are chosen already are marked. */
  readonly chosen?: ReadonlySet<FeedId>;
};

/** Units with pictures, found by name, team, court, and by how they sound. */
export function FeedChoices({ onChoose, chosen }: FeedChoicesProps) {
  const { t } = useTranslation();
  const feeds = useHallState((state) => state.feeds);
  const units = useHallState((state) => state.units);
  const soundOf = useSoundOf();
  const [query, setQuery] = useState('');
  const [cursor, setCursor] = useState(0);
  const all = useMemo(() => pickableFeeds({ feeds, units }), [feeds, units]);
  const found = useMemo(() => (query.trim() === '' ? all.slice(0, LISTED) : ranked(all, query, soundOf)), [all, query, soundOf]);
  const at = Math.min(cursor, found.length - 1);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      setCursor(Math.max(0, Math.min(found.length - 1, at + (event.key === 'ArrowDown' ? 1 : -1))));
    } else if (event.key === 'Enter' && !event.nativeEvent.isComposing) {
      event.preventDefault();
      const feed = found[at];
      if (feed !== undefined) {
        onChoose(feed);
      }
    }
  };
  return (
    <div className={styles.choices}>
      <TextInput size="xs" aria-label={t('wallPicker.search')} placeholder={t('wallPicker.searchHint')} value={query} data-autofocus onKeyDown={onKeyDown} onChange={(event) => {
        setQuery(event.currentTarget.value);
        setCursor(0);
      }} />
      {found.length === 0 && <p className={styles.hint}>{all.length === 0 ? t('wallPicker.noFeeds') : t('people.noMatch')}</p>}
      <ul className={styles.list}>
        {found.map((feed, index) => (
          <li key={feed.feedId}>
            <button type="button" className={styles.choice} data-cursor={index === at} data-feed-id={feed.feedId} data-live={feed.live} onClick={() => onChoose(feed)}>
              <span className={styles.dot} data-live={feed.live} title={feed.live ? t('wallPicker.live') : t('wallPicker.notLive')} />
              <span className={styles.name}>{feed.name}</span>
              <span className={styles.detail}>{feed.detail}</span>
              {chosen?.has(feed.feedId) === true && <span className={styles.detail}>{t('wallPicker.inTour')}</span>}
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

function ranked(all: readonly PickableFeed[], query: string, soundOf: SoundOf): PickableFeed[] {
  const byId = new Map(all.map((feed) => [feed.feedId as string, feed]));
  const commands = all.map(({ feedId, name, detail }) => ({ id: feedId, title: name, detail, group: '', run: () => undefined }));
  return rankCommands({ commands, query, recent: [], soundOf, limit: LISTED }).flatMap(({ command }) => byId.get(command.id) ?? []);
}

function useSoundOf(): SoundOf {
  const [soundOf, setSoundOf] = useState<SoundOf>(() => withoutSound);
  useEffect(() => {
    let ended = false;
    // Without the table names are still found by their characters.
    loadSoundOf().then((loaded) => ended || setSoundOf(() => loaded), () => undefined);
    return () => {
      ended = true;
    };
  }, []);
  return soundOf;
}
