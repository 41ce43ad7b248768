import { courtCode as courtCodeSchema, type CourtCode } from '#protocol/nouns/ids.ts';
import type { Court } from '#protocol/nouns/courts.ts';

/** What is typed into the registry's form; everything is text until it is read. */
export type CourtForm = {
  readonly courtCode: string;
  readonly name: string;
  readonly longitude: string;
  readonly latitude: string;
  readonly validFrom: string;
  readonly validTo: string;
  readonly source: string;
};
export type CourtField = keyof CourtForm;

const LEVEL_OF_LENGTH: Record<number, Court['level']> = { 1: 'high', 3: 'intermediate', 5: 'basic' };
const DAY = /^\d{4}-\d{2}-\d{2}$/;

export function courtForm(court: Court | null): CourtForm {
  return {
    courtCode: court?.courtCode ?? '闽',
    name: court?.name ?? '',
    longitude: court === null ? '' : String(court.position.longitudeDeg),
    latitude: court === null ? '' : String(court.position.latitudeDeg),
    validFrom: court?.validFrom ?? '',
    validTo: court?.validTo ?? '',
    source: court?.source ?? '',
  };
}

/** The registration that the form says, or the fields that are wrong. The level follows from the code's length. */
export function readCourtForm(form: CourtForm): { court: Omit<Court, 'version'> } | { wrong: CourtField[] } {
  const code = courtCodeSchema.safeParse(form.courtCode.trim());
  const name = form.name.trim();
  const longitudeDeg = degrees(form.longitude, 180);
  const latitudeDeg = degrees(form.latitude, 90);
  const wrong: CourtField[] = [
    ...(code.success ? [] : ['courtCode' as const]),
    ...(name.length >= 2 && name.length <= 64 ? [] : ['name' as const]),
    ...(longitudeDeg === null ? ['longitude' as const] : []),
    ...(latitudeDeg === null ? ['latitude' as const] : []),
    ...(isDay(form.validFrom) ? [] : ['validFrom' as const]),
    ...(isDay(form.validTo) && !(form.validFrom !== '' && form.validTo !== '' && form.validTo < form.validFrom) ? [] : ['validTo' as const]),
    ...(form.source.length <= 256 ? [] : ['source' as const]),
  ];
  if (!code.success || longitudeDeg === null || latitudeDeg === null || wrong.length > 0) {
    return { wrong };
  }
  const courtCode: CourtCode = code.data;
  return {
    court: {
      courtCode,
      name,
      level: LEVEL_OF_LENGTH[courtCode.length] ?? 'basic',
      position: { longitudeDeg, latitudeDeg },
      validFrom: form.validFrom === '' ? null : form.validFrom,
      validTo: form.validTo === '' ? null : form.validTo,
      source: form.source.trim(),
    },
  };
}

function degrees(text: string, limit: number): number | null {
  const value = Number(text);
  return text.trim() !== '' && Number.isFinite(value) && Math.abs(value) <= limit ? value : null;
}

function isDay(text: string): boolean {
  return text === '' || (DAY.test(text) && !Number.isNaN(Date.parse(text)));
}
