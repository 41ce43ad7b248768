import { useTranslation } from 'react-i18next';
import { HallClock, slotNumber, useHall, useHallName } from '../../features/hall/index.ts';
import { StandbyFrame } from './StandbyFrame.tsx';

/** The whole wall without pictures, for a window that has a hall. */
export function StandbyPicture({ title, lines, clock = false }: { title: string; lines: readonly string[]; clock?: boolean }) {
  const { t } = useTranslation();
  const { context } = useHall();
  const hallName = useHallName();
  const place = context.slotId === null ? context.deviceName : t('wall.place', { number: slotNumber(context.slotId) });
  return <StandbyFrame hallName={hallName ?? t('hall.productName')} title={title} lines={lines} foot={place} clock={clock ? <HallClock /> : null} />;
}
