import { describe, expect, it } from 'vitest';
import { events } from '#protocol/events.ts';
import type { CourtCode } from '#protocol/nouns/ids.ts';
import type { Role } from '#protocol/roles.ts';
import { NOUN_OF } from '../hallState/hallState.ts';
import { capabilitiesOfPerson, capabilitiesOfPurpose } from './roles.ts';
import { AUDIENCE, maySee, sees, type Noun, type Viewer } from './viewer.ts';

const viewer = (courtCode: string, ...roles: Role[]) => ({
  courtCode: courtCode as CourtCode,
  capabilities: new Set(capabilitiesOfPerson(roles, { mustChangePassword: false })),
});
/** In the order of the alphabet. */
const seen = (of: Viewer, courtCode: string) => (Object.keys(AUDIENCE) as Noun[]).filter((noun) => maySee(of, noun, courtCode as CourtCode)).toSorted();
const all = (...nouns: readonly Noun[]) => nouns.toSorted();

describe('sees', () => {
  it.each([
    ['闽', '闽', true],
    ['闽', '闽02', true],
    ['闽', '闽0203', true],
    ['闽', '闽72', true],
    ['闽02', '闽02', true],
    ['闽02', '闽0203', true],
    ['闽02', '闽', false],
    ['闽02', '闽06', false],
    ['闽02', '闽0603', false],
    // The maritime court sees no basic court.
    ['闽72', '闽0203', false],
    ['闽0203', '闽0203', true],
    ['闽0203', '闽0206', false],
    ['闽0203', '闽02', false],
    ['闽0203', '闽', false],
  ])('%s of %s: %s', (own, other, expected) => {
    expect(sees(own as CourtCode, other as CourtCode)).toBe(expected);
  });
});

const HALL: Noun[] = ['unit', 'feed', 'slot', 'wall', 'drawing', 'duty', 'centre', 'campaign', 'operation', 'step', 'party', 'journal', 'talk', 'assist', 'instruction', 'drill', 'alarm', 'order', 'fence', 'connector', 'grant', 'upward', 'partner'];
const TRACES: Noun[] = ['session', 'personal', 'signing', 'paper', 'track', 'recording', 'audit', 'log', 'clock'];
/** For everybody in the hall. */
const PUBLIC: Noun[] = ['court', 'campaign', 'drill', 'partner'];

describe('maySee', () => {
  it('has an audience for every noun of the log and every collection of the state', () => {
    const nouns = new Set(Object.keys(events).map((name) => name.split('.')[0]!));
    expect(Object.keys(AUDIENCE).toSorted()).toEqual([...nouns].toSorted());
    expect(Object.keys(AUDIENCE)).toEqual(expect.arrayContaining(Object.values(NOUN_OF)));
  });

  it('shows the register of courts, the campaigns and the exercise to all who follow, and everything else to its court and those above', () => {
    expect(seen(viewer('闽0203', 'commander'), '闽0206')).toEqual(all(...PUBLIC));
    expect(seen(viewer('闽02', 'commander'), '闽0206')).toEqual(all('court', ...HALL, 'preset', 'source', 'snapshot', 'report', 'call', 'user', 'deputy', ...TRACES));
    expect(seen(viewer('闽', 'judge'), '闽0206')).toEqual(all('court', ...HALL, 'snapshot', 'report', 'user', 'deputy'));
  });

  it('shows machines to those who manage them, and traces to those who audit', () => {
    expect(seen(viewer('闽', 'administrator'), '闽')).toEqual(all('court', ...HALL, 'source', 'user', 'device'));
    expect(seen(viewer('闽', 'auditor'), '闽')).toEqual(all('court', ...HALL, 'user', ...TRACES));
    expect(seen(viewer('闽', 'witness'), '闽')).toEqual([]);
    const wall = { courtCode: '闽02' as CourtCode, capabilities: new Set(capabilitiesOfPurpose('wall')) };
    expect(seen(wall, '闽02')).toEqual(all('court', ...HALL, 'snapshot', 'report'));
  });
});
