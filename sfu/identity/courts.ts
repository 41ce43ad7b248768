import { readFileSync } from 'node:fs';
import { z } from 'zod';

const places = z.object({
  features: z.array(z.object({ properties: z.object({ kind: z.string(), code: z.string().optional(), name: z.string() }) })),
});

/** 闽, 闽02 or 闽0203: high, intermediate, basic. */
export const COURT_CODE = /^闽(\d{2}(\d{2})?)?$/;

/**
 * Name of a Fujian court by its 法院代字, from the map's administrative divisions: the digits are those of the
 * division's GB/T 2260 code. Null when there is no such court.
 */
export function courtNameOf(courtCode: string): string | null {
  if (!COURT_CODE.test(courtCode)) {
    return null;
  }
  if (courtCode === '闽') {
    return '福建省高级人民法院';
  }
  if (courtCode === '闽72') {
    return '厦门海事法院';
  }
  const names = divisionNames();
  const digits = courtCode.slice(1);
  const prefecture = names.get(`35${digits.slice(0, 2)}00`);
  if (digits.length === 2) {
    return prefecture === undefined ? null : `${prefecture}中级人民法院`;
  }
  const county = names.get(`35${digits}`);
  if (prefecture === undefined || county === undefined) {
    return null;
  }
  return county.endsWith('区') ? `${prefecture}${county}人民法院` : `${county}人民法院`;
}

function divisionNames(): Map<string, string> {
  const file = new URL('../../assets/map/labels.json', import.meta.url);
  const { features } = places.parse(JSON.parse(readFileSync(file, 'utf8')));
  return new Map(features.flatMap(({ properties: { code, name } }) => (code === undefined ? [] : [[code, name] as const])));
}
