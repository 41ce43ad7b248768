import { middleOf } from '#domain/fences/ring.ts';
import type { Position } from '#domain/geodesy/datum.ts';
import type { Happening } from '../ports/alarms.ts';
import { derivedCommandId } from '../ports/derivedCommandId.ts';
import type { Crossing } from './fenceWatch.ts';

type Words = { readonly unitName: string; /** Where the unit was then; null: not known any more. */ readonly position: Position | null };

/** What the alarms room is told of a crossing. */
export function fenceAlarm({ fence, happening }: Crossing, { unitName, position }: Words): Happening & Required<Pick<Happening, 'commandId'>> {
  const { fenceId, courtCode, severity, operationId, name } = fence;
  const { kind, unitId, at, sinceAt } = happening;
  const [longitudeDeg, latitudeDeg] = position ?? middleOf(fence.ring);
  return {
    commandId: derivedCommandId('fence', fenceId, kind, unitId ?? '', kind === 'empty' || kind === 'dwell' ? sinceAt : at),
    courtCode,
    kind: 'fence',
    severity,
    unitId,
    operationId,
    stepId: null,
    fenceId,
    callId: null,
    place: { name, position: { longitudeDeg, latitudeDeg } },
    text: sentenceOf({ fence, happening }, unitName),
    occurredAt: at,
    reference: null,
  };
}

function sentenceOf({ fence: { name, afterMs }, happening: { kind } }: Crossing, unitName: string): string {
  switch (kind) {
    case 'enter': return `${unitName} 进入电子围栏「${name}」`;
    case 'leave': return `${unitName} 离开电子围栏「${name}」`;
    case 'dwell': return `${unitName} 在电子围栏「${name}」内已停留 ${spanOf(afterMs)}`;
    case 'empty': return `电子围栏「${name}」内已 ${spanOf(afterMs)}没有在线单位`;
  }
}

/** 1小时30分钟, 45秒: no more than two words. */
function spanOf(spanMs: number): string {
  const seconds = Math.round(spanMs / 1_000);
  const parts = [[Math.floor(seconds / 3_600), '小时'], [Math.floor(seconds / 60) % 60, '分钟'], [seconds % 60, '秒']] as const;
  const first = parts.findIndex(([count]) => count > 0);
  return parts.slice(Math.max(0, first), Math.max(0, first) + 2).filter(([count]) => count > 0).map(([count, word]) => `${count}${word}`).join('');
}
