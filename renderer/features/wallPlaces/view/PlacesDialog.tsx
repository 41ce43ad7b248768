import { NumberInput, SegmentedControl } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { uniformLayout } from '#domain/wall/layouts.ts';
import { placesOf } from '#domain/wall/show/spanParts.ts';
import type { SlotId } from '#protocol/nouns/ids.ts';
import type { SlotPlaceMm } from '#protocol/wall/wall.ts';
import { CommandDialog, useCommand, useExpectedVersion } from '../../command/index.ts';
import { slotNumber, useHallState, useSession } from '../../hall/index.ts';
import { WallSketch } from '../../wallSketch/index.ts';
import { gridPlaces, overlapping, sizeOfDiagonal } from '../model/gridPlaces.ts';
import styles from './Places.module.css';

const PLAIN = uniformLayout({ columns: 1, rows: 1 });
const NO_PLACES: readonly never[] = [];
const FIELDS = ['xMm', 'yMm', 'widthMm', 'heightMm'] as const;

/** Where the displays hang. */
export function PlacesDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const { court } = useSession();
  const wall = useHallState((state) => state.wall);
  const known = useHallState((state) => state.log.walls.get(court.courtCode)?.places ?? NO_PLACES);
  const version = useHallState((state) => state.log.walls.get(court.courtCode)?.version ?? 0);
  const measure = useCommand('wall.measure');
  const expectedVersion = useExpectedVersion(version, measure);
  const slotIds = useMemo(() => [...wall.keys()].toSorted((a, b) => slotNumber(a) - slotNumber(b)), [wall]);
  const [manner, setManner] = useState<'grid' | 'each'>(known.length === 0 ? 'grid' : 'each');
  const [sizeBy, setSizeBy] = useState<'inches' | 'mm'>('inches');
  const [grid, setGrid] = useState({ columns: Math.max(1, Math.ceil(slotIds.length / (slotIds.length > 3 ? 2 : 1))), inches: 55, widthMm: 1_210, heightMm: 680, gapMm: 3.5 });
  const [each, setEach] = useState<ReadonlyMap<SlotId, SlotPlaceMm>>(() => placesOf({ slotIds, places: known }));

  const places = useMemo((): SlotPlaceMm[] => {
    if (manner === 'each') {
      return slotIds.flatMap((slotId) => each.get(slotId) ?? []);
    }
    const size = sizeBy === 'inches' ? sizeOfDiagonal(grid.inches) : grid;
    return gridPlaces(slotIds, { columns: grid.columns, gapMm: grid.gapMm, widthMm: size.widthMm, heightMm: size.heightMm });
  }, [manner, sizeBy, grid, each, slotIds]);
  const crossing = overlapping(places);
  const layouts = useMemo(() => new Map(slotIds.map((slotId) => [slotId, PLAIN])), [slotIds]);
  const number = (value: number | string) => (typeof value === 'number' ? value : 0);
  const complete = places.length > 0 && places.every(({ widthMm, heightMm }) => widthMm >= 50 && heightMm >= 50);
  const submit = async () => {
    if ((await measure.ask({ expectedVersion, places })) !== null) {
      onClose();
    }
  };
  const choose = (next: 'grid' | 'each') => {
    if (next === 'each') {
      // What the form gave is what is mended by hand.
      setEach(new Map(places.map((place) => [place.slotId, place])));
    }
    setManner(next);
  };
  return (
    <CommandDialog title={t('wallPlaces.title')} submitLabel={t('wallPlaces.save')} command={measure} ready={complete && crossing.length === 0} size={760} onClose={onClose} onSubmit={() => void submit()} newest={<p className={styles.hint}>{t('wallPlaces.changed')}</p>}>
      <p className={styles.hint}>{t('wallPlaces.hint')}</p>
      <SegmentedControl size="xs" value={manner} onChange={(value) => choose(value)} data={[{ value: 'grid', label: t('wallPlaces.grid') }, { value: 'each', label: t('wallPlaces.each') }]} aria-label={t('wallPlaces.manner')} />
      {manner === 'grid' ? (
        <div className={styles.fields}>
          <NumberInput size="xs" label={t('wallPlaces.columns')} min={1} max={40} value={grid.columns} onChange={(value) => setGrid({ ...grid, columns: Math.max(1, number(value)) })} data-autofocus />
          <SegmentedControl size="xs" value={sizeBy} onChange={(value) => setSizeBy(value)} data={[{ value: 'inches', label: t('wallPlaces.byInches') }, { value: 'mm', label: t('wallPlaces.byMm') }]} aria-label={t('wallPlaces.sizeBy')} />
          {sizeBy === 'inches' ? (
            <NumberInput size="xs" label={t('wallPlaces.inches')} min={5} max={400} value={grid.inches} onChange={(value) => setGrid({ ...grid, inches: number(value) })} />
          ) : (
            <>
              <NumberInput size="xs" label={t('wallPlaces.widthMm')} min={50} max={20_000} value={grid.widthMm} onChange={(value) => setGrid({ ...grid, widthMm: number(value) })} />
              <NumberInput size="xs" label={t('wallPlaces.heightMm')} min={50} max={20_000} value={grid.heightMm} onChange={(value) => setGrid({ ...grid, heightMm: number(value) })} />
            </>
          )}
          <NumberInput size="xs" label={t('wallPlaces.gapMm')} min={0} max={500} decimalScale={1} value={grid.gapMm} onChange={(value) => setGrid({ ...grid, gapMm: number(value) })} />
        </div>
      ) : (
        <table className={styles.table}>
          <thead><tr><th>{t('wallPlaces.display')}</th>{FIELDS.map((field) => <th key={field}>{t(`wallPlaces.${field}`)}</th>)}</tr></thead>
          <tbody>
            {places.map((place) => (
              <tr key={place.slotId} data-crossing={crossing.includes(place.slotId)}>
                <th scope="row">{slotNumber(place.slotId)}</th>
                {FIELDS.map((field) => (
                  <td key={field}>
                    <NumberInput size="xs" hideControls min={field === 'xMm' || field === 'yMm' ? 0 : 50} max={field === 'xMm' || field === 'yMm' ? 100_000 : 20_000} decimalScale={1} aria-label={t('wallPlaces.fieldOf', { number: slotNumber(place.slotId), field: t(`wallPlaces.${field}`) })}
                      value={place[field]} onChange={(value) => setEach(new Map(each).set(place.slotId, { ...place, [field]: number(value) }))} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {crossing.length > 0 && <p className={styles.problem} role="alert">{t('wallPlaces.crossing', { numbers: crossing.map(slotNumber).join('、') })}</p>}
      {layouts.size > 0 && <div className={styles.preview}><WallSketch layouts={layouts} places={places} label={t('wallPlaces.preview')} /></div>}
    </CommandDialog>
  );
}
