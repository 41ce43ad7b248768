import type { RequestOutput } from '#protocol/contract.ts';
import { DEVICE_KINDS, type EnrolmentCode } from '#protocol/nouns/devices.ts';
import type { HallSnapshot } from '#protocol/nouns/hall.ts';
import { UNIT_KINDS } from '#protocol/nouns/units.ts';
import { commandWords, UsageError } from '../ports/commandWords.ts';
import { beijingTime, courtOf, needed, newCommandId, printed, type Printed } from './commandLine.ts';
import type { OperatorLink } from './operatorLink.ts';
import { redeemCode } from './redeemCode.ts';

export const ENROL_USAGE = `用法：
  npm run enrol -- --role unit --name <单位名> --team <队伍> --court <法院代字,如 闽0203> [--kind phone|recorder|camera|vehicle] [--redeem]
  npm run enrol -- --role console|observer --name <设备名> [--court <法院代字>] [--redeem]
  npm run enrol -- --code <单位或设备的编号>                    重新发放注册码
  npm run enrol -- --list                                       已登记的单位和设备，以及它们的编号
  npm run enrol -- --revoke <单位或设备的编号> --reason <原因>
在大厅所在的机器上、用运行大厅的账号执行；大厅须正在运行。
  --redeem 立即兑换注册码并输出令牌   --json 以 JSON 输出`;

type Doors = {
  readonly link: OperatorLink;
  /** Of devices that are enrolled without one. */
  readonly courtCode: string;
  /** `https://host:port` as phones and consoles reach the hall. */
  readonly url: string;
  readonly caFingerprint: string;
};

/** Runs one enrolment command and answers what is to be printed. Errors: UsageError, AppError. */
export async function runEnrolCommand(args: readonly string[], doors: Doors): Promise<string> {
  const options = readArgs(args);
  return printed(await run(options, doors), options.json);
}

type Args = ReturnType<typeof readArgs>;

