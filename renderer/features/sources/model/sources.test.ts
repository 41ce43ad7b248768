import { Map as PersistentMap } from 'immutable';
import { describe, expect, it, vi } from 'vitest';
import type { SourceStatus } from '#protocol/media/sources.ts';
import { courtCode, sourceId, unitId, type SourceId } from '#protocol/nouns/ids.ts';
import { FakeHallLink } from '../../../link/fakeHallLink.ts';
import { createSourceWatch } from './createSourceWatch.ts';
import { addressOf, EMPTY_FORM, formOf, isWhole, secretOf, whipAddress, withUrl, wrongFields } from './sourceForm.ts';
import { codecName, codecsText, matchSourceRows, secondsToNext, sourceRows } from './sourceRows.ts';

const uuid = (number: number) => `0190a0b0-0000-7000-8000-${String(number).padStart(12, '0')}`;
const source = (number: number) => sourceId.parse(uuid(number));
const status = (of: SourceId, change: Partial<SourceStatus> = {}): SourceStatus => ({ sourceId: of, state: 'live', sinceAt: 1, fault: null, attempts: 0, nextAttemptAt: null, feedId: null, media: null, ...change });

describe('the form of a source', () => {
  it('takes name and password out of an address that was pasted with them', () => {
    const form = withUrl({ ...EMPTY_FORM, label: '大门' }, 'rtsp://admin:p%40ss@192.168.1.64:554/ch1');
    expect(form).toMatchObject({ url: 'rtsp://192.168.1.64:554/ch1', username: 'admin', password: 'p@ss' });
    expect(addressOf(form)).toEqual({ protocol: 'rtsp', url: 'rtsp://192.168.1.64:554/ch1', username: 'admin', transport: 'tcp' });
    expect(secretOf(form)).toBe('p@ss');
  });

  it('says what is wrong, and not what is only missing', () => {
    expect(wrongFields(EMPTY_FORM)).toEqual({ label: false, url: false, deviceId: false, channelId: false });
    expect(addressOf(EMPTY_FORM)).toBeNull();
    expect(wrongFields({ ...EMPTY_FORM, url: 'http://camera/' }).url).toBe(true);
    expect(wrongFields({ ...EMPTY_FORM, protocol: 'gb28181', deviceId: '123', channelId: '34020000001310000001' })).toEqual({ label: false, url: false, deviceId: true, channelId: false });
  });

  it('sends no password for what is pushed, where the hall makes the key', () => {
    expect(secretOf({ ...EMPTY_FORM, protocol: 'srt', password: 'left over' })).toBeNull();
    expect(addressOf({ ...EMPTY_FORM, protocol: 'srt', url: 'left over' })).toEqual({ protocol: 'srt' });
  });

  it('of an encoder by WHIP wants a name that fits into its address, and makes no source', () => {
    const form = { ...EMPTY_FORM, protocol: 'whip', label: ' 车顶 1 ' } as const;
    expect([isWhole(form), addressOf(form), secretOf({ ...form, password: 'left over' })]).toEqual([true, null, null]);
    expect(whipAddress('https://hall:8443/whip', form.label)).toBe(`https://hall:8443/whip/${encodeURIComponent('车顶 1')}`);
    expect([isWhole({ ...form, label: '车顶/前' }), wrongFields({ ...form, label: '车顶/前' }).label]).toEqual([false, true]);
    expect([isWhole({ ...form, label: ' ' }), wrongFields({ ...form, label: ' ' }).label]).toEqual([false, false]);
    expect(isWhole({ ...EMPTY_FORM, protocol: 'rtmp', label: '车顶/前' })).toBe(true);
  });

  it('comes back from what it made', () => {
    const address = { protocol: 'gb28181', deviceId: '34020000001110000001', channelId: '34020000001310000001', transport: 'tcpPassive' } as const;
    expect(addressOf(formOf({ label: '门', address }))).toEqual(address);
  });
});

describe('the rows', () => {
  it('name codecs as devices print them', () => {
    expect(['h264', 'hevc', 'H265', 'opus', 'pcm_alaw', 'PCMA', 'mp2'].map(codecName)).toEqual(['H.264', 'H.265', 'H.265', 'Opus', 'G.711A', 'G.711A', 'MP2']);
    expect(codecsText({ videoCodec: 'H265', audioCodec: 'PCMA', copied: false })).toBe('H.265 + G.711A');
  });

  const court = courtCode.parse('闽02');
  const unit = (number: number) => unitId.parse(uuid(100 + number));
  const record = (number: number, url: string) => ({ sourceId: source(number), courtCode: court, unitId: unit(number), label: `镜头${number}`, address: { protocol: 'rtsp' as const, url, username: '', transport: 'tcp' as const }, enabled: true, version: 1 });
  const log = {
    sources: PersistentMap([10, 2].map((number) => [source(number), record(number, `rtsp://10.0.0.${number}/`)])),
    units: PersistentMap([10, 2].map((number) => [unit(number), { unitId: unit(number), courtCode: court, name: `摄像机${number}`, teamName: '队', kind: 'camera' as const, state: 'enrolled' as const, enrolledAt: 1, version: 1 }])),
    courts: PersistentMap(),
  } as Parameters<typeof sourceRows>[0];

  it('stand by name, as people count, whatever their state', () => {
    const rows = sourceRows(log, new Map([[source(10), status(source(10), { state: 'retrying' })]]));
    expect(rows.map(({ unitName, status: now }) => [unitName, now?.state])).toEqual([['摄像机2', undefined], ['摄像机10', 'retrying']]);
    expect(matchSourceRows(rows, { text: '10.0.0.2', protocol: null, state: null })).toHaveLength(1);
    expect(matchSourceRows(rows, { text: '', protocol: null, state: 'retrying' }).map(({ unitName }) => unitName)).toEqual(['摄像机10']);
  });

  it('count down to the next attempt, and never below nothing', () => {
    expect(secondsToNext(status(source(1), { state: 'retrying', nextAttemptAt: 10_500 }), 9_000)).toBe(2);
    expect(secondsToNext(status(source(1), { state: 'retrying', nextAttemptAt: 10_500 }), 20_000)).toBe(0);
    expect(secondsToNext(status(source(1), { state: 'live', nextAttemptAt: 10_500 }), 9_000)).toBeNull();
  });
});

describe('the watch', () => {
  it('is not overruled by an answer that is older than what it was told', async () => {
    const link = new FakeHallLink();
    const asked: ((answer: { statuses: SourceStatus[] }) => void)[] = [];
    link.answers['source.statuses'] = () => new Promise((resolve) => asked.push(resolve));
    link.goOnline({});
    const watch = createSourceWatch({ link });
    const stop = watch.start();
    link.notify('source.statusChanged', status(source(1), { state: 'retrying' }));
    await vi.waitFor(() => expect(asked).toHaveLength(1));
    asked[0]!({ statuses: [status(source(1)), status(source(2))] });
    const states = () => Object.fromEntries([...(watch.state.getState().statuses ?? [])].map(([id, { state }]) => [id, state]));
    await vi.waitFor(() => expect(states()).toEqual({ [source(1)]: 'retrying', [source(2)]: 'live' }));
    link.notify('source.statusChanged', status(source(2), { state: 'off' }));
    expect(states()[source(2)]).toBe('off');
    stop();
    link.notify('source.statusChanged', status(source(2), { state: 'live' }));
    expect(states()[source(2)]).toBe('off');
  });
});
