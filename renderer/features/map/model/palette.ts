/**
 * The map's own colours. Land and sea stay within a narrow dark range, so that the only saturated things on the
 * map are units: green is live, red is an alarm, blue is what the dispatcher has chosen.
 */
export const palette = {
  sea: '#0b1521',
  seaName: '#3f5f7d',
  landForeign: '#121a23',
  land: '#18222d',
  /** Three tones, so that neighbouring prefectures can be told apart without a legend. */
  prefectures: ['#223244', '#263748', '#1f2d3e'],
  coast: '#33475b',
  borderProvince: '#3b4d60',
  borderCounty: '#4b647e',
  borderPrefecture: '#6a87a4',
  borderFujian: '#86b6e0',
  borderFujianGlow: '#3f78ad',
  dash: '#4f647a',
  nameProvince: '#73879b',
  namePrefecture: '#dbe6f1',
  nameCounty: '#a9bccf',
  nameHalo: '#0e1824',
  street: '#46576a',
  streetMajor: '#6d7f92',
  building: '#2c3a49',
  water: '#10202f',
} as const;

/** Marker and name colours of the units by tone. */
export const unitPalette = {
  live: { fill: '#35c275', text: '#eaf4fb', plate: 'rgba(9, 17, 26, 0.84)', edge: 'rgba(118, 148, 176, 0.38)' },
  stale: { fill: '#8d99a6', text: '#a3afbb', plate: 'rgba(9, 17, 26, 0.78)', edge: 'rgba(118, 148, 176, 0.22)' },
  offline: { fill: '#66727f', text: '#84909c', plate: 'rgba(9, 17, 26, 0.7)', edge: 'rgba(118, 148, 176, 0.16)' },
  alarm: { fill: '#f0483e', text: '#ffffff', plate: 'rgba(140, 22, 26, 0.92)', edge: '#ff8a85' },
  selected: { fill: '#4d9fff', text: '#ffffff', plate: 'rgba(20, 84, 140, 0.95)', edge: '#8ac7fb' },
} as const;

export type UnitTone = keyof typeof unitPalette;
/** How a text over the map is written: a unit's name, or the number in a badge, which has no plate. */
export type LabelTone = UnitTone | 'badge';
export const labelPalette: Readonly<Record<LabelTone, { readonly text: string; readonly plate: string; readonly edge: string }>> = {
  ...unitPalette,
  badge: { text: '#f2fbf6', plate: 'transparent', edge: 'transparent' },
};

/** Red, green, blue of each tone's trail. */
export const trailColors: Readonly<Record<UnitTone, readonly [number, number, number]>> = {
  live: [53, 194, 117],
  stale: [141, 153, 166],
  offline: [102, 114, 127],
  alarm: [240, 72, 62],
  selected: [77, 159, 255],
};

/** Badges of many units. Not in the colours of states: an alarm is never inside one. */
export const clusterPalette = {
  live: { fill: '#1d4a3a', edge: '#35c275', text: '#f2fbf6' },
  silent: { fill: '#2a333d', edge: '#7b8793', text: '#d5dde6' },
} as const;

/** What is on the map besides units. */
export const placePalette = {
  court: '#c3d2e2',
  courtAbsent: '#7e8fa1',
  courtText: '#b9c8d7',
  operation: '#b79cf2',
  operationPlanned: '#9c8fc4',
  operationText: '#dccffb',
  fence: '#57b6b6',
  fenceText: '#8fd3d3',
  alarm: '#f0483e',
  chosen: '#4d9fff',
} as const;

/** Fonts that the halls' machines carry, Linux first; the names are drawn on the spot, no glyph server is asked. */
export const mapFonts = ['Noto Sans CJK SC', 'Noto Sans SC', 'Microsoft YaHei', 'PingFang SC', 'sans-serif'] as const;
