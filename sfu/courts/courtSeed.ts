import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { court, COURT_LEVELS, type Court } from '#protocol/nouns/courts.ts';
import { upperCourt } from '#domain/courts/courtName.ts';

/** A court as the file tells of it. */
export type SeedCourt = Omit<Court, 'version'>;

const FUJIAN = new URL('../../assets/courts/fujian.json', import.meta.url);

const { courtCode, name, level, position, validFrom, validTo, source } = court.shape;
const courts = z.array(z.strictObject({ courtCode, name, level, position, validFrom, validTo, source })).min(1);

/** Code lengths of 闽, 闽02 and 闽0203. */
const LEVEL_OF_LENGTH: Record<number, Court['level']> = { 1: COURT_LEVELS[0], 3: COURT_LEVELS[1], 5: COURT_LEVELS[2] };

/** The courts that a new hall starts with, upper ones first. Errors: Error that names the file, the court and the fault. */
export function readCourtSeed(file: URL = FUJIAN): SeedCourt[] {
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new Error(`the register of courts cannot be read: ${file.pathname}`, { cause });
  }
  const parsed = courts.safeParse(content);
  if (!parsed.success) {
    throw new Error(`the register of courts is wrong: ${file.pathname}\n${z.prettifyError(parsed.error)}`);
  }
  const fault = faultOf(parsed.data);
  if (fault !== null) {
    throw new Error(`the register of courts is wrong: ${file.pathname}: ${fault}`);
  }
  return parsed.data.toSorted((left, right) => left.courtCode.length - right.courtCode.length);
}

/** What no single court shows; null when there is nothing. */
function faultOf(list: readonly SeedCourt[]): string | null {
  const codes = new Set<string>();
  for (const { courtCode: code } of list) {
    if (codes.has(code)) {
      return `${code} stands twice`;
    }
    codes.add(code);
  }
  for (const { courtCode: code, level: stated } of list) {
    const upper = upperCourt(code);
    if (upper !== null && !codes.has(upper)) {
      return `${code} has no upper court ${upper}`;
    }
    if (LEVEL_OF_LENGTH[code.length] !== stated) {
      return `${code} cannot be of level ${stated}`;
    }
  }
  return null;
}
