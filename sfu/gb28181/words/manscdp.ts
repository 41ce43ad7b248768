import { numberIn, readXml, textIn, writeXml, XmlWordsError, type XmlNode, type XmlWords } from './xmlWords.ts';

export const MANSCDP_TYPE = 'Application/MANSCDP+xml';

const KINDS = ['Notify', 'Query', 'Response', 'Control'] as const;
type Kind = (typeof KINDS)[number];

/** One message of devices to each other (GB/T 28181 annex A). */
export type Manscdp = { readonly kind: Kind; readonly command: string; readonly serial: number; readonly deviceId: string; readonly node: XmlNode };

/** Errors: XmlWordsError. */
export function parseManscdp(body: Buffer): Manscdp {
  const { root, node } = readXml(body);
  const kind = KINDS.find((one) => one === root);
  const command = textIn(node, 'CmdType');
  const serial = numberIn(node, 'SN');
  const deviceId = textIn(node, 'DeviceID') ?? textIn(node, 'SourceID');
  if (kind === undefined || command === undefined || deviceId === undefined || !/^\d{20}$/.test(deviceId)) throw new XmlWordsError('no command');
  return { kind, command, serial: serial ?? 0, deviceId, node };
}

/** `CmdType`, `SN`, `DeviceID` and then the rest, in the order that the standard asks for. */
export function manscdp(kind: Kind, command: string, serial: number, deviceId: string, rest: XmlWords = {}): Buffer {
  return writeXml(kind, { CmdType: command, SN: serial, DeviceID: deviceId, ...rest });
}

/** Whether a device says that it has sent all of a recording. */
export function isRecordingSent({ command, node }: Manscdp): boolean {
  return command === 'MediaStatus' && textIn(node, 'NotifyType') === '121';
}

/** Times of GB/T 28181 are those of China, without a zone: `2026-11-23T09:30:00`. */
const CHINA_MS = 8 * 3_600_000;

export function gbTime(at: number): string {
  return new Date(at + CHINA_MS).toISOString().slice(0, 19);
}

/** Ms since the epoch; undefined for what is no time. */
export function parseGbTime(text: string | undefined): number | undefined {
  const matched = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(\.\d{1,6})?(Z|[+-]\d\d:\d\d)?$/.exec(text?.trim() ?? '');
  if (matched === null) return undefined;
  const [, day = '', time = '', part = '', zone = '+08:00'] = matched;
  const at = Date.parse(`${day}T${time}${part.slice(0, 4)}${zone}`);
  return Number.isNaN(at) ? undefined : at;
}
