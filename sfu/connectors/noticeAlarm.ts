import type { Court } from '#protocol/nouns/courts.ts';
import type { CourtCode } from '#protocol/nouns/ids.ts';
import type { CONNECTOR_KINDS } from '#protocol/alarms/connectors.ts';
import { convertDatum, type Position } from '#domain/geodesy/datum.ts';
import type { Happening } from '../ports/alarms.ts';
import { derivedCommandId } from '../ports/derivedCommandId.ts';
import type { OutsideNotice } from './notices.ts';
import { courtOfPlace } from './places/courtOfPlace.ts';
import type { CountyAt } from './places/readCounties.ts';

type Source = { readonly id: string; readonly kind: (typeof CONNECTOR_KINDS)[number]; readonly courtCode: CourtCode };
type Courts = { get(courtCode: CourtCode): Court | undefined; values(): Iterable<Court> };

/** The connector and the notice that an alarm comes from, as its `reference` says it. */
export function referenceOf(connectorId: string, noticeId: string): string {
  return `${connectorId}/${noticeId}`;
}

/** The alarm of a notice: at the court of its place, else at the court it names, else at the connector's own. */
export function noticeAlarm(source: Source, notice: OutsideNotice, { courts, countyAt, now }: { readonly courts: Courts; readonly countyAt: CountyAt; readonly now: number }): Happening {
  const { id, place, at, level } = notice;
  const position = positionOf(notice);
  return {
    commandId: derivedCommandId('notice', source.id, id),
    courtCode: (position === null ? null : courtOfPlace(position, { courts: courts.values(), countyAt, now })) ?? registered(courts, notice.courtCode) ?? source.courtCode,
    kind: source.kind === 'police' ? 'police' : 'clue',
    severity: level,
    unitId: null,
    operationId: null,
    stepId: null,
    fenceId: null,
    callId: null,
    place: { name: place, position: position === null ? null : { longitudeDeg: position[0], latitudeDeg: position[1] } },
    text: sentenceOf(source.kind, notice),
    occurredAt: at,
    reference: referenceOf(source.id, id),
  };
}

/** WGS-84. */
function positionOf({ position }: OutsideNotice): Position | null {
  return position === null || position === undefined ? null : convertDatum([position.longitudeDeg, position.latitudeDeg], { from: position.datum, to: 'WGS-84' });
}

function registered(courts: Courts, courtCode: CourtCode | null | undefined): CourtCode | null {
  return courtCode !== null && courtCode !== undefined && courts.get(courtCode) !== undefined ? courtCode : null;
}

const SOURCES = { police: '公安预警', hotline: '线索举报' } as const;
const MET = { person: '人员', vehicle: '车辆', property: '财产', other: '其他' } as const;

function sentenceOf(kind: Source['kind'], { kind: met, personMasked, caseNumber, text }: OutsideNotice): string {
  const about = [personMasked, caseNumber].filter((word) => word !== null && word !== undefined && word !== '').join('，');
  return `${SOURCES[kind]}（${MET[met]}）${about === '' ? '' : `${about}：`}${withoutNumbers(text)}`;
}

/** What the log takes in stays in it: numbers of identity cards and of telephones are hidden, should the other side have sent them all the same. */
function withoutNumbers(text: string): string {
  return text
    .replaceAll(/(?<!\d)(\d{6})\d{8}(\d{3}[\dXx])(?!\d)/g, '$1********$2')
    .replaceAll(/(?<!\d)(1[3-9]\d)\d{4}(\d{4})(?!\d)/g, '$1****$2');
}
