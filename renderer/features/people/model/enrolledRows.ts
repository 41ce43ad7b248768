import type { HallState as FoldedState } from '#domain/hallState/hallState.ts';
import { sees } from '#domain/access/viewer.ts';
import { courtName } from '#domain/courts/courtName.ts';
import type { Device } from '#protocol/nouns/devices.ts';
import type { CourtCode, UnitId } from '#protocol/nouns/ids.ts';
import type { Unit, UnitRecord } from '#protocol/nouns/units.ts';

export const ENROLLED_STATES = ['enrolled', 'revoked', 'any'] as const;
export type EnrolledState = (typeof ENROLLED_STATES)[number];

/** A field unit with its presence; none is kept of a revoked one. */
export type UnitRow = { readonly unit: UnitRecord; readonly courtName: string; readonly online: boolean; readonly lastSeenAt: number | null };
export type DeviceRow = { readonly device: Device; readonly courtName: string };

export type EnrolledQuery<Kind extends string> = {
  readonly text: string;
  /** This court and those below it. */
  readonly courtCode: CourtCode | null;
  readonly kind: Kind | null;
  readonly state: EnrolledState;
};

const collator = new Intl.Collator('zh-CN', { numeric: true });

export function unitRows(log: Pick<FoldedState, 'units' | 'courts'>, presence: ReadonlyMap<UnitId, Unit>): UnitRow[] {
  return [...log.units.values()]
    .map((unit): UnitRow => {
      const here = unit.state === 'enrolled' ? presence.get(unit.unitId) : undefined;
      return { unit, courtName: courtName(log.courts, unit.courtCode), online: here?.online ?? false, lastSeenAt: here?.lastSeenAt ?? null };
    })
    .toSorted(({ unit: a }, { unit: b }) => byCourtThenName(a, b) || collator.compare(a.teamName, b.teamName));
}

export function deviceRows(log: Pick<FoldedState, 'devices' | 'courts'>): DeviceRow[] {
  return [...log.devices.values()]
    .map((device) => ({ device, courtName: courtName(log.courts, device.courtCode) }))
    .toSorted(({ device: a }, { device: b }) => byCourtThenName(a, b));
}

export function matchUnitRows(rows: readonly UnitRow[], query: EnrolledQuery<UnitRecord['kind']>): UnitRow[] {
  return rows.filter((row) => matches(row.unit, `${row.unit.name} ${row.unit.teamName} ${row.courtName} ${row.unit.courtCode}`, query));
}

export function matchDeviceRows(rows: readonly DeviceRow[], query: EnrolledQuery<Device['kind']>): DeviceRow[] {
  return rows.filter((row) => matches(row.device, `${row.device.name} ${row.courtName} ${row.device.courtCode}`, query));
}

type Enrolled = { readonly courtCode: CourtCode; readonly kind: string; readonly state: 'enrolled' | 'revoked' };

function matches(enrolled: Enrolled, haystack: string, query: EnrolledQuery<string>): boolean {
  const words = query.text.toLowerCase().split(/\s+/).filter((word) => word !== '');
  return (
    (query.state === 'any' || enrolled.state === query.state) &&
    (query.courtCode === null || sees(query.courtCode, enrolled.courtCode)) &&
    (query.kind === null || enrolled.kind === query.kind) &&
    words.every((word) => haystack.toLowerCase().includes(word))
  );
}

function byCourtThenName(a: { courtCode: CourtCode; name: string }, b: { courtCode: CourtCode; name: string }): number {
  return a.courtCode.length - b.courtCode.length || collator.compare(a.courtCode, b.courtCode) || collator.compare(a.name, b.name);
}
