import type { RequestData } from '#protocol/contract.ts';
import type { EventData } from '#protocol/events.ts';
import type { PartyId } from '#protocol/nouns/ids.ts';
import type { Party } from '#protocol/operations/parties.ts';
import { expectVersion, found, type Decision, type NewEvent } from '../decision/decision.ts';
import type { HallState } from '../hallState/hallState.ts';
import { goingOn } from '../operations/operationStates.ts';
import { maskName } from './maskName.ts';

type Of<Name extends 'party.add' | 'party.change' | 'party.open'> = Omit<RequestData<Name>, 'commandId'>;
type Answer = { party: Party };

/** Nothing of `personal` but the masked name goes into the log. Errors: notFound, operationOver. */
export function addParty(state: HallState, { operationId, ...said }: Of<'party.add'>, partyId: PartyId): Decision<Answer> {
  const { courtCode } = goingOn(state, operationId);
  return decided({ partyId, courtCode }, { name: 'party.added', data: factsOf({ operationId, ...said }) });
}

/** Errors: notFound, conflict, operationOver. */
export function changeParty(state: HallState, { partyId, expectedVersion, ...said }: Of<'party.change'>): Decision<Answer> {
  const party = found(state.parties.get(partyId), 'party');
  const { operationId } = goingOn(state, party.operationId);
  expectVersion(party, expectedVersion);
  return decided(party, { name: 'party.changed', data: factsOf({ operationId, ...said }) });
}

/** The look and its purpose, in the party's own history. Errors: notFound. */
export function openParty(state: HallState, { partyId, purpose }: Of<'party.open'>): Decision<Answer> {
  return decided(found(state.parties.get(partyId), 'party'), { name: 'personal.opened', data: { what: 'party', purpose } });
}

function factsOf({ operationId, kind, gender, minor, personal }: Of<'party.add'>): EventData<'party.added'> {
  // An organisation is of no age.
  const facts = { kind, minor: minor && kind === 'person' };
  return { operationId, ...facts, gender, maskedName: maskName({ ...facts, name: personal.name }) };
}

type Change = Extract<NewEvent, { name: 'party.added' | 'party.changed' | 'personal.opened' }> extends infer Event ? (Event extends NewEvent ? Pick<Event, 'name' | 'data'> : never) : never;

function decided({ partyId, courtCode }: Pick<Party, 'partyId' | 'courtCode'>, change: Change): Decision<Answer> {
  return {
    events: [{ ...change, subject: `party/${partyId}`, courtCode }],
    answer: (after) => ({ party: found(after.parties.get(partyId), 'party') }),
  };
}
