import { Popover, Slider } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatClock } from '../../../i18n/beijingTime.ts';
import { BellIcon, SoundOffIcon } from '../../../ui/icons.tsx';
import { useTick } from '../../hall/index.ts';
import { inOrder, markOf } from '../model/readCues.ts';
import styles from './Attention.module.css';
import { useAttention, useAttentionState } from './AttentionProvider.tsx';

const MINUTE_MS = 60_000;
const MUTES_MS = [5 * MINUTE_MS, 15 * MINUTE_MS, 30 * MINUTE_MS] as const;
const AT_MOST = 12;

/** In the header: what is most urgent, and under it the list and the sound. */
export function AttentionBell({ onOpenPanel }: { onOpenPanel: (panel: string) => void }) {
  const { t } = useTranslation();
  const [opened, setOpened] = useState(false);
  const cues = useAttentionState((state) => state.cues);
  const mutedForMs = useMutedForMs();
  const mark = markOf(cues.values());
  const muted = mutedForMs > 0;
  const words = mark === null ? t('attention.quiet') : mark.count === 0 ? t('attention.news') : t('attention.waiting', { count: mark.count });
  const minutes = Math.ceil(mutedForMs / MINUTE_MS);
  // What was pressed is gone then, and must not take the keyboard with it.
  const done = () => setOpened(false);
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-end" width={340} trapFocus returnFocus transitionProps={{ duration: 0 }}>
      <Popover.Target>
        <button
          type="button"
          className={styles.bell}
          data-urgency={mark?.urgency ?? 'none'}
          data-calling={mark?.calling ?? false}
          data-muted={muted}
          data-role="attention-bell"
          aria-label={muted ? `${words} · ${t('attention.mutedFor', { minutes })}` : words}
          title={words}
          onClick={() => setOpened(!opened)}
        >
          {muted ? <SoundOffIcon size={17} /> : <BellIcon size={17} />}
          {mark !== null && mark.count > 0 && <span className={styles.count}>{mark.count}</span>}
          {muted && <span>{t('attention.mutedShort', { minutes })}</span>}
        </button>
      </Popover.Target>
      <Popover.Dropdown className={styles.dropdown}>
        <CueList
          onOpenPanel={(panel) => {
            setOpened(false);
            onOpenPanel(panel);
          }}
          onDone={done}
        />
        <SoundTools muted={muted} minutes={minutes} onDone={done} />
      </Popover.Dropdown>
    </Popover>
  );
}

function CueList({ onOpenPanel, onDone }: { onOpenPanel: (panel: string) => void; onDone: () => void }) {
  const { t } = useTranslation();
  const attention = useAttention();
  const cues = useAttentionState((state) => state.cues);
  const listed = inOrder(cues.values());
  const calling = markOf(listed)?.calling ?? false;
  if (listed.length === 0) {
    return <p className={styles.none}>{t('attention.nothing')}</p>;
  }
  return (
    <>
      <ul className={styles.list}>
        {listed.slice(0, AT_MOST).map((cue) => (
          <li key={cue.id}>
            <button type="button" className={styles.cue} data-urgency={cue.urgency} onClick={() => onOpenPanel(cue.panel)}>
              <span className={styles.dot} />
              <span className={styles.title}>{cue.title}</span>
              <time>{formatClock(cue.at)}</time>
            </button>
          </li>
        ))}
      </ul>
      {listed.length > AT_MOST && <p className={styles.none}>{t('attention.more', { count: listed.length - AT_MOST })}</p>}
      {calling && (
        <button
          type="button"
          className={styles.silence}
          data-role="silence"
          onClick={() => {
            attention.acknowledgeAll();
            onDone();
          }}
        >
          {t('attention.silence')}
        </button>
      )}
    </>
  );
}

function SoundTools({ muted, minutes, onDone }: { muted: boolean; minutes: number; onDone: () => void }) {
  const { t } = useTranslation();
  const attention = useAttention();
  const volume = useAttentionState((state) => state.volume);
  const mute = (forMs: number) => {
    attention.mute(forMs);
    onDone();
  };
  return (
    <div className={styles.sound}>
      <div className={styles.volume}>
        <span>{t('attention.volume')}</span>
        <Slider size="sm" min={10} max={100} step={10} value={Math.round(volume * 100)} onChange={(value) => attention.setVolume(value / 100)} label={null} thumbLabel={t('attention.volume')} className={styles.slider ?? ''} />
        <span className={styles.percent}>{Math.round(volume * 100)}%</span>
      </div>
      <div className={styles.mutes}>
        {muted ? (
          <button type="button" onClick={() => mute(0)}>{t('attention.unmute', { minutes })}</button>
        ) : (
          <>
            <span>{t('attention.muteFor')}</span>
            {MUTES_MS.map((forMs) => <button key={forMs} type="button" onClick={() => mute(forMs)}>{t('attention.muteShort', { minutes: forMs / MINUTE_MS })}</button>)}
          </>
        )}
      </div>
      <p className={styles.none}>{t('attention.muteHint')}</p>
    </div>
  );
}

/** This machine's time, as the mute was set. */
function useMutedForMs(): number {
  const until = useAttentionState((state) => state.mutedUntilAt);
  return Math.max(0, until - useTick());
}
