import path from 'node:path';
import { parseArgs } from 'node:util';
import { CAST, LEADING_PERSON } from './cast.ts';

export type DemoOptions = {
  /** Ends by itself after this long on show, ms; null: until interrupted. */
  readonly forMs: number | null;
  /** Folder for a photograph of each display; null: none is asked for. */
  readonly screenshotFolder: string | null;
  readonly units: number;
  readonly pages: number;
  readonly displays: number;
  /** Who is signed in at the desk; null: nobody. */
  readonly deskPerson: string | null;
  /** A scenario that is played instead of units that drive around: its file, or the id of one that is shipped; null: none. */
  readonly scenario: string | null;
  /** How fast its clock runs. */
  readonly rate: number;
};

/** A wrong option; `message` names it. */
export class DemoOptionError extends Error {}

export const DEMO_USAGE = `npm run demo -- [--for 60s] [--screenshot out/] [--units 6] [--pages 2] [--displays 4] [--as diaodu] [--scenario shanqu-yuzu-qiuyuan]
  --for         end by itself after this time on show, with a summary; exit code 1 if a tile was not as it should be
  --screenshot  folder for a photograph of each display
  --units       simulated units in all; --pages of them use the field page
  --displays    how many virtual displays to make where there is no screen
  --scenario    play this scenario, a file or one of assets/scenarios by its id; --rate sets how fast (1 to 60, default 10);
                --for counts from the start then, and what is not played by then is left out
  --as          user name of whoever is signed in at the desk; "nobody" shows the sign-in page`;

/** Errors: DemoOptionError. */
export function readDemoOptions(args: readonly string[]): DemoOptions {
  const { values } = parse(args);
  const units = count('--units', values.units, 1, 64);
  return {
    forMs: values.for === undefined ? null : duration(values.for),
    screenshotFolder: values.screenshot === undefined ? null : path.resolve(values.screenshot),
    units,
    pages: Math.min(units, count('--pages', values.pages, 0, 8)),
    displays: count('--displays', values.displays, 2, 16),
    deskPerson: deskPerson(values.as),
    scenario: values.scenario ?? null,
    rate: count('--rate', values.rate, 1, 60),
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        for: { type: 'string' },
        screenshot: { type: 'string' },
        units: { type: 'string', default: '6' },
        pages: { type: 'string', default: '2' },
        displays: { type: 'string', default: '4' },
        as: { type: 'string', default: LEADING_PERSON },
        scenario: { type: 'string' },
        rate: { type: 'string', default: '10' },
      },
    });
  } catch (error) {
    throw new DemoOptionError(error instanceof Error ? error.message : String(error), { cause: error });
  }
}

function deskPerson(username: string): string | null {
  if (username === 'nobody') {
    return null;
  }
  if (!CAST.some((member) => member.username === username)) {
    throw new DemoOptionError(`--as must be "nobody" or one of ${CAST.map((member) => member.username).join(', ')}, got "${username}"`);
  }
  return username;
}

function count(option: string, text: string, min: number, max: number): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < min || value > max) {
    throw new DemoOptionError(`${option} must be a whole number from ${min} to ${max}, got "${text}"`);
  }
  return value;
}

function duration(text: string): number {
  const match = /^(\d+)(s|m|min)?$/.exec(text);
  const amount = Number(match?.[1]);
  if (match === null || amount === 0) {
    throw new DemoOptionError(`--for must be a time such as 60s or 5m, got "${text}"`);
  }
  return amount * (match[2] === undefined || match[2] === 's' ? 1_000 : 60_000);
}
