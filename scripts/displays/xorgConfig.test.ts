import { describe, expect, it } from 'vitest';
import { layOut, wallSize } from './layout.ts';
import { modeline, xorgConfig } from './xorgConfig.ts';

describe('layOut', () => {
  it('puts displays side by side without gaps', () => {
    expect(layOut({ count: 3, width: 1280, height: 720 }).map(({ name, x, y }) => [name, x, y])).toEqual([
      ['DUMMY0', 0, 0],
      ['DUMMY1', 1280, 0],
      ['DUMMY2', 2560, 0],
    ]);
    expect(wallSize(layOut({ count: 4, width: 1920, height: 1080 }))).toEqual({ width: 7680, height: 1080 });
  });

  it('refuses walls that the server would make differently', () => {
    for (const wall of [
      { count: 0, width: 1920, height: 1080 },
      { count: 17, width: 800, height: 600 },
      { count: 1, width: 1366, height: 768 },
      { count: 16, width: 2560, height: 1440 },
    ]) {
      expect(() => layOut(wall)).toThrow(RangeError);
    }
  });
});

describe('xorgConfig', () => {
  const config = xorgConfig(layOut({ count: 2, width: 1920, height: 1080 }));

  it('has every display on and in place', () => {
    expect(config.match(/Identifier "DUMMY\d"/g)).toEqual(['Identifier "DUMMY0"', 'Identifier "DUMMY1"']);
    expect(config.match(/Option "Position" "[^"]+"/g)).toEqual(['Option "Position" "0 0"', 'Option "Position" "1920 0"']);
    expect(config).toContain('Virtual 3840 1080');
  });

  it('leaves the real machine alone', () => {
    for (const name of ['AutoAddGPU', 'AutoAddDevices', 'AutoEnableDevices']) expect(config).toContain(`Option "${name}" "false"`);
  });

  it('closes every section it opens', () => {
    expect(config.match(/^Section/gm)).toHaveLength(config.match(/^EndSection/gm)?.length ?? -1);
  });
});

it('writes modes that run at sixty pictures a second', () => {
  const [clock = 0, ...edges] = modeline({ width: 1920, height: 1080 }).split(' ').slice(2).map(Number);
  const [columns, rows] = [edges.slice(0, 4), edges.slice(4)];
  for (const group of [columns, rows]) expect(group).toEqual([...group].sort((a, b) => a - b));
  expect((clock * 1e6) / ((columns[3] ?? 0) * (rows[3] ?? 0))).toBeCloseTo(60, 1);
});
