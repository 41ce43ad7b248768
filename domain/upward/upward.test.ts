import { describe, expect, it } from 'vitest';
import { eventOf } from '#protocol/events.ts';
import { courtCode, feedId, unitId } from '#protocol/nouns/ids.ts';
import type { Decision, NewEvent } from '../decision/decision.ts';
import { fold, nextVersion } from '../hallState/fold.ts';
import { EMPTY_STATE, snapshotOf, stateOf, type HallState } from '../hallState/hallState.ts';
import { beginUpwardViewing, endUpwardViewing, isTold, numberFeeds } from './decideUpward.ts';

const uuid = (number: number) => `0190a0b0-0000-7000-8000-${String(number).padStart(12, '0')}`;
const [OWN, RECORDED, FOREIGN] = [1, 2, 3].map((number) => feedId.parse(uuid(number))) as [ReturnType<typeof feedId.parse>, ReturnType<typeof feedId.parse>, ReturnType<typeof feedId.parse>];
const [UNIT, OTHER] = [unitId.parse(uuid(11)), unitId.parse(uuid(12))];
const [SIMING, ANXI] = [courtCode.parse('闽0203'), courtCode.parse('闽0524')];

function apply(state: HallState, at: number, ...made: readonly NewEvent[]): HallState {
  return made.reduce((before, event) => {
    const known = eventOf({ ...event, sequence: 1, at, version: nextVersion(before, event.name, event.subject), actor: { kind: 'hall' as const } });
    return known === null ? before : fold(before, known);
  }, state);
}
const run = (state: HallState, decision: Decision<unknown>, at = 1) => apply(state, at, ...decision.events);
const unit = (id: typeof UNIT, court: typeof SIMING): NewEvent => ({ name: 'unit.enrolled', subject: `unit/${id}`, courtCode: court, data: { name: '记录仪', teamName: '一队', kind: 'recorder' } });
const START = apply(EMPTY_STATE, 0, unit(UNIT, SIMING), unit(OTHER, ANXI),
  { name: 'feed.opened', subject: `feed/${OWN}`, courtCode: SIMING, data: { unitId: UNIT, label: '主' } },
  { name: 'feed.opened', subject: `feed/${RECORDED}`, courtCode: SIMING, data: { unitId: UNIT, label: '回放', recorded: true } },
  { name: 'feed.opened', subject: `feed/${FOREIGN}`, courtCode: ANXI, data: { unitId: OTHER, label: '主' } });
const told = (state: HallState, ...courts: string[]) => [...state.feeds.values()].filter((feed) => isTold(state, feed, courts.map((code) => courtCode.parse(code)))).map((feed) => feed.feedId);
const viewing = (feed = OWN, courts = ['闽02']) => ({ viewingId: uuid(50), feedId: feed, platformId: '11000000002000000001', forName: '最高人民法院', remoteAddress: '10.1.0.1', courts: courts.map((code) => courtCode.parse(code)) });

describe('a platform above', () => {
  it('is told of the pictures of now of the courts that it was opened to and those below them, and of nothing else', () => {
    expect([told(START, '闽02'), told(START, '闽'), told(START)]).toEqual([[OWN], [OWN, FOREIGN], []]);
    expect(told(apply(START, 1, { name: 'unit.revoked', subject: `unit/${UNIT}`, courtCode: SIMING, data: { reason: '停用' } }), '闽')).toEqual([FOREIGN]);
  });

  it('knows each feed by one number, which is never another’s', () => {
    const first = run(START, numberFeeds(START, [OWN]));
    const both = run(first, numberFeeds(first, [OWN, FOREIGN]));
    expect([...both.upwardNumbers.values()].map(({ feedId: id, serial, courtCode: court }) => [id, serial, court])).toEqual([[OWN, 1, SIMING], [FOREIGN, 2, ANXI]]);
    expect(numberFeeds(both, [OWN, FOREIGN]).events).toEqual([]);
    expect(stateOf(snapshotOf(both)).upwardNumbers.toJS()).toEqual(both.upwardNumbers.toJS());
  });

  it('views what it is told of alone, from when until when is in the log', () => {
    expect(() => beginUpwardViewing(START, viewing(FOREIGN))).toThrow(expect.objectContaining({ code: 'notFound' }));
    expect(() => beginUpwardViewing(START, viewing(RECORDED))).toThrow(expect.objectContaining({ code: 'notFound' }));
    const seen = run(START, beginUpwardViewing(START, viewing()), 1_000);
    expect(seen.upwardViewings.get(uuid(50))).toMatchObject({ unitId: UNIT, courtCode: SIMING, forName: '最高人民法院', sinceAt: 1_000 });
    expect(stateOf(snapshotOf(seen)).upwardViewings.toJS()).toEqual(seen.upwardViewings.toJS());
    const ending = endUpwardViewing(seen, { viewingId: uuid(50), why: 'left' }, 4_500);
    expect(ending.events).toMatchObject([{ name: 'upward.left', courtCode: SIMING, data: { why: 'left', durationMs: 3_500, feedId: OWN } }]);
    const over = run(seen, ending, 4_500);
    expect([over.upwardViewings.size, endUpwardViewing(over, { viewingId: uuid(50), why: 'lost' }, 5_000).events]).toEqual([0, []]);
  });
});
