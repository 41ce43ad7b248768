import { AppError } from '#protocol/errors.ts';
import type { DeviceRecording } from '#protocol/media/recordings.ts';
import type { GbDevice } from '../devices/deviceBook.ts';
import type { DeviceQueries } from '../devices/deviceQueries.ts';
import { gbTime, parseGbTime } from '../words/manscdp.ts';
import { numberIn, textIn, type XmlNode } from '../words/xmlWords.ts';

const KINDS: readonly DeviceRecording['kind'][] = ['time', 'alarm', 'manual'];

type Span = { readonly from: number; readonly until: number };
type Listed = { readonly recordings: DeviceRecording[]; /** As the device said. */ readonly announced: number };

/** What the device keeps of the channel. Errors: AppError deviceSilent, deviceRefused. */
export async function listRecordings(queries: DeviceQueries, device: GbDevice, channelId: string, { from, until }: Span): Promise<Listed> {
  const answer = await queries.ask(device, 'RecordInfo', {
    about: channelId,
    list: 'RecordList',
    words: { StartTime: gbTime(from), EndTime: gbTime(until), Secrecy: 0, Type: 'all' },
  });
  if (answer === null) throw new AppError('deviceSilent');
  if (textIn(answer.node, 'Result')?.toUpperCase() === 'ERROR') throw new AppError('deviceRefused', { params: { detail: textIn(answer.node, 'Reason') ?? 'ERROR' } });
  const known = new Map(answer.items.flatMap((item) => {
    const recording = readRecording(item, { from, until });
    // The same file comes again when an answer was lost on the way.
    return recording === null ? [] : [[`${recording.from}-${recording.until}-${recording.kind}`, recording] as const];
  }));
  const recordings = [...known.values()].toSorted((one, other) => one.from - other.from || one.until - other.until);
  return { recordings, announced: Math.max(recordings.length, answer.announced - (answer.items.length - known.size)) };
}

/** Null: without times, or of another day. */
function readRecording(item: XmlNode, within: Span): DeviceRecording | null {
  const from = parseGbTime(textIn(item, 'StartTime'));
  const until = parseGbTime(textIn(item, 'EndTime'));
  if (from === undefined || until === undefined || until <= from || until <= within.from || from >= within.until) return null;
  const said = textIn(item, 'Type')?.toLowerCase();
  const bytes = numberIn(item, 'FileSize');
  return {
    from,
    until,
    kind: KINDS.find((kind) => kind === said) ?? 'unknown',
    secret: textIn(item, 'Secrecy') === '1',
    name: (textIn(item, 'Name') ?? '').slice(0, 128),
    bytes: bytes === undefined || bytes < 0 ? null : bytes,
  };
}
