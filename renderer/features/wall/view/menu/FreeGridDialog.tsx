import { NumberInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { MAX_GRID_SIDE, MAX_TILES } from '#protocol/wall/layout.ts';
import { FormDialog } from '../../../../ui/form/FormDialog.tsx';
import { FormStack } from '../../../../ui/form/FormStack.tsx';
import { useBlocked } from '../../../command/index.ts';

type Grid = { readonly columns: number; readonly rows: number };

/** Any number of columns and rows that a display may have. */
export function FreeGridDialog({ from, onClose, onGrid }: { from: Grid; onClose: () => void; onGrid: (grid: Grid) => void }) {
  const { t } = useTranslation();
  const blocked = useBlocked();
  const [columns, setColumns] = useState<number | string>(from.columns);
  const [rows, setRows] = useState<number | string>(from.rows);
  const whole = (value: number | string) => typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= MAX_GRID_SIDE;
  const count = Number(columns) * Number(rows);
  const ready = whole(columns) && whole(rows) && count <= MAX_TILES;
  return (
    <FormDialog
      title={t('wall.freeGrid')}
      submitLabel={t('wall.freeGridSet')}
      cancelLabel={t('hall.cancel')}
      closeLabel={t('hall.close')}
      busy={false}
      problem={count > MAX_TILES ? t('wall.freeGridTooMany', { most: MAX_TILES }) : null}
      blocked={blocked}
      ready={ready}
      size={360}
      onClose={onClose}
      onSubmit={() => {
        onGrid({ columns: Number(columns), rows: Number(rows) });
        onClose();
      }}
    >
      <FormStack>
        <NumberInput label={t('wall.columns')} min={1} max={MAX_GRID_SIDE} value={columns} onChange={setColumns} data-autofocus />
        <NumberInput label={t('wall.rows')} min={1} max={MAX_GRID_SIDE} value={rows} onChange={setRows} />
      </FormStack>
    </FormDialog>
  );
}
