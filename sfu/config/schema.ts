import { isIP } from 'node:net';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { programFolder } from './programFolder.ts';
import { ownAddresses } from './ownAddresses.ts';

const DAY_MS = 86_400_000;
const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
const MEDIA_LOG_LEVELS = ['debug', 'warn', 'error', 'none'] as const;

function whole(min: number, max: number) {
  const error = `must be between ${min} and ${max}`;
  return z.int({ error }).min(min, { error }).max(max, { error });
}

function oneOf<const Values extends readonly [string, ...string[]]>(values: Values) {
  return z.enum(values, { error: `must be one of ${values.join(', ')}` });
}

function text(error: string) {
  return z.string({ error }).trim().min(1, { error }).max(256, { error });
}

const yesOrNo = z.boolean({ error: 'must be true or false' });
const host = text('must be a host name or an address').regex(/^[^\s/?#@]+$/, { error: 'must be a host name or an address' });
const courtCode = z.string().regex(/^闽(\d{2}(\d{2})?)?$/, { error: 'must be the code of a court such as 闽, 闽02 or 闽0203' }).brand<'CourtCode'>();
/** Not echoed when it is wrong: it holds a password. */
const databaseUrl = z.string({ error: 'must be a postgres:// address' }).max(2_048, { error: 'must be a postgres:// address' }).regex(/^postgres(ql)?:\/\/\S+$/, { error: 'must be a postgres:// address' });
const folder = text('must be a path').transform((value) => path.resolve(value));

/** `env` overrules the variable name that is otherwise made from the path: `media.basePort` → `HALL_MEDIA_BASE_PORT`. */
function field<Schema extends z.ZodType>(schema: Schema, description: string, env?: string): Schema {
  return schema.meta(env === undefined ? { description } : { description, env });
}

export const configSchema = z.strictObject({
  hallName: field(text('must be 1 to 256 characters').default('福建省高级人民法院执行指挥中心'), 'Name shown on consoles and phones', 'HALL_NAME'),
  listenHost: field(host.default('0.0.0.0'), 'Address the HTTPS and WSS server listens on'),
  port: field(whole(1, 65_535).default(8443), 'Port of HTTPS and WSS'),
  publicHosts: field(
    z.array(host, { error: 'must be a list of names and addresses' }).max(32, { error: 'must be at most 32 names' }).default(ownAddresses),
    'Names and addresses under which consoles and phones reach the hall (certificate, links); default: those of this machine',
  ),
  allowedOrigins: field(
    z.array(z.string().regex(/^(https?|app):\/\/[^/\s]+$/, { error: 'must be origins such as https://host:port' })).max(16).default([]),
    'Web origins besides the hall itself and the console app that may open the signalling socket',
  ),
  storageDir: field(folder.default(path.resolve('storage')), 'Folder of database, certificates and keys'),
  databaseUrl: field(databaseUrl.nullable().default(null), 'PostgreSQL database of the log, `postgres://user:password@host/name`; default: a SQLite file in the storage folder', 'DATABASE_URL'),
  courtCode: field(courtCode.prefault('闽'), 'Code of the court whose hall this is'),
  fieldDir: field(folder.default(path.join(programFolder, 'out/renderer')), 'Folder of the built pages, served to phones'),
  frameClock: field(yesOrNo.default(false), 'Senders burn the machine-readable clock into their frames (drills, measurements)'),
  logLevel: field(oneOf(LOG_LEVELS).default('info'), 'Least level that is logged'),
  tokenTtlMs: field(whole(60_000, 3_650 * DAY_MS).default(365 * DAY_MS), 'Life of a newly issued token, ms'),
  enrolCodeTtlMs: field(whole(60_000, 30 * DAY_MS).default(DAY_MS), 'Life of a one-time enrolment code, ms'),
  signInTtlMs: field(whole(60_000, 30 * DAY_MS).default(DAY_MS / 2), 'A person has to sign in again after this, ms'),
  lockOut: field(
    z.strictObject({
      failures: field(whole(1, 100).default(5), 'Wrong passwords in a row that lock an account out'),
      forMs: field(whole(1_000, DAY_MS).default(900_000), 'How long an account stays locked out, ms'),
    }).prefault({}),
    'Wrong passwords',
  ),
  oidc: field(
    z.strictObject({
      issuer: field(z.url({ protocol: /^https?$/, error: 'must be an https:// or http:// address' }), 'Address of the identity provider (OpenID Connect) at which people may sign in; none by default'),
      clientId: field(text('must be 1 to 256 characters'), 'The name by which the identity provider knows this hall'),
      clientSecret: field(text('must be 1 to 256 characters'), 'Secret that the identity provider gave this hall'),
      name: field(text('must be 1 to 256 characters').default('统一身份认证'), 'What the button on the sign-in page says'),
      usernameClaim: field(text('must be 1 to 256 characters').default('preferred_username'), 'Claim that holds the account name'),
    }).nullable().default(null),
    'Sign-in at an identity provider',
  ),
  metricsToken: field(
    text('must be at least 16 characters').min(16, { error: 'must be at least 16 characters' }).nullable().default(null),
    'Bearer token for /metrics from other machines; without it only this machine may read them',
  ),
  maxConnectionsPerAddress: field(whole(1, 100_000).default(1_024), 'Signalling sockets one address may hold'),
  media: field(
    z.strictObject({
      listenIp: field(host.default('0.0.0.0'), 'Address the media workers listen on'),
      announcedAddress: field(host.nullable().default(null), 'Address told to clients for media; default: the first address in publicHosts, and without one every address of the machine'),
      basePort: field(whole(1_024, 65_000).default(30_000), 'UDP and TCP port of the first media worker; each further worker takes the next'),
      workers: field(whole(1, 128).default(availableParallelism), 'Media workers'),
      workerBin: field(folder.nullable().default(null), 'The mediasoup worker program; default: the one in the package', 'MEDIASOUP_WORKER_BIN'),
      logLevel: field(oneOf(MEDIA_LOG_LEVELS).default('warn'), 'Least level that media workers log'),
    }).prefault({}),
    'Media plane',
  ),
  ingest: field(
    z.strictObject({
      listenHost: field(host.default('0.0.0.0'), 'Address on which plain RTP is taken in'),
      portFrom: field(whole(1_024, 65_535).default(31_000), 'First UDP port for plain RTP'),
      portTo: field(whole(1_024, 65_535).default(31_999), 'Last UDP port for plain RTP'),
    }).prefault({}),
    'Plain RTP from recorders and cameras',
  ),
});

/** Settings as the file holds them, all optional. */
export type ConfigInput = z.input<typeof configSchema>;
/** Checked settings, with no blanks left. */
export type Config = z.output<typeof configSchema>;

/** Fills what depends on other fields. Errors: ZodError. */
export function parseConfig(input: ConfigInput): Config;
export function parseConfig(input: unknown): Config;
export function parseConfig(input: unknown): Config {
  const parsed = configSchema
    .refine((config) => config.ingest.portFrom <= config.ingest.portTo, { path: ['ingest', 'portTo'], error: 'must not be below ingest.portFrom' })
    .parse(input);
  const namedHosts = typeof input === 'object' && input !== null && 'publicHosts' in input ? parsed.publicHosts : [];
  const announcedAddress = parsed.media.announcedAddress ?? namedHosts.find((name) => isIP(name) !== 0) ?? null;
  return { ...parsed, media: { ...parsed.media, announcedAddress } };
}
