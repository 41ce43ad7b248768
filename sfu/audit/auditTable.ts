import type { Actor, Entry } from '#protocol/nouns/log.ts';
import { courtName } from '#domain/courts/courtName.ts';
import type { HallState } from '#domain/hallState/hallState.ts';
import { idOf } from '#domain/hallState/idOf.ts';
import { shortCourtName } from '#domain/naming/shortCourtName.ts';
import type { CourtCode, DeviceId, FeedId, PartnerId, UnitId, UserId } from '#protocol/nouns/ids.ts';
import { beijingTime, entrySentence, oneLine, type Words } from './entrySentence.ts';

/** Entries as lines of a terminal: number, Beijing time, who, what, about what. `state`: for the names of things. */
export function auditTable(entries: readonly Entry[], state: HallState, words: Words): string {
  const rows = entries.map((entry) => [
    String(entry.sequence),
    beijingTime(entry.at),
    actorText(entry.actor, state),
    oneLine(entrySentence(entry, words)),
    subjectText(entry.subject, state),
  ]);
  const head = ['序号', '北京时间', '谁', '做了什么', '对象'];
  const widths = head.map((_title, column) => Math.max(...[head, ...rows].map((row) => width(row[column] ?? ''))));
  return [head, ...rows].map((row) => row.map((cell, column) => (column === row.length - 1 ? cell : cell + ' '.repeat(widths[column]! - width(cell)))).join('  ')).join('\n');
}

function actorText(actor: Actor, { courts }: HallState): string {
  switch (actor.kind) {
    case 'hall': return '大厅';
    case 'partner': return `${oneLine(actor.name)}（协作方）`;
    case 'operator': return `${oneLine(actor.name)}（本机命令行）`;
    case 'person':
    case 'unit':
    case 'device': return `${oneLine(actor.name)}（${shortCourtName(courtName(courts, actor.courtCode))}）`;
  }
}

function subjectText(subject: string, state: HallState): string {
  const name = subjectName(subject, state);
  return name === undefined ? oneLine(subject) : `${oneLine(name)}（${oneLine(subject)}）`;
}

function subjectName(subject: string, { courts, users, devices, units, feeds, partners }: HallState): string | undefined {
  const id = idOf(subject);
  switch (subject.slice(0, subject.indexOf('/'))) {
    case 'court':
    case 'centre': return courts.get(id as CourtCode)?.name;
    case 'user':
    case 'personal': return users.get(id as UserId)?.name;
    case 'device': return devices.get(id as DeviceId)?.name;
    case 'unit': return units.get(id as UnitId)?.name;
    case 'partner': return partners.get(id as PartnerId)?.name;
    case 'feed': return units.get(feeds.get(id as FeedId)?.unitId as UnitId)?.name;
    default: return undefined;
  }
}

/** Columns that the text takes: Chinese characters and full-width signs take two. */
function width(text: string): number {
  return Array.from(text).reduce((sum, character) => sum + (/[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/.test(character) ? 2 : 1), 0);
}
