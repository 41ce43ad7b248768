import { beijingText, type XmlPart } from './xml.ts';

export type Channel = { readonly id: string; readonly name: string };
export type Recording = { readonly from: number; readonly to: number };
export type Place = { readonly latitudeDeg: number; readonly longitudeDeg: number; readonly speedKmh: number; readonly directionDeg: number };

/** So that each message stays a datagram that no router cuts. */
const ITEMS_PER_MESSAGE = 4;
const FILE_MS = 600_000;
const MAKER = 'Simulator';

/** The answers to a Catalog, several messages long when there are many channels. */
export function catalogueAnswers(deviceId: string, channels: readonly Channel[], status: 'ON' | 'OFF' = 'ON'): XmlPart[][] {
  return inPieces(channels).map((piece) => [['SumNum', channels.length], ['DeviceList', { items: piece.map(({ id, name }): XmlPart[] => [
    ['DeviceID', id], ['Name', name], ['Manufacturer', MAKER], ['Model', 'GB-SIM'], ['Owner', 'Owner'], ['CivilCode', id.slice(0, 6)], ['Address', '模拟'],
    ['Parental', 0], ['ParentID', deviceId], ['SafetyWay', 0], ['RegisterWay', 1], ['Secrecy', 0], ['Status', status],
  ]) }]]);
}

export function deviceInfo(name: string, channelCount: number): XmlPart[] {
  return [['DeviceName', name], ['Result', 'OK'], ['Manufacturer', MAKER], ['Model', 'GB-SIM'], ['Firmware', 'V1.0.0'], ['Channel', channelCount]];
}

export function deviceStatus(now: number): XmlPart[] {
  return [['Result', 'OK'], ['Online', 'ONLINE'], ['Status', 'OK'], ['DeviceTime', beijingText(now)], ['Encode', 'ON'], ['Record', 'ON'], ['Alarmstatus', { items: [] }]];
}

/** Files of ten minutes, in the days before now, whole ones alone. */
export function recordingsOf({ from, to, days, now }: { readonly from: number; readonly to: number; readonly days: number; readonly now: number }): Recording[] {
  const first = Math.max(from, now - days * 86_400_000);
  const last = Math.min(to, now);
  const files: Recording[] = [];
  for (let at = Math.floor(first / FILE_MS) * FILE_MS; at < last && at + FILE_MS <= now; at += FILE_MS) if (at + FILE_MS > first) files.push({ from: at, to: at + FILE_MS });
  return files;
}

export function recordAnswers(channel: Channel, recordings: readonly Recording[]): XmlPart[][] {
  return inPieces(recordings).map((piece) => [['Name', channel.name], ['SumNum', recordings.length], ['RecordList', { items: piece.map(({ from, to }): XmlPart[] => {
    const file = `${beijingText(from).replaceAll(/\D/g, '')}.ps`;
    return [['DeviceID', channel.id], ['Name', file], ['FilePath', `/${file}`], ['Address', '模拟'], ['StartTime', beijingText(from)], ['EndTime', beijingText(to)], ['Secrecy', 0], ['Type', 'time'], ['FileSize', '38000000']];
  }) }]]);
}

export function positionWords({ latitudeDeg, longitudeDeg, speedKmh, directionDeg }: Place, now: number): XmlPart[] {
  return [['Time', beijingText(now)], ['Longitude', longitudeDeg.toFixed(6)], ['Latitude', latitudeDeg.toFixed(6)], ['Speed', speedKmh.toFixed(1)], ['Direction', directionDeg.toFixed(1)], ['Altitude', '12.0']];
}

export function alarmWords({ text, place, now }: { readonly text: string; readonly place: Place | null; readonly now: number }): XmlPart[] {
  return [
    ['AlarmPriority', 1], ['AlarmMethod', 2], ['AlarmTime', beijingText(now)], ['AlarmDescription', text],
    ...(place === null ? [] : [['Longitude', place.longitudeDeg.toFixed(6)], ['Latitude', place.latitudeDeg.toFixed(6)]] as const),
  ];
}

function inPieces<Item>(items: readonly Item[]): Item[][] {
  // An empty list is told too: that there is nothing.
  return Array.from({ length: Math.max(1, Math.ceil(items.length / ITEMS_PER_MESSAGE)) }, (_, index) => items.slice(index * ITEMS_PER_MESSAGE, (index + 1) * ITEMS_PER_MESSAGE));
}
