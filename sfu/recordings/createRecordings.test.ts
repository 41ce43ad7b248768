import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '#protocol/errors.ts';
import type { Playback } from '#protocol/media/recordings.ts';
import { feedId, sourceId, type UnitId } from '#protocol/nouns/ids.ts';
import type { GbRecordings } from '../ports/gbRecordings.ts';
import { court, newId, openFujianLog, openTestSession, type TestLog } from '../testing/testLog.ts';
import { createRecordings } from './createRecordings.ts';

const SOURCE = sourceId.parse(crypto.randomUUID());
const CAMERA = sourceId.parse(crypto.randomUUID());
const SPAN = { from: 0, until: 3_600_000 };
const desk = openTestSession({ courtCode: '闽02', name: '林值班' });
const other = openTestSession({ courtCode: '闽02', name: '陈调度' });
const elsewhere = openTestSession({ courtCode: '闽06', name: '他院调度员' });
const lookingOn = openTestSession({ courtCode: '闽02', name: '旁观' });

let test: TestLog;
let unitId: UnitId;
let here: boolean;
let playing: Playback | null;
/** What was in the log when the device was called. */
let calledAfter: string[][];

const devices: GbRecordings = {
  isHere: () => here,
  list: async () => ({ recordings: [], announced: 0 }),
  of: () => playing,
  play: async ({ record, span, holder: { sessionId, name } }) => {
    calledAfter.push(test.entries().map(({ name: entry }) => entry));
    playing = { sourceId: record.sourceId, unitId, courtCode: record.courtCode, feedId: feedId.parse(crypto.randomUUID()), ...span, state: 'calling', speed: 1, recordedAt: span.from, holder: { sessionId, name }, ending: null };
    return playing;
  },
  steer: async () => {
    if (playing === null) throw new AppError('notFound');
    return playing;
  },
  stop: () => {
    playing = null;
  },
};
const room = () => createRecordings({ log: test.log, devices: () => devices, sessions: () => [desk.session, elsewhere.session, { ...lookingOn.session, capabilities: new Set(['hall.follow'] as const) }] });
const asked = (change: { sourceId?: typeof SOURCE } = {}) => ({ commandId: newId.command(), sourceId: SOURCE, ...SPAN, purpose: '核对扣押物品', ...change });
const play = async (session = desk.session, change = {}) => room().handlers['recording.play'](asked(change), session);
const looks = () => test.entries().filter(({ name }) => name === 'recording.played');

beforeEach(async () => {
  test = await openFujianLog();
  unitId = newId.unit();
  [here, playing, calledAfter] = [true, null, []];
  const source = { unitId, srtPort: null };
  await test.seed(
    { name: 'unit.enrolled', subject: `unit/${unitId}`, courtCode: court('闽0203'), data: { name: '记录仪', teamName: '一队', kind: 'recorder' } },
    { name: 'source.added', subject: `source/${SOURCE}`, courtCode: court('闽0203'), data: { ...source, label: '胸前', address: { protocol: 'gb28181', deviceId: '35000000001320000001', channelId: '35000000001310000001', transport: 'udp' } } },
    { name: 'source.added', subject: `source/${CAMERA}`, courtCode: court('闽0203'), data: { ...source, label: '大门', address: { protocol: 'rtmp' } } },
  );
});
afterEach(async () => test.log.close());

describe('a look at what a device recorded', () => {
  it('is in the log, with its purpose, before the device is called', async () => {
    await play();
    expect(looks()).toMatchObject([{ courtCode: '闽0203', actor: { kind: 'person', name: '林值班' }, data: { unitId, sourceId: SOURCE, label: '胸前', fromAt: 0, untilAt: 3_600_000, purpose: '核对扣押物品' } }]);
    expect(calledAfter.map((names) => names.at(-1))).toEqual(['recording.played']);
  });

  it('is none, and in no log, while the device is away, another plays it, or nothing can be recorded', async () => {
    here = false;
    await expect(play()).rejects.toMatchObject({ code: 'deviceAway' });
    here = true;
    await play();
    await expect(play(other.session)).rejects.toMatchObject({ code: 'playbackHeld', params: { name: '林值班' } });
    await expect(play(desk.session, { sourceId: CAMERA })).rejects.toMatchObject({ code: 'notFound' });
    test.journal.setDown('diskFull');
    await expect(play()).rejects.toMatchObject({ code: 'logUnavailable' });
    expect([looks().length, calledAfter.length]).toEqual([1, 1]);
  });

  it('names the channels of a unit, which of them are here and what they play', async () => {
    expect(await room().handlers['recording.channels']({ unitId }, desk.session)).toEqual({ channels: [{ sourceId: SOURCE, label: '胸前', here: true }], playbacks: [] });
    await play();
    expect(await room().handlers['recording.channels']({ unitId }, other.session)).toMatchObject({ playbacks: [{ sourceId: SOURCE, holder: { name: '林值班' } }] });
  });

  it('is told to those who may see it, of the court and above', async () => {
    const { playback } = await play();
    room().tell(playback);
    expect([desk, elsewhere, lookingOn].map(({ told }) => told.filter(({ name }) => name === 'recording.changed').length)).toEqual([1, 0, 0]);
  });

  it('is away where the hall speaks no GB/T 28181', async () => {
    const none = createRecordings({ log: test.log, devices: () => null, sessions: () => [] });
    await expect(async () => none.handlers['recording.list']({ sourceId: SOURCE, ...SPAN }, desk.session)).rejects.toMatchObject({ code: 'deviceAway' });
    expect(await none.handlers['recording.channels']({ unitId }, desk.session)).toMatchObject({ channels: [{ here: false }], playbacks: [] });
  });
});
