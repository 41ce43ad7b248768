import { parseArgs } from 'node:util';
import { VIDEO_CODECS, type VideoCodec } from './media/programStream.ts';
import { FAULTS, type Fault } from './simulatedDevice.ts';

export const USAGE = `用法：npm run gb-device -- --server <平台编号>@<地址>:<端口> --password <密码> [选项]

模拟国标 GB/T 28181 设备（执法记录仪、摄像机），用于联调。按 Ctrl+C 注销并结束。

  --server <编号@地址:端口>   上级平台，如 35000000002000000001@127.0.0.1:5060（必填）
  --password <密码>           注册密码（必填）
  --realm <10 位>             SIP 域，默认平台编号前 10 位
  --id <20 位>                设备编号，默认 SIP 域 + 1320000001
  --name <名称>               设备名称，默认「模拟执法记录仪」
  --count <N>                 同时模拟的设备数，编号递增，默认 1
  --channels <N>              每台设备的通道数，默认 1
  --transport udp|tcp         信令传输方式，默认 udp
  --edition 2016|2022         标准版本，默认 2016（MD5、GB2312）；2022 用 SHA-256、GB18030
  --media ${VIDEO_CODECS.join('|')}   画面编码，默认 h264；画面中央的数字是当前秒
  --silent                    没有声音（默认每台设备一个单音）
  --voice udp|connects|listens  语音广播的媒体方式，默认 udp
  --position <纬度,经度>      所在位置（WGS-84），如 26.0745,119.2965
  --track                     在该位置周围移动
  --alarm-every <秒>          定时报警
  --recordings [--days <N>]   有录像可查、可回放，每 10 分钟一个文件，默认 3 天
  --heartbeat <秒>            心跳间隔，默认 60
  --expires <秒>              注册有效期，默认 3600
  --behind-nat                信令和 SDP 里只写内网地址
  --loss <百分比>             UDP 媒体丢包率
  --fault ${FAULTS.join('|')}
  --for <秒>                  到时自动结束
`;

/** The words on the command line are not what they should be; the message says what to do. */
export class OptionError extends Error {
  override readonly name = 'OptionError';
}

export type Options = {
  readonly server: { readonly id: string; readonly realm: string; readonly host: string; readonly port: number };
  readonly password: string;
  readonly devices: readonly { readonly id: string; readonly name: string; readonly channels: readonly { readonly id: string; readonly name: string }[] }[];
  readonly protocol: 'UDP' | 'TCP';
  readonly edition: '2016' | '2022';
  readonly codec: VideoCodec;
  readonly isSilent: boolean;
  readonly voiceWay: 'udp' | 'connects' | 'listens';
  readonly position: { readonly latitudeDeg: number; readonly longitudeDeg: number } | null;
  readonly isMoving: boolean;
  /** Null: never. */
  readonly alarmEveryMs: number | null;
  /** 0: none. */
  readonly recordedDays: number;
  readonly heartbeatMs: number;
  readonly expiresS: number;
  readonly behindNat: boolean;
  readonly lossPercent: number;
  readonly fault: Fault | null;
  readonly forMs: number | null;
};

const MOST_SERIAL = 9_999_999;

/** Null: help is asked for. Errors: OptionError. */
export function readOptions(args: readonly string[]): Options | null {
  const values = parsed(args);
  if (values.help) return null;
  const server = serverOf(values.server, values.realm);
  if (values.password === undefined) throw new OptionError('请用 --password 给出注册密码');
  const channelCount = whole(values.channels, '--channels', 1, 64);
  const alarmEveryS = values['alarm-every'] === undefined ? null : whole(values['alarm-every'], '--alarm-every', 1, 86_400);
  if (values.track && values.position === undefined) throw new OptionError('--track 需要用 --position 给出起点');
  return {
    server,
    password: values.password,
    devices: devicesOf({ id: values.id ?? `${server.realm}1320000001`, name: values.name, count: whole(values.count, '--count', 1, 500), channelCount }),
    protocol: oneOf(values.transport, '--transport', ['udp', 'tcp'] as const) === 'udp' ? 'UDP' : 'TCP',
    edition: oneOf(values.edition, '--edition', ['2016', '2022'] as const),
    codec: oneOf(values.media, '--media', VIDEO_CODECS),
    isSilent: values.silent,
    voiceWay: oneOf(values.voice, '--voice', ['udp', 'connects', 'listens'] as const),
    position: values.position === undefined ? null : positionOf(values.position),
    isMoving: values.track,
    alarmEveryMs: alarmEveryS === null ? null : alarmEveryS * 1_000,
    recordedDays: values.recordings ? whole(values.days, '--days', 1, 90) : 0,
    heartbeatMs: whole(values.heartbeat, '--heartbeat', 1, 3_600) * 1_000,
    expiresS: whole(values.expires, '--expires', 30, 86_400),
    behindNat: values['behind-nat'],
    lossPercent: whole(values.loss, '--loss', 0, 100),
    fault: values.fault === undefined ? null : oneOf(values.fault, '--fault', FAULTS),
    forMs: values.for === undefined ? null : whole(values.for, '--for', 1, 86_400) * 1_000,
  };
}

