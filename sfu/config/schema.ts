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

const gbRealm = z.string().regex(/^\d{10}$/, { error: 'must be 10 digits' });
const gbNumber = z.string().regex(/^\d{20}$/, { error: 'must be 20 digits' });
const yesOrNo = z.boolean({ error: 'must be true or false' });
const host = text('must be a host name or an address').regex(/^[^\s/?#@]+$/, { error: 'must be a host name or an address' });
const courtCode = z.string().regex(/^闽(\d{2}(\d{2})?)?$/, { error: 'must be the code of a court such as 闽, 闽02 or 闽0203' }).brand<'CourtCode'>();
/** Not echoed when it is wrong: it holds a password. */
const databaseUrl = z.string({ error: 'must be a postgres:// address' }).max(2_048, { error: 'must be a postgres:// address' }).regex(/^postgres(ql)?:\/\/\S+$/, { error: 'must be a postgres:// address' });
const folder = text('must be a path').transform((value) => path.resolve(value));

/** A token goes over the net under TLS alone. */
function isPrivateOrTls(url: string): boolean {
  const parsed = URL.parse(url);
  return parsed === null || parsed.protocol === 'https:' || ['localhost', '127.0.0.1', '[::1]'].includes(parsed.hostname);
}

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
  exercise: field(yesOrNo.default(false), 'The hall is an exercise (演练): it says so on every screen, its clock can be steered, and it needs a storage folder of its own'),
  rulesDir: field(folder.default(path.join(programFolder, 'assets/rules')), 'Folder of the rule book: time limits, holidays, step templates, papers'),
  frameClock: field(yesOrNo.default(false), 'Senders burn the machine-readable clock into their frames (drills, measurements)'),
  logLevel: field(oneOf(LOG_LEVELS).default('info'), 'Least level that is logged'),
  tokenTtlMs: field(whole(60_000, 3_650 * DAY_MS).default(365 * DAY_MS), 'Life of a newly issued token, ms'),
  enrolCodeTtlMs: field(whole(60_000, 30 * DAY_MS).default(DAY_MS), 'Life of a one-time enrolment code, ms'),
  trackRetentionMs: field(whole(DAY_MS, 3_650 * DAY_MS).default(90 * DAY_MS), 'How long the tracks of units are kept, ms'),
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
  connectors: field(
    z.array(
      z.strictObject({
        id: field(z.string().regex(/^[a-z0-9][a-z0-9-]{0,31}$/, { error: 'must be lower-case letters, digits and dashes' }), 'Name of the connection; it stands in the log and must stay'),
        kind: field(oneOf(['police', 'hotline']), 'What is at the other end'),
        url: field(z.url({ protocol: /^https?$/, error: 'must be an https:// address' }).refine(isPrivateOrTls, { error: 'must be an https:// address (http:// only on this machine)' }), 'Address under which it serves `notices`'),
        token: field(text('must be at least 16 characters').min(16, { error: 'must be at least 16 characters' }), 'Bearer token that it gave this hall'),
        caFile: field(folder.nullable().default(null), 'PEM file of the one authority that its certificate must come from; default: those that the machine believes'),
        courtCode: field(courtCode.prefault('闽'), 'Court of notices that have no place, and of the connection itself'),
        pollEveryMs: field(whole(100, 600_000).default(1_000), 'Least time between two askings, ms'),
        lostAfterMs: field(whole(1_000, 3_600_000).default(30_000), 'Not heard of for so long, it is lost, ms'),
      }),
    ).max(16, { error: 'must be at most 16 connections' }).refine((all) => new Set(all.map(({ id }) => id)).size === all.length, { error: 'must have an id of its own each' }).default([]),
    'Outside systems whose notices become alarms, in the settings file alone (docs/connectors.md)',
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
      lookBackMs: field(whole(0, 600_000).default(35_000), 'How far back the hall remembers every picture, in memory alone, ms; 0 for not at all'),
      lookBackMaxBytes: field(whole(1_048_576, 64 * 1_073_741_824).default(256 * 1_048_576), 'Memory that all of it may take, bytes'),
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
  streams: field(
    z.strictObject({
      listenHost: field(host.default('0.0.0.0'), 'Address on which encoders are listened for'),
      rtmpPort: field(whole(0, 65_535).default(1_935), 'TCP port to which encoders send by RTMP; 0 for none'),
      srtPortFrom: field(whole(1_024, 65_535).default(32_000), 'First UDP port to which encoders send by SRT; each source keeps one'),
      srtPortTo: field(whole(1_024, 65_535).default(32_099), 'Last UDP port to which encoders send by SRT'),
      mostTranscodes: field(whole(0, 1_000).default(availableParallelism), 'Pictures that browsers cannot play, such as H.265, written anew at once, of every protocol; a 720p picture takes about a third of a core'),
      transcodeWidth: field(whole(320, 3_840).default(1_280), 'Widest picture that is written anew, pixels; wider ones are made smaller'),
      transcodeRate: field(whole(200, 20_000).default(2_000), 'Rate of a picture that is written anew, kbit/s'),
    }).prefault({}),
    'Cameras that are fetched (RTSP) and encoders that send (RTMP, SRT)',
  ),
  gb28181: field(
    z.strictObject({
      enabled: field(yesOrNo.default(false), 'Recorders and platforms may register by GB/T 28181'),
      id: field(gbNumber.default('35000000002000000001'), 'The hall\'s own number (SIP 服务器编号), 20 digits'),
      realm: field(gbRealm.default('3500000000'), 'The hall\'s domain (SIP 域), 10 digits'),
      listenHost: field(host.default('0.0.0.0'), 'Address on which devices are listened for'),
      announcedHost: field(host.nullable().default(null), 'Address told to devices for signalling and media; default: that of media.announcedAddress'),
      port: field(whole(0, 65_535).default(5_060), 'UDP and TCP port for devices; 0 for any that is free'),
      rtpPortFrom: field(whole(1_024, 65_535).default(33_000), 'First UDP and TCP port for their pictures'),
      rtpPortTo: field(whole(1_024, 65_535).default(33_499), 'Last UDP and TCP port for their pictures'),
      rtpFrom: field(oneOf(['announced', 'first']).default('announced'), 'Whose pictures count: `announced`: of the address that the device says; `first`: of the first that sends with the SSRC of the call, for devices behind NAT. An SSRC can be guessed, so only where strangers cannot reach the ports'),
      registerTtl: field(whole(60, 86_400).default(3_600), 'Longest registration that a device is given, s'),
      heartbeat: field(whole(5, 3_600).default(60), 'A device says so often that it is there, s; three times missed, it is away'),
      positionEvery: field(whole(1, 3_600).default(5), 'How often devices are asked to tell where they are, s'),
      upward: field(
        z.array(
          z.strictObject({
            id: field(gbNumber, 'Its number (上级 SIP 服务器编号), 20 digits'),
            realm: field(gbRealm, 'Its domain, 10 digits'),
            name: field(text('must be 1 to 256 characters'), 'What people call it; who views by it is shown under this name'),
            host: field(host, 'Where it is'),
            port: field(whole(1, 65_535).default(5_060), 'Port of its SIP'),
            transport: field(oneOf(['udp', 'tcp']).default('udp'), 'Over what it is spoken to'),
            localId: field(gbNumber, 'The hall\'s number there (本级平台编号), 20 digits'),
            username: field(text('must be 1 to 256 characters').nullable().default(null), 'Name for its digest; default: the hall\'s number there'),
            password: field(text('must be 1 to 256 characters'), 'Password for its digest'),
            courts: field(z.array(courtCode).max(128, { error: 'must be at most 128 courts' }).default([]), 'Courts whose pictures it is told of, with those below them; default: of none'),
            expires: field(whole(60, 86_400).default(3_600), 'Registration that is asked for, s'),
            keepAlive: field(whole(5, 3_600).default(60), 'The hall says so often that it is there, s; three times unanswered, it registers anew'),
          }),
        ).max(8, { error: 'must be at most 8 platforms' }).refine((all) => new Set(all.map(({ id }) => id)).size === all.length, { error: 'must have an id of its own each' }).default([]),
        'Platforms above with which the hall registers as a lower one (级联), in the settings file alone (docs/standards-in.md)',
      ),
    }).prefault({}),
    'Recorders and platforms that speak GB/T 28181',
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
    .refine((config) => config.streams.srtPortFrom <= config.streams.srtPortTo, { path: ['streams', 'srtPortTo'], error: 'must not be below streams.srtPortFrom' })
    .refine((config) => config.gb28181.rtpPortFrom < config.gb28181.rtpPortTo, { path: ['gb28181', 'rtpPortTo'], error: 'must be above gb28181.rtpPortFrom' })
    .parse(input);
  const namedHosts = typeof input === 'object' && input !== null && 'publicHosts' in input ? parsed.publicHosts : [];
  const announcedAddress = parsed.media.announcedAddress ?? namedHosts.find((name) => isIP(name) !== 0) ?? null;
  return { ...parsed, media: { ...parsed.media, announcedAddress } };
}
