import { useMemo, useSyncExternalStore } from 'react';
import { BATTERY_UNKNOWN, SIGNAL_UNKNOWN, UNIT_STATE } from '../../../hot/unitTelemetry.ts';
import { useHall } from './HallProvider.tsx';

export type UnitVitals = {
  /** False while the unit never told anything. */
  readonly reported: boolean;
  /** 0 to 100; null when the device does not tell. */
  readonly batteryPercent: number | null;
  /** 0 to 4; null when the device does not tell. */
  readonly signalBars: number | null;
  /** When they arrived, this machine's time, once they are no longer news; null while they are. */
  readonly agedSinceAt: number | null;
};

const NEVER: UnitVitals = { reported: false, batteryPercent: null, signalBars: null, agedSinceAt: null };

/** Battery and signal of a unit, read from the columns once a second; draws only when one of them changed. */
export function useUnitVitals(unitId: string | null): UnitVitals {
  const { telemetry, ticker } = useHall();
  const text = useSyncExternalStore(ticker.onSecond, () => {
    const row = unitId === null ? undefined : telemetry.rowOf(unitId);
    if (row === undefined || !telemetry.receivedAt[row]) {
      return '';
    }
    const aged = telemetry.states[row] === UNIT_STATE.offline || telemetry.states[row] === UNIT_STATE.stale;
    return `${telemetry.batteryPercents[row]} ${telemetry.signalBars[row]} ${aged ? telemetry.receivedAt[row] : 0}`;
  });
  return useMemo(() => {
    if (text === '') {
      return NEVER;
    }
    const [battery = 0, signalBars = 0, agedSinceAt = 0] = text.split(' ').map(Number);
    return {
      reported: true,
      batteryPercent: battery === BATTERY_UNKNOWN ? null : battery,
      signalBars: signalBars === SIGNAL_UNKNOWN ? null : signalBars,
      agedSinceAt: agedSinceAt === 0 ? null : agedSinceAt,
    };
  }, [text]);
}