function parsed(args: readonly string[]) {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean', default: false } as const;
  try {
    return parseArgs({ args: [...args], options: {
      server: text, password: text, realm: text, id: text, name: { ...text, default: '模拟执法记录仪' }, count: { ...text, default: '1' }, channels: { ...text, default: '1' },
      transport: { ...text, default: 'udp' }, edition: { ...text, default: '2016' }, media: { ...text, default: 'h264' }, silent: flag, voice: { ...text, default: 'udp' },
      position: text, track: flag, 'alarm-every': text, recordings: flag, days: { ...text, default: '3' }, heartbeat: { ...text, default: '60' }, expires: { ...text, default: '3600' },
      'behind-nat': flag, loss: { ...text, default: '0' }, fault: text, for: text, help: { ...flag, short: 'h' },
    } }).values;
  } catch (error) {
    const named = /'(-[^' <]*)/.exec(error instanceof Error ? error.message : '')?.[1];
    throw new OptionError(named === undefined ? '多余的参数，每个参数都要有名称' : `${named} 不认识，或缺少取值`, { cause: error });
  }
}

function serverOf(text: string | undefined, realm: string | undefined): Options['server'] {
  const [, id, host, port = '5060'] = /^(\d{20})@([^:@\s]+)(?::(\d{1,5}))?$/.exec(text ?? '') ?? [];
  if (id === undefined || host === undefined || Number(port) < 1 || Number(port) > 65_535) throw new OptionError('--server 须为「20 位平台编号@地址:端口」，如 35000000002000000001@127.0.0.1:5060');
  if (realm !== undefined && !/^\d{10}$/.test(realm)) throw new OptionError('--realm 须为 10 位数字');
  return { id, host, port: Number(port), realm: realm ?? id.slice(0, 10) };
}

/** The last seven digits count the devices; a channel has its device's, the type 131 and its own number in the last two. */
function devicesOf({ id, name, count, channelCount }: { readonly id: string; readonly name: string; readonly count: number; readonly channelCount: number }): Options['devices'] {
  if (!/^\d{20}$/.test(id)) throw new OptionError('--id 须为 20 位数字');
  const first = Number(id.slice(13));
  if (first + count - 1 > MOST_SERIAL) throw new OptionError('--id 的末 7 位加上 --count 超出了 9999999');
  return Array.from({ length: count }, (_, index) => {
    const serial = first + index;
    const ownName = count === 1 ? name : `${name}${index + 1}`;
    return {
      id: `${id.slice(0, 13)}${String(serial).padStart(7, '0')}`,
      name: ownName,
      channels: Array.from({ length: channelCount }, (_channel, channel) => ({ id: `${id.slice(0, 10)}131${String((serial * 100 + channel + 1) % (MOST_SERIAL + 1)).padStart(7, '0')}`, name: channelCount === 1 ? ownName : `${ownName} 通道${channel + 1}` })),
    };
  });
}

function positionOf(text: string): NonNullable<Options['position']> {
  const [, latitude, longitude] = /^(-?\d{1,2}(?:\.\d+)?)[,，](-?\d{1,3}(?:\.\d+)?)$/.exec(text) ?? [];
  if (latitude === undefined || longitude === undefined || Math.abs(Number(latitude)) > 90 || Math.abs(Number(longitude)) > 180) throw new OptionError('--position 须为「纬度,经度」，如 26.0745,119.2965');
  return { latitudeDeg: Number(latitude), longitudeDeg: Number(longitude) };
}

function whole(text: string, option: string, least: number, most: number): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < least || value > most) throw new OptionError(`${option} 须为 ${least} 到 ${most} 的整数`);
  return value;
}

function oneOf<Choice extends string>(text: string, option: string, choices: readonly Choice[]): Choice {
  const found = choices.find((choice) => choice === text);
  if (found === undefined) throw new OptionError(`${option} 须为 ${choices.join('、')} 之一`);
  return found;
}
