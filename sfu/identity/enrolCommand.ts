import { parseArgs } from 'node:util';
import { UNIT_KINDS, type Unit } from '#protocol/nouns/hall.ts';
import type { TokenStore, UnitStore } from '../ports/stores.ts';
import { COURT_CODE, courtNameOf } from './courts.ts';
import type { Enrolled, Enrolment } from './enrolment.ts';

export const ENROL_USAGE = `用法:
  enrol --role unit --name <单位名> --team <队伍> --court <法院代字,如 闽0203> [--court-name <法院名>] [--kind phone|recorder|camera|vehicle]
  enrol --role console --name <设备名>
  enrol --role observer --name <设备名>
  enrol --list
  enrol --revoke <令牌、设备或单位的编号>
  --json 以 JSON 输出`;

/** The words of the command line are wrong; `message` says how. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

type Doors = {
  readonly enrolment: Enrolment;
  readonly units: UnitStore;
  readonly tokens: TokenStore;
  /** `https://host:port` of the hall. */
  readonly url: string;
  /** Null before the hall's first start. */
  readonly caFingerprint: string | null;
};

/** Runs one enrolment command and answers what is to be printed. Errors: UsageError. */
export async function runEnrolCommand(args: readonly string[], doors: Doors): Promise<string> {
  const options = readArgs(args);
  if (options.list === true) {
    return listOf(doors, options.json);
  }
  if (options.revoke !== undefined) {
    const count = await doors.enrolment.revoke(options.revoke);
    if (count === 0) {
      throw new UsageError(`没有可吊销的令牌:${options.revoke}`);
    }
    return options.json ? JSON.stringify({ revoked: count }) : `已吊销 ${count} 个令牌`;
  }
  const name = options.name?.trim();
  if (name === undefined || name === '') {
    throw new UsageError('缺少 --name');
  }
  const { role } = options;
  if (role === 'unit') {
    return describe(await doors.enrolment.enrolUnit({ name, ...unitOf(options) }), doors, options.json);
  }
  if (role === 'console' || role === 'observer') {
    return describe(await doors.enrolment.enrolDevice({ role, name }), doors, options.json);
  }
  throw new UsageError('--role 须为 unit、console 或 observer');
}

type Args = ReturnType<typeof readArgs>;

function readArgs(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        role: { type: 'string' },
        name: { type: 'string' },
        team: { type: 'string' },
        court: { type: 'string' },
        'court-name': { type: 'string' },
        kind: { type: 'string', default: 'phone' },
        list: { type: 'boolean' },
        revoke: { type: 'string' },
        json: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function unitOf(options: Args): Pick<Unit, 'teamName' | 'courtCode' | 'courtName' | 'kind'> {
  const { team: teamName, court: courtCode } = options;
  const kind = UNIT_KINDS.find((known) => known === options.kind);
  if (teamName === undefined || courtCode === undefined) {
    throw new UsageError('外勤单位须有 --team 和 --court');
  }
  if (!COURT_CODE.test(courtCode)) {
    throw new UsageError(`法院代字不对:${courtCode}(应如 闽、闽02、闽0203)`);
  }
  if (kind === undefined) {
    throw new UsageError(`--kind 须为 ${UNIT_KINDS.join('、')} 之一`);
  }
  const courtName = options['court-name'] ?? courtNameOf(courtCode);
  if (courtName === null) {
    throw new UsageError(`不认识法院代字 ${courtCode},请加 --court-name`);
  }
  return { teamName, courtCode, courtName, kind };
}

function describe({ token, identity, expiresAt }: Enrolled, { url, caFingerprint }: Doors, json: boolean): string {
  const link = identity.role === 'unit' ? `${url}/field/#token=${token}` : null;
  if (json) {
    return JSON.stringify({ ...identity, token, expiresAt, url, caFingerprint, link });
  }
  return [
    `令牌编号:${identity.tokenId}`,
    ...(identity.unitId === null ? [] : [`单位编号:${identity.unitId}`]),
    `有效期至:${beijingTime(expiresAt)}`,
    `指挥中心:${url}`,
    `CA 指纹:${caFingerprint ?? '(指挥中心首次启动后才有)'}`,
    `令牌:${token}`,
    ...(link === null ? [] : [`手机链接:${link}`]),
  ].join('\n');
}

async function listOf({ tokens, units }: Doors, json: boolean): Promise<string> {
  const issued = await tokens.list();
  if (json) {
    return JSON.stringify({ units: await units.list(), tokens: issued });
  }
  const lines = issued.map(({ tokenId, role, name, unitId, expiresAt, revokedAt }) =>
    [tokenId, role, name, unitId ?? '-', revokedAt === null ? `至 ${beijingTime(expiresAt)}` : `已于 ${beijingTime(revokedAt)} 吊销`].join('\t'),
  );
  return lines.length === 0 ? '还没有发放过令牌' : lines.join('\n');
}

function beijingTime(at: number): string {
  return new Date(at).toLocaleString('zh-CN', { timeZone: 'Asia/Shanghai', hour12: false });
}
