import { useMemo, useSyncExternalStore } from 'react';
import { useHall } from './HallProvider.tsx';

export type UnitVitals = {
  /** 0 to 100; null when never reported. */
  readonly batteryPercent: number | null;
  /** 0 to 4; null when never reported. */
  readonly signalBars: number | null;
};

const UNKNOWN = '-';

/** Battery and signal of a unit, read from the columns once a second; draws only when one of them changed. */
export function useUnitVitals(unitId: string | null): UnitVitals {
  const { telemetry, ticker } = useHall();
  const text = useSyncExternalStore(ticker.onSecond, () => {
    const row = unitId === null ? undefined : telemetry.rowOf(unitId);
    if (row === undefined || !telemetry.receivedAt[row]) {
      return UNKNOWN;
    }
    return `${telemetry.batteryPercents[row]} ${telemetry.signalBars[row]}`;
  });
  return useMemo(() => {
    if (text === UNKNOWN) {
      return { batteryPercent: null, signalBars: null };
    }
    const [batteryPercent = 0, signalBars = 0] = text.split(' ').map(Number);
    return { batteryPercent, signalBars };
  }, [text]);
}
