import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { channelKey } from '#protocol/media/talk.ts';
import type { FeedId } from '#protocol/nouns/ids.ts';
import { useHall, useHallState } from '../../hall/index.ts';
import styles from './TalkMark.module.css';

/** On the tile of a unit that speaks now: where it speaks. */
export function TalkMark({ feedId, scale }: { readonly feedId: FeedId; readonly scale: 'desk' | 'wall' }) {
  const { t } = useTranslation();
  const { link } = useHall();
  const unitId = useHallState((state) => state.log.feeds.get(feedId)?.unitId);
  const [speaks, setSpeaks] = useState<{ readonly key: string; readonly title: string } | null>(null);
  useEffect(() => {
    const stops = [
      link.on('talk.floorChanged', ({ channel, title, speaker }) => {
        const key = channelKey(channel);
        const isThis = unitId !== undefined && speaker?.unitId === unitId;
        setSpeaks((before) => (isThis ? { key, title } : before?.key === key ? null : before));
      }),
      link.state.subscribe(({ phase }) => {
        if (phase !== 'online') setSpeaks(null);
      }),
    ];
    return () => {
      for (const stop of stops) stop();
      setSpeaks(null);
    };
  }, [link, unitId]);
  return speaks === null ? null : <span className={styles.mark} data-scale={scale} data-role="talk-mark" title={speaks.title}>{t('talk.mark', { title: speaks.title })}</span>;
}
