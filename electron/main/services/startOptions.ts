import { serverAddress, settings, type Settings } from '#protocol/ipc/calls.ts';

/** What a kiosk's or a drill's start command fixes for this run; the stored settings stay as they are. */
export type StartOptions = {
  readonly overrides: Partial<Pick<Settings, 'server' | 'deskDisplay' | 'wallDisplays' | 'machine' | 'firstSlot' | 'videoBudgetMbps'>>;
  /** A file that holds the console's token; the token itself is never on a command line. */
  readonly tokenFile: string | null;
  /** A file that holds the token of a person who is signed in from the start: for drills, and for tests. */
  readonly personTokenFile: string | null;
  /** Profile folder instead of the system's. */
  readonly userData: string | null;
};

/** A start option that cannot be used. The message is one line for whoever wrote the start command. */
export class StartOptionError extends Error {}

/**
 * Reads `CONSOLE_HALL_URL`, `CONSOLE_CA_FINGERPRINT`, `CONSOLE_TOKEN_FILE`, `CONSOLE_PERSON_TOKEN_FILE`,
 * `CONSOLE_USER_DATA`, `CONSOLE_DISPLAY_PLAN`, `CONSOLE_MACHINE`, `CONSOLE_FIRST_SLOT`, `CONSOLE_VIDEO_BUDGET` (Mbit/s) and the same as `--hall-url=…`, `--hall-ca-fingerprint=…`, `--hall-token-file=…`, `--hall-person-token-file=…`, `--hall-user-data=…`,
 * `--display-plan=…`, `--machine=…`, `--first-slot=…`, `--video-budget=…`; an argument wins. `HALL_…` names are the server's, which may run beside it. Errors: StartOptionError.
 */
export function readStartOptions(
  environment: Readonly<Record<string, string | undefined>>,
  commandLine: readonly string[],
): StartOptions {
  const read = (variable: string, flag: string): string | null => {
    const argument = commandLine.findLast((word) => word.startsWith(`${flag}=`))?.slice(flag.length + 1);
    const value = (argument ?? environment[variable] ?? '').trim();
    return value === '' ? null : value;
  };
  const server = readServer(read('CONSOLE_HALL_URL', '--hall-url'), read('CONSOLE_CA_FINGERPRINT', '--hall-ca-fingerprint'));
  const plan = read('CONSOLE_DISPLAY_PLAN', '--display-plan');
  const machine = read('CONSOLE_MACHINE', '--machine');
  const firstSlot = read('CONSOLE_FIRST_SLOT', '--first-slot');
  const videoBudget = read('CONSOLE_VIDEO_BUDGET', '--video-budget');
  return {
    overrides: {
      ...(server === null ? {} : { server }),
      ...(plan === null ? {} : readDisplayPlan(plan)),
      ...(machine === null ? {} : { machine: readField('machine', machine, 'CONSOLE_MACHINE is neither console nor wall') }),
      ...(firstSlot === null ? {} : { firstSlot: readField('firstSlot', Number(firstSlot), 'CONSOLE_FIRST_SLOT is not a number from 1 to 99') }),
      ...(videoBudget === null ? {} : { videoBudgetMbps: readField('videoBudgetMbps', Number(videoBudget), 'CONSOLE_VIDEO_BUDGET is not a number of Mbit/s from 1 to 10000') }),
    },
    tokenFile: read('CONSOLE_TOKEN_FILE', '--hall-token-file'),
    personTokenFile: read('CONSOLE_PERSON_TOKEN_FILE', '--hall-person-token-file'),
    userData: read('CONSOLE_USER_DATA', '--hall-user-data'),
  };
}

function readServer(url: string | null, fingerprint: string | null): Settings['server'] {
  if (url === null && fingerprint === null) return null;
  if (url === null) throw new StartOptionError('CONSOLE_CA_FINGERPRINT needs CONSOLE_HALL_URL beside it');
  if (fingerprint === null) throw new StartOptionError('CONSOLE_HALL_URL needs CONSOLE_CA_FINGERPRINT beside it');
  const parsed = serverAddress.safeParse({
    url: url.replace(/\/$/, ''),
    // Tools print fingerprints in upper case with colons.
    caFingerprint: fingerprint.replaceAll(':', '').toLowerCase(),
  });
  if (parsed.success) return parsed.data;
  const field = parsed.error.issues[0]?.path[0] === 'url' ? 'CONSOLE_HALL_URL is not https://host:port' : 'CONSOLE_CA_FINGERPRINT is not a SHA-256 in hex';
  throw new StartOptionError(field);
}

function readField<Name extends 'machine' | 'firstSlot' | 'videoBudgetMbps'>(name: Name, value: unknown, otherwise: string): Settings[Name] {
  const parsed = settings.shape[name].safeParse(value);
  if (!parsed.success) throw new StartOptionError(otherwise);
  return parsed.data as Settings[Name];
}

/** `desk=<key>;walls=<key>,<key>`, both parts optional; `walls=` alone means no wall at all. */
function readDisplayPlan(text: string): Partial<Pick<Settings, 'deskDisplay' | 'wallDisplays'>> {
  const parts: Record<string, string> = Object.fromEntries(text.split(';').map((part) => splitOnce(part.trim())));
  const unknown = Object.keys(parts).find((name) => name !== 'desk' && name !== 'walls');
  if (unknown !== undefined) {
    throw new StartOptionError(`CONSOLE_DISPLAY_PLAN has "${unknown}"; write desk=<key>;walls=<key>,<key>`);
  }
  const walls = parts['walls']?.split(',').filter((key) => key !== '');
  if (walls !== undefined && walls.length > 16) throw new StartOptionError('CONSOLE_DISPLAY_PLAN names more than 16 walls');
  return {
    ...(parts['desk'] === undefined ? {} : { deskDisplay: parts['desk'] }),
    ...(walls === undefined ? {} : { wallDisplays: walls }),
  };
}

function splitOnce(part: string): [string, string] {
  const at = part.indexOf('=');
  return at < 0 ? [part, ''] : [part.slice(0, at), part.slice(at + 1)];
}
