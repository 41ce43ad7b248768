import type { AlarmKind, Severity } from '#protocol/alarms/alarms.ts';
import { parseGbTime } from '../words/manscdp.ts';
import { nodesIn, numberIn, textIn, type XmlNode } from '../words/xmlWords.ts';

export type GbAlarm = {
  readonly kind: AlarmKind;
  readonly severity: Severity;
  readonly text: string;
  readonly occurredAt: number;
  readonly position: { readonly longitudeDeg: number; readonly latitudeDeg: number } | null;
  /** The same for the same happening, however often the device tells it. */
  readonly identity: readonly (string | number)[];
};

/** AlarmMethod of the standard; each has a kind of the hall's own (README). */
const METHODS: Readonly<Record<number, { readonly kind: AlarmKind; readonly words: string }>> = {
  1: { kind: 'sos', words: '电话报警' },
  2: { kind: 'sos', words: '设备报警' },
  3: { kind: 'sos', words: '短信报警' },
  4: { kind: 'fence', words: 'GPS 报警' },
  5: { kind: 'sos', words: '视频报警' },
  6: { kind: 'silent', words: '设备故障报警' },
  7: { kind: 'sos', words: '其他报警' },
};
/** AlarmType of a device's own alarms (method 2). */
const DEVICE_TYPES: Readonly<Record<number, { readonly kind: AlarmKind; readonly words: string }>> = {
  1: { kind: 'recorder', words: '视频丢失' },
  2: { kind: 'recorder', words: '设备防拆' },
  3: { kind: 'recorder', words: '存储设备磁盘满' },
  4: { kind: 'recorder', words: '设备高温' },
  5: { kind: 'recorder', words: '设备低温' },
};

/** An Alarm notify. Undefined: a reset, which is no alarm. */
export function readAlarm(node: XmlNode, serial: number, now: number): GbAlarm | undefined {
  const method = numberIn(node, 'AlarmMethod') ?? 2;
  const priority = numberIn(node, 'AlarmPriority') ?? 1;
  // Priority 0 says that what was is over.
  if (priority === 0) return undefined;
  const [info] = nodesIn(node, 'Info');
  const type = numberIn(info ?? node, 'AlarmType') ?? numberIn(node, 'AlarmType');
  const found = (method === 2 && type !== undefined ? DEVICE_TYPES[type] : undefined) ?? METHODS[method] ?? { kind: 'sos' as const, words: '报警' };
  const description = textIn(node, 'AlarmDescription')?.slice(0, 200);
  const occurredAt = parseGbTime(textIn(node, 'AlarmTime'));
  const longitudeDeg = numberIn(node, 'Longitude');
  const latitudeDeg = numberIn(node, 'Latitude');
  const placed = longitudeDeg !== undefined && latitudeDeg !== undefined && Math.abs(longitudeDeg) <= 180 && Math.abs(latitudeDeg) <= 90 && (longitudeDeg !== 0 || latitudeDeg !== 0);
  return {
    kind: found.kind,
    severity: found.kind === 'sos' ? 'urgent' : priority <= 2 ? 'warning' : 'notice',
    text: description === undefined ? found.words : `${found.words}：${description}`,
    occurredAt: Math.min(occurredAt ?? now, now),
    position: placed ? { longitudeDeg, latitudeDeg } : null,
    identity: [serial, textIn(node, 'AlarmTime') ?? '', method],
  };
}
