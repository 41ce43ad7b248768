import type { TFunction } from 'i18next';
import type { Alarm } from '#protocol/alarms/alarms.ts';
import type { Unit } from '#protocol/nouns/units.ts';

/** Whom or what it is about, in a few words: the unit, else what it says, else where. */
export function whoText(t: TFunction, alarm: Pick<Alarm, 'text' | 'place'>, unit: Pick<Unit, 'name'> | undefined): string {
  return unit?.name ?? (alarm.text !== '' ? alarm.text : alarm.place.name !== '' ? alarm.place.name : t('alarms.unknownPlace'));
}

/** `12.3`, `0.4`: metres as kilometres. */
export function kilometres(distanceM: number): string {
  const distanceKm = distanceM / 1_000;
  return distanceKm >= 100 ? String(Math.round(distanceKm)) : distanceKm.toFixed(1);
}
