import { Button, NumberInput, Select } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { tileIn, type TilePlace } from '#domain/wall/edit/layoutsOf.ts';
import { placeContent } from '#domain/wall/edit/placeContent.ts';
import type { FeedId } from '#protocol/nouns/ids.ts';
import { MAX_STOPS, type TileContent, type TourContent } from '#protocol/wall/content.ts';
import { useHall, useHallState } from '../../hall/index.ts';
import type { WallDesk } from '../../wall/index.ts';
import { contentName } from '../../wallSketch/index.ts';
import { pickableOperations } from '../model/pickable.ts';
import { moved, newTour, paused, resumed, stepped } from '../model/tourSteps.ts';
import { FeedChoices } from './FeedChoices.tsx';
import styles from './Picker.module.css';

type TourFormProps = {
  readonly place: TilePlace;
  readonly wallDesk: WallDesk;
  /** The tour that the tile showed when the picker was opened. */
  readonly shown: TourContent | null;
  readonly blocked: boolean;
  readonly onChoose: (content: TileContent, label: string) => void;
};

/** 轮巡: which pictures, in which order, how long each; and the hand on one that runs. */
export function TourForm({ place, wallDesk, shown, blocked, onChoose }: TourFormProps) {
  const { t } = useTranslation();
  const { link } = useHall();
  const [stops, setStops] = useState<readonly FeedId[]>(shown?.stops ?? []);
  const [dwellS, setDwellS] = useState<number>((shown?.dwellMs ?? 10_000) / 1_000);
  const [dragged, setDragged] = useState<number | null>(null);
  const feeds = useHallState((state) => state.feeds);
  const units = useHallState((state) => state.units);
  const log = useHallState((state) => state.log);
  const operations = useMemo(() => pickableOperations({ feeds, log }).filter(({ feedIds }) => feedIds.length > 0), [feeds, log]);
  const add = (more: readonly FeedId[]) => setStops((before) => [...new Set([...before, ...more])].slice(0, MAX_STOPS));
  const ready = stops.length > 0 && dwellS >= 2 && dwellS <= 86_400;
  return (
    <div className={styles.tour}>
      {shown !== null && <TourHand place={place} wallDesk={wallDesk} shown={shown} blocked={blocked} />}
      <div className={styles.tourHead}>
        <NumberInput size="xs" label={t('wallPicker.dwell')} min={2} max={86_400} value={dwellS} onChange={(value) => setDwellS(typeof value === 'number' ? value : 0)} />
        <Select size="xs" label={t('wallPicker.addOperation')} value={null} placeholder={operations.length === 0 ? t('wallPicker.noOperation') : t('wallPicker.chooseOperation')} onChange={(id) => add(operations.find(({ operationId }) => operationId === id)?.feedIds ?? [])}
          data={operations.map(({ operationId, title, feedIds }) => ({ value: operationId as string, label: `${title}（${feedIds.length}）` }))} />
      </div>
      <ol className={styles.stops} aria-label={t('wallPicker.stops', { count: stops.length })} data-role="tour-stops">
        {stops.map((feedId, index) => {
          const name = contentName(t, { kind: 'feed', feedId }, { feeds, units, log });
          return (
            <li key={feedId} className={styles.stop} draggable data-dragged={dragged === index} onDragStart={() => setDragged(index)} onDragEnd={() => setDragged(null)}
              onDragOver={(event) => {
                event.preventDefault();
                if (dragged !== null && dragged !== index) {
                  setStops(moved(stops, dragged, index));
                  setDragged(index);
                }
              }}>
              <span className={styles.order}>{index + 1}</span>
              <span className={styles.name}>{name}</span>
              <Button size="compact-xs" variant="subtle" disabled={index === 0} aria-label={t('wallPicker.earlier', { name })} onClick={() => setStops(moved(stops, index, index - 1))}>↑</Button>
              <Button size="compact-xs" variant="subtle" disabled={index === stops.length - 1} aria-label={t('wallPicker.later', { name })} onClick={() => setStops(moved(stops, index, index + 1))}>↓</Button>
              <Button size="compact-xs" variant="subtle" aria-label={t('wallPicker.drop', { name })} onClick={() => setStops(stops.filter((stop) => stop !== feedId))}>×</Button>
            </li>
          );
        })}
      </ol>
      {stops.length === 0 && <p className={styles.hint}>{t('wallPicker.noStops')}</p>}
      <Button size="xs" disabled={blocked || !ready} data-action="wall.tour" onClick={() => onChoose(newTour(stops, dwellS * 1_000, link.now()), t('wallPicker.tourLabel', { count: stops.length }))}>{t('wallPicker.startTour', { count: stops.length })}</Button>
      <FeedChoices chosen={new Set(stops)} onChoose={({ feedId }) => (stops.includes(feedId) ? setStops(stops.filter((stop) => stop !== feedId)) : add([feedId]))} />
    </div>
  );
}

/** On the tour that runs in the tile. */
function TourHand({ place, wallDesk, shown, blocked }: { place: TilePlace; wallDesk: WallDesk; shown: TourContent; blocked: boolean }) {
  const { t } = useTranslation();
  const { link } = useHall();
  const [present, setPresent] = useState(shown);
  const change = async (edit: (tour: TourContent) => TourContent) => {
    let next = present;
    const done = await wallDesk.apply({ kind: 'tour', label: '' }, (layouts) => {
      const { content } = tileIn(layouts, place);
      next = edit(content.kind === 'tour' ? content : present);
      return placeContent(layouts, place, next);
    });
    if (done) {
      setPresent(next);
    }
  };
  return (
    <div className={styles.hand} role="group" aria-label={t('wallPicker.running')}>
      <span>{present.pausedAt === null ? t('wallPicker.running') : t('wallPicker.standing')}</span>
      <Button size="compact-xs" variant="default" disabled={blocked} data-action="tour.back" onClick={() => void change((tour) => stepped(tour, -1, link.now()))}>{t('wallPicker.back')}</Button>
      {present.pausedAt === null ? (
        <Button size="compact-xs" variant="default" disabled={blocked} data-action="tour.pause" onClick={() => void change((tour) => paused(tour, link.now()))}>{t('wallPicker.pause')}</Button>
      ) : (
        <Button size="compact-xs" variant="default" disabled={blocked} data-action="tour.resume" onClick={() => void change((tour) => resumed(tour, link.now()))}>{t('wallPicker.resume')}</Button>
      )}
      <Button size="compact-xs" variant="default" disabled={blocked} data-action="tour.next" onClick={() => void change((tour) => stepped(tour, 1, link.now()))}>{t('wallPicker.next')}</Button>
    </div>
  );
}
