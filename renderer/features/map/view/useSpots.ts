import { useEffect } from 'react';
import type { LayerChoices } from '../model/layers/layerChoices.ts';
import type { MapAlarm, MapChosen, MapContent } from '../model/mapItems.ts';
import type { ReplayEvent } from '../model/replay/track.ts';
import type { HallMap } from './hallMap.ts';
import type { Spot } from './places/spotMarks.ts';

/** Open alarms; those that are not urgent may be hidden. */
function alarmSpots(alarms: readonly MapAlarm[], layers: LayerChoices, chosen: MapChosen): Spot[] {
  return alarms.flatMap(({ id, name, position, severity, state }): Spot[] =>
    position && state !== 'resolved' && (layers.alarms || severity === 'urgent')
      ? [{ id, label: name, position, tone: severity === 'urgent' ? 'urgent' : 'warning', open: state === 'raised', chosen: chosen.alarm === id }]
      : [],
  );
}

/** What happened there and then. */
function eventSpots(events: readonly ReplayEvent[]): Spot[] {
  return events.flatMap(({ id, text, position, tone }) => (position ? [{ id, label: text, position, tone: tone === 'alarm' ? 'urgent' : tone, open: false, chosen: false }] : []));
}

/** Keeps the marks of alarms on the map, or in a replay those of what had happened. `happened` null: this is live. */
export function useSpots(request: {
  readonly map: HallMap | null;
  readonly content: MapContent;
  readonly layers: LayerChoices;
  readonly chosen: MapChosen;
  readonly happened: readonly ReplayEvent[] | null;
}): void {
  const { map, content, layers, chosen, happened } = request;
  useEffect(() => {
    map?.showSpots(happened ? eventSpots(happened) : alarmSpots(content.alarms, layers, chosen));
  }, [map, content.alarms, layers, chosen, happened]);
}
