import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ASSIST_WAITS_MS, assist as assistSchema } from '#protocol/field/assist.ts';
import { eventOf } from '#protocol/events.ts';
import { assistId, courtCode, unitId } from '#protocol/nouns/ids.ts';
import type { NewEvent } from '../decision/decision.ts';
import { fold, nextVersion } from '../hallState/fold.ts';
import { EMPTY_STATE, snapshotOf, stateOf, type HallState } from '../hallState/hallState.ts';
import { answerAssist, askAssist, lapseAssists, withdrawAssist } from './decideAssist.ts';

const uuid = (number: number) => `0190a0b0-0000-7000-8000-${String(number).padStart(12, '0')}`;
const COURT = courtCode.parse('闽0203');
const [UNIT, OTHER] = [unitId.parse(uuid(1)), unitId.parse(uuid(2))];
const ASK = assistId.parse(uuid(3));
const BY = { name: '林值班', courtCode: courtCode.parse('闽02') };
const asked = { assistId: ASK, unitId: UNIT, kind: 'torchOn', text: '看不清门牌' } as const;

function apply(state: HallState, at: number, ...made: readonly NewEvent[]): HallState {
  return made.reduce((before, event) => {
    const entry = { ...event, sequence: 1, at, version: nextVersion(before, event.name, event.subject), actor: { kind: 'hall' as const } };
    const known = eventOf(entry);
    return known === null ? before : fold(before, known);
  }, state);
}

const START = apply(EMPTY_STATE, 0,
  { name: 'unit.enrolled', subject: `unit/${UNIT}`, courtCode: COURT, data: { name: '单兵07', teamName: '一队', kind: 'phone' } },
  { name: 'unit.enrolled', subject: `unit/${OTHER}`, courtCode: COURT, data: { name: '单兵08', teamName: '一队', kind: 'phone' } },
);
const ASKED = apply(START, 10, ...askAssist(START, asked, BY, 10).events);
const stateOfAsk = (state: HallState) => state.assists.get(ASK)?.state;

describe('an ask for help from afar', () => {
  it('belongs to the court of the unit and says who asks, from which court and until when', () => {
    expect(ASKED.assists.get(ASK)).toEqual({
      ...asked, courtCode: COURT, byName: '林值班', courtName: '闽02', askedAt: 10, endsAt: 10 + ASSIST_WAITS_MS, state: 'asked', refusal: null, doneAt: null, version: 1,
    });
  });

  it('is one while it waits, however often it is asked; afterwards it may be asked anew', () => {
    const again = { ...asked, assistId: assistId.parse(uuid(4)) };
    const decision = askAssist(ASKED, again, BY, 20);
    expect([decision.events, decision.answer(ASKED).assist.assistId]).toEqual([[], ASK]);
    expect(askAssist(ASKED, { ...again, kind: 'torchOff' }, BY, 20).events).toHaveLength(1);
    const over = apply(ASKED, 20, ...withdrawAssist(ASKED, { assistId: ASK }, '林值班').events);
    expect(askAssist(over, again, BY, 30).events).toHaveLength(1);
  });

  it('is answered by nobody but the unit that was asked', () => {
    const yes = { assistId: ASK, accepted: true, refusal: null };
    expect(() => answerAssist(ASKED, yes, OTHER)).toThrow(expect.objectContaining({ code: 'notFound' }));
    expect(stateOfAsk(apply(ASKED, 20, ...answerAssist(ASKED, yes, UNIT).events))).toBe('accepted');
    const no = apply(ASKED, 20, ...answerAssist(ASKED, { ...yes, accepted: false, refusal: 'unsafe' }, UNIT).events);
    expect(no.assists.get(ASK)).toMatchObject({ state: 'refused', refusal: 'unsafe', doneAt: 20 });
  });

  it('is not asked of a unit that was let go', () => {
    const revoked = apply(START, 0, { name: 'unit.revoked', subject: `unit/${UNIT}`, courtCode: COURT, data: { reason: '停用' } });
    expect(() => askAssist(revoked, asked, BY, 1)).toThrow(expect.objectContaining({ code: 'revoked' }));
  });

  it('lapses when its time is over and not before', () => {
    expect(lapseAssists(ASKED, 9 + ASSIST_WAITS_MS).events).toEqual([]);
    expect(stateOfAsk(apply(ASKED, 1, ...lapseAssists(ASKED, 10 + ASSIST_WAITS_MS).events))).toBe('lapsed');
  });

  it('ends once, in whatever order its ends come, and survives the snapshot', () => {
    const ends = {
      yes: (state: HallState) => answerAssist(state, { assistId: ASK, accepted: true, refusal: null }, UNIT).events,
      no: (state: HallState) => answerAssist(state, { assistId: ASK, accepted: false, refusal: 'busy' }, UNIT).events,
      withdrawn: (state: HallState) => withdrawAssist(state, { assistId: ASK }, '林值班').events,
      lapsed: (state: HallState) => lapseAssists(state, 10 + ASSIST_WAITS_MS).events,
    };
    const order = fc.shuffledSubarray(Object.keys(ends) as (keyof typeof ends)[], { minLength: 1 });
    fc.assert(fc.property(order, (names) => {
      const result = names.reduce((state, name) => apply(state, 50, ...ends[name](state)), ASKED);
      expect(stateOfAsk(result)).toBe({ yes: 'accepted', no: 'refused', withdrawn: 'withdrawn', lapsed: 'lapsed' }[names[0]!]);
      expect(result.assists.get(ASK)!.version).toBe(2);
      const kept = assistSchema.parse(result.assists.get(ASK));
      expect(stateOf(snapshotOf(result)).assists.get(ASK)).toEqual(kept);
    }));
  });

  it('leaves the state an hour after it ended', () => {
    const over = apply(ASKED, 20, ...withdrawAssist(ASKED, { assistId: ASK }, '林值班').events);
    const later = 20 + 3_600_000;
    const next = { ...asked, assistId: assistId.parse(uuid(5)) };
    expect([...apply(over, later, ...askAssist(over, next, BY, later).events).assists.keys()]).toEqual([next.assistId]);
  });
});
