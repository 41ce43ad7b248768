import { describe, expect, it } from 'vitest';
import { OptionError, readOptions } from './options.ts';

const NEEDED = ['--server', '35000000002000000001@hall:5061', '--password', 'p'];

describe('the words of gb-device', () => {
  it('need a server and a password alone', () => {
    expect(readOptions(NEEDED)).toMatchObject({
      server: { id: '35000000002000000001', realm: '3500000000', host: 'hall', port: 5_061 }, protocol: 'UDP', edition: '2016', codec: 'h264', recordedDays: 0,
      devices: [{ id: '35000000001320000001', channels: [{ id: '35000000001310000101' }] }],
    });
  });

  it('count devices and channels up, no two with one number', () => {
    const devices = readOptions([...NEEDED, '--count', '20', '--channels', '4'])?.devices ?? [];
    const ids = devices.flatMap(({ id, channels }) => [id, ...channels.map((channel) => channel.id)]);
    expect([devices.length, new Set(ids).size, ids.every((id) => /^\d{20}$/.test(id))]).toEqual([20, 100, true]);
  });

  it.each([
    [[], '--server'],
    [['--server', 'hall'], '平台编号@地址:端口'],
    [NEEDED.slice(0, 2), '--password'],
    [[...NEEDED, '--count', '0'], '--count 须为 1 到 500 的整数'],
    [[...NEEDED, '--count', '1.5'], '--count'],
    [[...NEEDED, '--media', 'vp8'], 'h264、h265、mpeg4'],
    [[...NEEDED, '--fault', 'fire'], 'halfCall'],
    [[...NEEDED, '--position', '119'], '纬度,经度'],
    [[...NEEDED, '--track'], '--position'],
    [[...NEEDED, '--colour', 'red'], '--colour'],
    [[...NEEDED, '--id', '12'], '20 位'],
    [[...NEEDED, 'more'], '参数'],
  ])('%j are refused with what to do', (args, words) => {
    expect(() => readOptions(args)).toThrow(OptionError);
    expect(() => readOptions(args)).toThrow(words);
  });
});