function readArgs(args: readonly string[]) {
  return commandWords({
    args: [...args],
    options: {
      role: { type: 'string' },
      name: { type: 'string' },
      team: { type: 'string' },
      court: { type: 'string' },
      kind: { type: 'string', default: 'phone' },
      code: { type: 'string' },
      list: { type: 'boolean' },
      revoke: { type: 'string' },
      reason: { type: 'string' },
      redeem: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
  }).values;
}

async function run(options: Args, doors: Doors): Promise<Printed> {
  const { link } = doors;
  if (options.list === true) {
    return listOf(await link.snapshot());
  }
  if (options.revoke !== undefined) {
    return revoke(link, { id: options.revoke, reason: needed(options.reason, '--reason') });
  }
  if (options.code !== undefined) {
    return issueCode(doors, options.code);
  }
  const enrolled = await enrol(options, doors);
  return describe(enrolled, doors, options.redeem ? await redeemCode(link, enrolled.enrolment.code) : null);
}

type Enrolled = { readonly role: string; readonly id: string; readonly name: string; readonly enrolment: EnrolmentCode };

async function enrol(options: Args, { link, courtCode }: Doors): Promise<Enrolled> {
  const name = needed(options.name, '--name');
  const role = DEVICE_KINDS.find((known) => known === options.role);
  const commandId = newCommandId();
  if (role !== undefined) {
    const court = courtOf(await link.snapshot(), options.court ?? courtCode);
    const { device, enrolment } = await link.request('device.enrol', { commandId, courtCode: court, name, kind: role });
    return { role, id: device.deviceId, name, enrolment };
  }
  if (options.role !== 'unit') {
    throw new UsageError('--role 须为 unit、console 或 observer');
  }
  const teamName = needed(options.team, '--team');
  const code = needed(options.court, '--court');
  const kind = UNIT_KINDS.find((known) => known === options.kind);
  if (kind === undefined) {
    throw new UsageError(`--kind 须为 ${UNIT_KINDS.join('、')} 之一`);
  }
  const court = courtOf(await link.snapshot(), code);
  const { unit, enrolment } = await link.request('unit.enrol', { commandId, courtCode: court, name, teamName, kind });
  return { role: 'unit', id: unit.unitId, name, enrolment };
}

type Redeemed = RequestOutput<'session.redeemCode'>;

function describe({ role, id, name, enrolment }: Enrolled, { url, caFingerprint }: Doors, redeemed: Redeemed | null): Printed {
  const shown = redeemed === null
    ? [`注册码:${enrolment.code}(有效期至 ${beijingTime(enrolment.expiresAt)},只能用一次)`, ...(enrolment.link === null ? [] : [`手机链接:${enrolment.link}`])]
    : [`令牌编号:${redeemed.tokenId}`, `有效期至:${beijingTime(redeemed.expiresAt)}`, `令牌:${redeemed.token}`];
  const code = redeemed === null ? { code: enrolment.code, codeExpiresAt: enrolment.expiresAt, link: enrolment.link } : { token: redeemed.token, tokenId: redeemed.tokenId, expiresAt: redeemed.expiresAt };
  return {
    lines: [`${role === 'unit' ? '单位' : '设备'}编号:${id}`, `名称:${name}`, `指挥中心:${url}`, `CA 指纹:${caFingerprint}`, ...shown],
    json: { role, [role === 'unit' ? 'unitId' : 'deviceId']: id, name, url, caFingerprint, ...code },
  };
}

async function issueCode(doors: Doors, id: string): Promise<Printed> {
  const { unit, device } = holderOf(await doors.link.snapshot(), id);
  const commandId = newCommandId();
  if (unit !== undefined) {
    const { enrolment } = await doors.link.request('unit.issueCode', { commandId, unitId: unit.unitId });
    return describe({ role: 'unit', id, name: unit.name, enrolment }, doors, null);
  }
  const { enrolment } = await doors.link.request('device.issueCode', { commandId, deviceId: device.deviceId });
  return describe({ role: device.kind, id, name: device.name, enrolment }, doors, null);
}

async function revoke(link: OperatorLink, { id, reason }: { id: string; reason: string }): Promise<Printed> {
  const { unit, device } = holderOf(await link.snapshot(), id);
  const commandId = newCommandId();
  if (unit === undefined) {
    await link.request('device.revoke', { commandId, deviceId: device.deviceId, expectedVersion: device.version, reason });
  } else {
    await link.request('unit.revoke', { commandId, unitId: unit.unitId, expectedVersion: unit.version, reason });
  }
  return { lines: [`已吊销:${(unit ?? device).name}`], json: { revoked: id } };
}

type Unit = HallSnapshot['units'][number];
type Device = HallSnapshot['devices'][number];

/** Errors: UsageError. */
function holderOf({ units, devices }: HallSnapshot, id: string): { unit: Unit; device: undefined } | { unit: undefined; device: Device } {
  const unit = units.find(({ unitId }) => unitId === id);
  if (unit !== undefined) {
    return { unit, device: undefined };
  }
  const device = devices.find(({ deviceId }) => deviceId === id);
  if (device === undefined) {
    throw new UsageError(`没有编号为 ${id} 的单位或设备，请先用 --list 查看。`);
  }
  return { unit: undefined, device };
}

function listOf({ units, devices, courts }: HallSnapshot): Printed {
  const courtNames = new Map(courts.map(({ courtCode, name }) => [courtCode, name]));
  const states = { enrolled: '在用', revoked: '已吊销' } as const;
  const lines = [
    ...units.map(({ unitId, name, teamName, courtCode, kind, state }) => [unitId, kind, name, teamName, courtNames.get(courtCode) ?? courtCode, states[state]].join('\t')),
    ...devices.map(({ deviceId, name, courtCode, kind, state }) => [deviceId, kind, name, '-', courtNames.get(courtCode) ?? courtCode, states[state]].join('\t')),
  ];
  return { lines: lines.length === 0 ? ['还没有登记过单位和设备'] : lines, json: { units, devices } };
}
