import type { Alarm } from '#protocol/alarms/alarms.ts';
import type { UnitId } from '#protocol/nouns/ids.ts';
import type { Operation, OperationState } from '#protocol/operations/operations.ts';
import { TRACK_LIMITS } from '#protocol/telemetry/tracks.ts';
import type { PositionRecord } from '#protocol/telemetry/place.ts';
import { readTrack, type ReadTrack } from '../../../hot/readTrack.ts';
import type { HallLink } from '../../../link/hallLink.ts';
import type { MapUnitKind } from '../model/mapItems.ts';
import { MOST_GAP_MS } from '../model/replay/replayAt.ts';
import type { ReplayData, ReplayEvent, ReplaySpan, ReplayTrack } from '../model/replay/track.ts';

export type ReplayedUnitFacts = { readonly unitId: UnitId; readonly name: string; readonly kind: MapUnitKind };

/** A thinned track has longer steps; beyond this not even it is joined, ms. */
const MOST_THINNED_GAP_MS = 5 * 60_000;
/** A stretch that the hall does not read at once is asked for this often. */
const MOST_PARTS = 8;

/** One track of the parts that the hall gave it in, in order. */
export function joinParts(parts: readonly ReadTrack[], unit: ReplayedUnitFacts): ReplayTrack {
  const count = parts.reduce((sum, { times }) => sum + times.length, 0);
  const fixes = parts.reduce((sum, part) => sum + part.fixes, 0);
  const track = { at: new Float64Array(count), longitudes: new Float64Array(count), latitudes: new Float64Array(count) };
  let row = 0;
  for (const { times, positions } of parts) {
    for (let index = 0; index < times.length; index += 1) {
      track.at[row] = times[index] ?? 0;
      track.longitudes[row] = positions[index * 2] ?? 0;
      track.latitudes[row] = positions[index * 2 + 1] ?? 0;
      row += 1;
    }
  }
  const thinnedBy = count === 0 ? 1 : Math.max(1, fixes / count);
  return { ...unit, ...track, mostGapMs: Math.min(MOST_THINNED_GAP_MS, MOST_GAP_MS * thinnedBy) };
}

/** Errors: those of `readTrack`. */
export async function readReplay(options: {
  readonly link: Pick<HallLink, 'request'>;
  readonly units: readonly ReplayedUnitFacts[];
  readonly span: ReplaySpan;
  readonly events: readonly ReplayEvent[];
}): Promise<ReplayData> {
  const { link, units, span, events } = options;
  const tracks: ReplayTrack[] = [];
  let toleranceM = 0;
  // One batch after the other: the hall reads an archive for each, and others wait for theirs.
  for (let first = 0; first < units.length; first += TRACK_LIMITS.units) {
    const batch = units.slice(first, first + TRACK_LIMITS.units);
    const parts = await readBatch(link, batch, span);
    for (const unit of batch) {
      const own = parts.get(unit.unitId) ?? [];
      toleranceM = Math.max(toleranceM, ...own.map((part) => part.toleranceM));
      const track = joinParts(own, unit);
      if (track.at.length > 0) {
        tracks.push(track);
      }
    }
  }
  return { tracks, events, toleranceM };
}

async function readBatch(link: Pick<HallLink, 'request'>, units: readonly ReplayedUnitFacts[], span: ReplaySpan): Promise<Map<UnitId, ReadTrack[]>> {
  const parts = new Map<UnitId, ReadTrack[]>();
  let asked = units.map(({ unitId }) => unitId);
  let from = span.fromAt;
  for (let part = 0; part < MOST_PARTS && asked.length > 0 && from < span.untilAt; part += 1) {
    const read = await readTrack(link, { unitIds: asked, from, until: span.untilAt, maxPoints: TRACK_LIMITS.pointsMax });
    for (const track of read) {
      const known = parts.get(track.unitId) ?? [];
      const lastAt = known.at(-1)?.times.at(-1) ?? -Infinity;
      parts.set(track.unitId, [...known, after(track, lastAt)]);
    }
    const unfinished = read.filter(({ more, times }) => more && times.length > 0);
    asked = unfinished.map(({ unitId }) => unitId);
    from = Math.min(...unfinished.map(({ times }) => times.at(-1) ?? span.untilAt)) + 1;
  }
  return parts;
}

/** What of a part is later than what is known already. */
function after(track: ReadTrack, lastAt: number): ReadTrack {
  const first = track.times.findIndex((at) => at > lastAt);
  const from = first < 0 ? track.times.length : first;
  return { ...track, times: track.times.subarray(from), positions: track.positions.subarray(from * 2) };
}

type Words = { readonly alarm: (alarm: Alarm) => string; readonly operation: (operation: Operation, state: OperationState) => string };

const positionOf = (position: PositionRecord | null): ReplayEvent['position'] => position && [position.longitudeDeg, position.latitudeDeg];

/** What the hall still has at hand of what happened in a time, oldest first. */
export function replayEvents(request: { readonly alarms: Iterable<Alarm>; readonly operations: Iterable<Operation>; readonly span: ReplaySpan; readonly words: Words }): ReplayEvent[] {
  const { alarms, operations, span, words } = request;
  const events: ReplayEvent[] = [];
  for (const alarm of alarms) {
    events.push({ id: alarm.alarmId, at: alarm.raisedAt, untilAt: alarm.resolved?.at ?? Infinity, tone: 'alarm', text: words.alarm(alarm), position: positionOf(alarm.place.position) });
  }
  for (const operation of operations) {
    operation.stages.forEach(({ state, at }, index) => {
      const over = state === 'concluded' || state === 'calledOff';
      const untilAt = operation.stages[index + 1]?.at ?? (over ? null : Infinity);
      events.push({ id: `${operation.operationId} ${index}`, at, untilAt, tone: 'operation', text: words.operation(operation, state), position: positionOf(operation.place.position) });
    });
  }
  // One that began before and lasted into the time is there from its start.
  return events.filter(({ at, untilAt }) => at <= span.untilAt && (untilAt ?? at) >= span.fromAt).toSorted((one, other) => one.at - other.at);
}
