import { describe, expect, it } from 'vitest';
import type { Court } from '#protocol/nouns/courts.ts';
import type { DutyPost } from '#protocol/nouns/duty.ts';
import { courtCode, type UserId } from '#protocol/nouns/ids.ts';
import { vacantPost } from '#domain/duty/foldDuty.ts';
import { rosterOf } from './rosterOf.ts';

const court = (code: string): Court => ({ courtCode: courtCode.parse(code), name: `${code}法院` }) as Court;
const held = (code: string, name: string): [string, DutyPost] => [
  `${code}/officer`,
  { ...vacantPost({ courtCode: courtCode.parse(code), post: 'officer' }), holder: { userId: name as UserId, name, sinceAt: 5 } },
];

describe('the roster', () => {
  it('shows every post of one’s own court, and of others who is there', () => {
    const own = court('闽02');
    const roster = rosterOf({ duty: new Map([held('闽0203', '王某'), held('闽', '陈某')]), courts: ['闽0206', '闽0203', '闽02', '闽'].map(court), own });
    expect(roster.own.posts.map(({ post, holder }) => [post, holder])).toEqual([['leader', null], ['officer', null], ['technician', null]]);
    expect(roster.others.map(({ courtName, posts }) => [courtName, posts.map(({ holder }) => holder?.name)])).toEqual([['闽法院', ['陈某']], ['闽0203法院', ['王某']]]);
    expect(roster.vacantCourts).toBe(1);
  });
});
