import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { slotNumber } from '../../hall/index.ts';
import type { WindowReport } from '../model/tileRows.ts';

/** What people call a window: a wall by its place, a desk by its machine. */
export function useWindowName(): (window: WindowReport) => string {
  const { t } = useTranslation();
  return useCallback(
    ({ slotId, clientName }) => (slotId === null ? t('diagnostics.desk', { name: clientName }) : t('wall.place', { number: slotNumber(slotId) })),
    [t],
  );
}
