import type { RequestData } from '#protocol/contract.ts';
import { AppError } from '#protocol/errors.ts';
import { ASSIST_WAITS_MS, type Assist } from '#protocol/field/assist.ts';
import type { AssistId, CourtCode, UnitId } from '#protocol/nouns/ids.ts';
import { courtName } from '../courts/courtName.ts';
import { found, type Decision, type NewEvent } from '../decision/decision.ts';
import type { HallState } from '../hallState/hallState.ts';

type Answer = { assist: Assist };
type Asker = { readonly name: string; readonly courtCode: CourtCode };

/** The same asked again while it waits is the same. Errors: notFound, revoked. */
export function askAssist(state: HallState, input: Omit<RequestData<'assist.ask'>, 'commandId'> & { assistId: AssistId }, by: Asker, at: number): Decision<Answer> {
  const { assistId, unitId, kind, text } = input;
  const unit = found(state.units.get(unitId), 'unit');
  if (unit.state === 'revoked') {
    throw new AppError('revoked', { params: { name: unit.name } });
  }
  const open = state.assists.find((assist) => assist.unitId === unitId && assist.kind === kind && assist.state === 'asked');
  if (open !== undefined) {
    return { events: [], answer: () => ({ assist: open }) };
  }
  const data = { unitId, kind, text, byName: by.name, courtName: courtName(state.courts, by.courtCode), endsAt: Math.round(at) + ASSIST_WAITS_MS };
  return decided({ assistId, courtCode: unit.courtCode }, 'assist.asked', data);
}

/** Errors: notFound. */
export function withdrawAssist(state: HallState, { assistId }: { readonly assistId: AssistId }, byName: string): Decision<Answer> {
  const assist = found(state.assists.get(assistId), 'assist');
  return assist.state === 'asked' ? decided(assist, 'assist.withdrawn', { byName }) : unchanged(assist);
}

/** Errors: notFound, also for a unit that was not the one asked. */
export function answerAssist(state: HallState, { assistId, accepted, refusal }: Omit<RequestData<'assist.answer'>, 'commandId'>, by: UnitId): Decision<Answer> {
  const assist = found(state.assists.get(assistId), 'assist');
  if (assist.unitId !== by) {
    throw new AppError('notFound', { params: { what: 'assist' } });
  }
  return assist.state === 'asked' ? decided(assist, 'assist.answered', { accepted, refusal: accepted ? null : refusal }) : unchanged(assist);
}

/** Nothing happens before its time is over. */
export function lapseAssists(state: HallState, at: number): Decision<null> {
  const over = [...state.assists.values()].filter((assist) => assist.state === 'asked' && assist.endsAt <= at);
  return { events: over.map((assist) => eventOf(assist, 'assist.lapsed', {})), answer: () => null };
}

function unchanged(assist: Assist): Decision<Answer> {
  return { events: [], answer: () => ({ assist }) };
}

type AssistEvent = Extract<NewEvent, { name: `assist.${string}` }>;
type DataOf<Name extends AssistEvent['name']> = Extract<AssistEvent, { name: Name }>['data'];

function decided<Name extends AssistEvent['name']>(assist: Pick<Assist, 'assistId' | 'courtCode'>, name: Name, data: DataOf<Name>): Decision<Answer> {
  return { events: [eventOf(assist, name, data)], answer: (after) => ({ assist: found(after.assists.get(assist.assistId), 'assist') }) };
}

function eventOf<Name extends AssistEvent['name']>({ assistId, courtCode }: Pick<Assist, 'assistId' | 'courtCode'>, name: Name, data: DataOf<Name>): NewEvent {
  return { name, subject: `assist/${assistId}`, courtCode, data } as NewEvent;
}
