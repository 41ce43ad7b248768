import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { programFolder } from '../../config/programFolder.ts';
import { readCounties } from './readCounties.ts';

describe('the counties of the basemap', () => {
  const countyAt = readCounties(path.join(programFolder, 'assets/map/region.json'));

  it.each<[string, number, number, string | null]>([
    ['the town of Anxi, which is nearer to the middle of Nan’an', 118.18, 25.06, '闽0524 安溪县'],
    ['Xiamen island', 118.09, 24.46, '闽0203 思明区'],
    ['Fuzhou', 119.3, 26.08, '闽0102 鼓楼区'],
    ['Pingtan, an island', 119.79, 25.5, '闽0128 平潭县'],
    ['Dongshan, another', 117.43, 23.7, '闽0626 东山县'],
    ['the mountains of Longyan', 116.75, 25.7, '闽0825 连城县'],
    ['the open sea', 120.5, 24.5, null],
    ['Guangzhou', 113.26, 23.13, null],
  ])('%s', (_, longitudeDeg, latitudeDeg, expected) => {
    const county = countyAt({ longitudeDeg, latitudeDeg });
    expect(county === null ? null : `${county.areaCode} ${county.name}`).toBe(expected);
  });
});
