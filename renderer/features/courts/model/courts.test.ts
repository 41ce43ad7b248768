import { Map as PersistentMap } from 'immutable';
import { describe, expect, it } from 'vitest';
import { courtCode, unitId, userId, type CourtCode, type UnitId } from '#protocol/nouns/ids.ts';
import type { Court } from '#protocol/nouns/courts.ts';
import type { CentrePresence, DutyPost } from '#protocol/nouns/duty.ts';
import type { Unit } from '#protocol/nouns/units.ts';
import { courtForm, readCourtForm } from './courtForm.ts';
import { courtOptions } from './courtOptions.ts';
import { centreCounts, courtRows, shownCourts } from './courtTree.ts';

const code = (text: string): CourtCode => courtCode.parse(text);

function court(text: string, name: string): Court {
  return {
    courtCode: code(text),
    name,
    level: text.length === 1 ? 'high' : text.length === 3 ? 'intermediate' : 'basic',
    position: { longitudeDeg: 118, latitudeDeg: 24 },
    validFrom: null,
    validTo: null,
    source: '',
    version: 1,
  };
}

function centre(text: string, state: CentrePresence['state']): [CourtCode, CentrePresence] {
  return [code(text), { courtCode: code(text), state, sinceAt: 1, desks: 1, walls: 0, tiles: 0, staleTiles: 0 }];
}

const courts = [court('闽0203', '思明区人民法院'), court('闽02', '厦门市中级人民法院'), court('闽', '福建省高级人民法院'), court('闽72', '厦门海事法院'), court('闽0213', '翔安区人民法院')];
const someone = userId.parse('0190a0b0-0000-7000-8000-000000000001');
const post: DutyPost = { courtCode: code('闽02'), post: 'officer', holder: { userId: someone, name: '林某', sinceAt: 5 }, offer: null, lastHandOver: null, version: 1 };
const unit: Unit = {
  unitId: unitId.parse('0190a0b0-0000-7000-8000-000000000009'), courtCode: code('闽0203'), courtName: '', name: '单兵1', teamName: '一队', kind: 'phone', telemetryIndex: 1, online: true, lastSeenAt: null,
};

const rows = courtRows({
  log: { courts: PersistentMap(courts.map((one) => [one.courtCode, one])), duty: PersistentMap([['闽02/officer', post]]) },
  centres: new Map([centre('闽', 'connected'), centre('闽02', 'staffed'), centre('闽0203', 'lost'), centre('闽0213', 'absent')]),
  units: new Map<UnitId, Unit>([[unit.unitId, unit]]),
});
const names = (found: typeof rows) => found.map((row) => row.court.courtCode);
const NONE: ReadonlySet<CourtCode> = new Set();

describe('courtRows', () => {
  it('puts each court under the one above it', () => {
    expect(rows.map((row) => [row.court.courtCode, row.depth])).toEqual([['闽', 0], ['闽02', 1], ['闽0203', 2], ['闽0213', 2], ['闽72', 1]]);
  });

  it('knows who is on duty, what is lost below, and which units are whose', () => {
    expect(rows[0]).toMatchObject({ lostBelow: 1, hasBelow: true, unitsTotal: 0 });
    expect(rows[1]?.onDuty).toEqual([{ post: 'officer', name: '林某', sinceAt: 5 }]);
    expect(rows[2]).toMatchObject({ unitsOnline: 1, unitsTotal: 1, hasBelow: false });
    expect(rows[4]).toMatchObject({ centre: null, lostBelow: 0 });
    expect(centreCounts(rows)).toEqual({ staffed: 1, connected: 1, lost: 1, absent: 1 });
  });
});

describe('shownCourts', () => {
  it('keeps the way down to what matches', () => {
    expect(names(shownCourts(rows, { text: '', filter: 'lost', collapsed: NONE }))).toEqual(['闽', '闽02', '闽0203']);
    expect(names(shownCourts(rows, { text: '闽72', filter: 'all', collapsed: NONE }))).toEqual(['闽', '闽72']);
    expect(shownCourts(rows, { text: '思明', filter: 'staffed', collapsed: NONE })).toEqual([]);
  });

  it('hides what is below a collapsed court, unless something is looked for', () => {
    const collapsed = new Set([code('闽02')]);
    const shown = shownCourts(rows, { text: '', filter: 'all', collapsed });
    expect(names(shown)).toEqual(['闽', '闽02', '闽72']);
    expect(shown[1]?.collapsed).toBe(true);
    expect(names(shownCourts(rows, { text: '翔安', filter: 'all', collapsed }))).toEqual(['闽', '闽02', '闽0213']);
  });
});

describe('courtOptions', () => {
  it('offers what the viewer sees, as a tree', () => {
    expect(courtOptions(courts, code('闽'))).toMatchObject([{ value: '闽', children: [{ value: '闽02', children: [{ value: '闽0203' }, { value: '闽0213' }] }, { value: '闽72' }] }]);
    expect(courtOptions(courts, code('闽02'))).toMatchObject([{ value: '闽02', children: [{ value: '闽0203' }, { value: '闽0213' }] }]);
    expect(courtOptions(courts, code('闽0203'))).toEqual([{ value: '闽0203', label: '思明区人民法院' }]);
  });

  it('does not lose a court whose upper court is not registered', () => {
    expect(courtOptions([court('闽', '高院'), court('闽0524', '安溪县人民法院')], code('闽'))).toMatchObject([{ value: '闽', children: [{ value: '闽0524' }] }]);
  });
});

describe('readCourtForm', () => {
  const form = { ...courtForm(null), courtCode: '闽0103', name: '台江区人民法院', longitude: '119.316', latitude: '26.06' };

  it('reads what is typed and takes the level from the code', () => {
    expect(readCourtForm(form)).toEqual({
      court: { courtCode: '闽0103', name: '台江区人民法院', level: 'basic', position: { longitudeDeg: 119.316, latitudeDeg: 26.06 }, validFrom: null, validTo: null, source: '' },
    });
  });

  it('names every wrong field', () => {
    expect(readCourtForm({ ...form, courtCode: '闽1', name: ' ', longitude: '181', latitude: '', validFrom: '2018-13-01', validTo: 'x' })).toEqual({
      wrong: ['courtCode', 'name', 'longitude', 'latitude', 'validFrom', 'validTo'],
    });
    expect(readCourtForm({ ...form, validFrom: '2018-01-02', validTo: '2018-01-01' })).toEqual({ wrong: ['validTo'] });
  });

  it('gives back a court as it was', () => {
    const { version: _, ...rest } = court('闽02', '厦门市中级人民法院');
    expect(readCourtForm(courtForm(court('闽02', '厦门市中级人民法院')))).toEqual({ court: rest });
  });
});
