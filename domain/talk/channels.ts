import { channelOf, type TalkChannel } from '#protocol/media/talk.ts';
import type { CourtCode, UnitId, UserId } from '#protocol/nouns/ids.ts';
import type { Operation } from '#protocol/operations/operations.ts';
import { sees } from '../access/viewer.ts';
import type { HallState } from '../hallState/hallState.ts';

type Known = Pick<HallState, 'units' | 'operations' | 'courts'>;

/** 闽0203: itself, 闽02, 闽. */
function courtsAbove(courtCode: CourtCode): CourtCode[] {
  return [courtCode.slice(0, 5), courtCode.slice(0, 3), courtCode.slice(0, 1)].filter((code, index, all) => code.length <= courtCode.length && all.indexOf(code) === index) as CourtCode[];
}

function isOpen({ state }: Operation): boolean {
  return state !== 'concluded' && state !== 'calledOff';
}

/** What a unit hears, and may speak in (but for the courts): its own channel, its operations, its court and those above. */
export function channelsOfUnit({ units, operations }: Known, unitId: UnitId): TalkChannel[] {
  const unit = units.get(unitId);
  if (unit === undefined || unit.state === 'revoked') return [];
  const work = operations.valueSeq().filter((operation) => isOpen(operation) && operation.teams.some(({ unitIds }) => unitIds.includes(unitId)));
  return [channelOf.unit(unitId), ...work.map(({ operationId }) => channelOf.operation(operationId)), ...courtsAbove(unit.courtCode).map(channelOf.court)];
}

/** Units that belong to a channel. */
export function unitsOf({ units, operations }: Known, channel: TalkChannel): UnitId[] {
  const present = units.valueSeq().filter(({ state }) => state !== 'revoked');
  switch (channel.kind) {
    case 'unit': return present.filter(({ unitId }) => unitId === channel.unitId).map(({ unitId }) => unitId).toArray();
    case 'court': return present.filter(({ courtCode }) => sees(channel.courtCode, courtCode)).map(({ unitId }) => unitId).toArray();
    case 'operation': {
      const operation = operations.get(channel.operationId);
      const named = new Set(operation === undefined || !isOpen(operation) ? [] : operation.teams.flatMap(({ unitIds }) => unitIds));
      return present.filter(({ unitId }) => named.has(unitId)).map(({ unitId }) => unitId).toArray();
    }
  }
}

/** Undefined for what is not there, or is over. */
export function courtOfChannel({ units, operations, courts }: Known, channel: TalkChannel): CourtCode | undefined {
  switch (channel.kind) {
    case 'unit': return units.get(channel.unitId)?.courtCode;
    case 'court': return courts.get(channel.courtCode)?.courtCode;
    case 'operation': {
      const operation = operations.get(channel.operationId);
      return operation === undefined || !isOpen(operation) ? undefined : operation.courtCode;
    }
  }
}

/** As people call the channel; empty for what is not there. */
export function titleOfChannel({ units, operations, courts }: Known, channel: TalkChannel): string {
  switch (channel.kind) {
    case 'unit': return units.get(channel.unitId)?.name ?? '';
    case 'court': return courts.get(channel.courtCode)?.name ?? '';
    case 'operation': return operations.get(channel.operationId)?.title ?? '';
  }
}

/** Whether a person is on a team of the channel's operation. */
export function worksIn({ operations }: Known, channel: TalkChannel, userId: UserId): boolean {
  if (channel.kind !== 'operation') return false;
  return operations.get(channel.operationId)?.teams.some(({ members }) => members.some((member) => member.userId === userId)) === true;
}

const URGENCY = { unit: 0, operation: 1, court: 2 } as const;

/** What a unit's one loudspeaker plays: the talk to itself, before its operation's, before its court's; among equals the one that began first. */
export function mostUrgent<Talk extends { readonly channel: TalkChannel; readonly since: number }>(talks: readonly Talk[]): Talk | undefined {
  return talks.toSorted((one, other) => URGENCY[one.channel.kind] - URGENCY[other.channel.kind] || one.since - other.since)[0];
}
