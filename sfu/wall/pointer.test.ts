import { expect, it } from 'vitest';
import type { CourtCode, UnitId } from '#protocol/nouns/ids.ts';
import type { Session } from '../ports/session.ts';
import { Pointer } from './pointer.ts';

const UNIT = 'unit' as UnitId;
const OTHER = 'other' as UnitId;

function aSession(courtCode: string) {
  const ending = new AbortController();
  const heard: unknown[] = [];
  const session = { courtCode: courtCode as CourtCode, ended: ending.signal, notify: (_: string, data: unknown) => heard.push(data) } as unknown as Session;
  return { session, heard, end: () => ending.abort() };
}

it('frames on the walls of one court what its desk chose last, until that desk lets go or leaves', () => {
  const pointer = new Pointer();
  const [wall, foreign, desk, second] = [aSession('闽02'), aSession('闽05'), aSession('闽02'), aSession('闽02')];
  pointer.show(wall.session);
  pointer.show(foreign.session);
  pointer.point(UNIT, desk.session);
  pointer.point(OTHER, second.session);
  // Whoever pointed before lets go of nothing that is another's.
  pointer.point(null, desk.session);
  const late = aSession('闽02');
  pointer.show(late.session);
  second.end();
  expect(wall.heard).toEqual([{ unitId: null }, { unitId: UNIT }, { unitId: OTHER }, { unitId: null }]);
  expect(late.heard).toEqual([{ unitId: OTHER }, { unitId: null }]);
  expect(foreign.heard).toEqual([{ unitId: null }]);
  wall.end();
  pointer.point(UNIT, desk.session);
  expect(wall.heard).toHaveLength(4);
});
