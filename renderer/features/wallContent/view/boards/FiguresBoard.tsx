import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Density } from '#protocol/wall/layout.ts';
import { formatDate } from '../../../../i18n/beijingTime.ts';
import { useHallNow, useHallState, useLocale, useRules } from '../../../hall/index.ts';
import { formatAmount, scoresOf } from '../../../operations/index.ts';
import { dayFigures, endedToday } from '../../model/dayFigures.ts';
import styles from '../Content.module.css';
import { ContentFrame } from '../ContentFrame.tsx';
import type { Room } from '../useRoom.ts';

type Figure = { readonly id: string; readonly name: string; readonly value: string; readonly none: boolean; readonly means: string };

/** Definitions are no smaller than this, or not there: CSS pixels of the tile's em, of which they are 0.62. */
const MEANS_FROM_PX = 22;
const FIGURE_EM = { width: 8.2, height: 3.9, meansHeight: 4.7, gap: 0.5 };
const MINUTE_MS = 60_000;

/** Key figures of the day, each with what it counts. */
export function FiguresBoard({ density }: { density: Density }) {
  const { t } = useTranslation();
  const locale = useLocale();
  // Figures of a day: reckoned anew once a minute and whenever something was decided.
  const minute = Math.floor(useHallNow() / MINUTE_MS) * MINUTE_MS;
  const figures = useFigures(minute);
  return (
    <ContentFrame title={t('wallContent.figures.title')} note={formatDate(minute, locale)} density={density}>
      {(room) => <Figures figures={figures} room={room} density={density} />}
    </ContentFrame>
  );
}

function useFigures(now: number): Figure[] {
  const { t } = useTranslation();
  const locale = useLocale();
  const rules = useRules();
  const units = useHallState((state) => state.units);
  const { operations, alarms, steps } = useHallState((state) => state.log);
  return useMemo(() => {
    const day = dayFigures({ units: units.values(), operations: operations.values(), alarms: alarms.values() }, now);
    const own = (id: 'units' | 'operations' | 'alarmsOpen' | 'alarmsResolved' | 'cases', value: string, none: boolean): Figure => ({ id, name: t(`wallContent.figures.${id}`), value, none, means: t(`wallContent.figures.means.${id}`) });
    const count = (id: 'operations' | 'alarmsOpen' | 'alarmsResolved' | 'cases', value: number) => own(id, String(value), value === 0);
    const scores = rules === null ? [] : scoresOf(endedToday(steps.values(), now), rules.book, now);
    return [
      own('units', `${day.unitsOnline} / ${day.units}`, day.unitsOnline === 0),
      count('operations', day.operationsUnderWay),
      count('alarmsOpen', day.alarmsOpen),
      count('alarmsResolved', day.alarmsResolved),
      count('cases', day.cases),
      // What came to something stands first: the counters are more than a tile holds.
      ...scores
        .toSorted((a, b) => Number(b.value > 0) - Number(a.value > 0))
        .map(({ counterId, name, nameEn, kind, value }): Figure => ({
          id: counterId,
          name: locale === 'en' ? nameEn : name,
          value: kind === 'amountCents' ? formatAmount(value, locale) : String(value),
          none: value === 0,
          means: t('wallContent.figures.means.steps'),
        })),
    ];
  }, [t, locale, rules, units, operations, alarms, steps, now]);
}

function Figures({ figures, room, density }: { figures: readonly Figure[]; room: Room; density: Density }) {
  const columns = Math.max(1, Math.floor(room.widthEm / FIGURE_EM.width));
  const rowsOf = (heightEm: number) => Math.floor((room.heightEm + FIGURE_EM.gap) / (heightEm + FIGURE_EM.gap));
  const explained = density === 'full' && room.emPx >= MEANS_FROM_PX && rowsOf(FIGURE_EM.meansHeight) * columns >= Math.min(figures.length, 2 * columns);
  const height = explained ? FIGURE_EM.meansHeight : FIGURE_EM.height;
  const shown = figures.slice(0, columns * Math.max(1, rowsOf(height)));
  return (
    <dl className={styles.figures} style={{ gridTemplateColumns: `repeat(${Math.min(columns, Math.max(1, shown.length))}, minmax(0, 1fr))`, gridAutoRows: `${height}em` }}>
      {shown.map(({ id, name, value, none, means }) => (
        <div key={id} className={styles.figure} data-figure={id} data-none={none}>
          <dt>{name}</dt>
          <dd>{value}</dd>
          {explained && <dd className={styles.means}>{means}</dd>}
        </div>
      ))}
    </dl>
  );
}
