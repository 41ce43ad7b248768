import type { Map as PersistentMap } from 'immutable';
import type { OperationId } from '#protocol/nouns/ids.ts';
import type { Operation, OperationState } from '#protocol/operations/operations.ts';
import { actorName } from '../decision/actorName.ts';
import type { EventOf } from '../hallState/fold.ts';
import { idOf } from '../hallState/idOf.ts';

type Operations = PersistentMap<OperationId, Operation>;

export function foldOperation(operations: Operations, event: EventOf<'operation'>): Operations {
  const { courtCode, version, at } = event;
  const operationId = idOf(event.subject) as OperationId;
  if (event.name === 'operation.planned') {
    const planned = { state: 'planned' as const, at, name: actorName(event.actor), reason: null };
    return operations.set(operationId, { operationId, courtCode, ...event.data, state: 'planned', stages: [planned], checkIns: [], version });
  }
  const before = operations.get(operationId);
  if (before === undefined) {
    return operations;
  }
  return event.name === 'operation.archived' ? operations.delete(operationId) : operations.set(operationId, { ...before, ...changeOf(before, event), version });
}

function changeOf(before: Operation, event: Exclude<EventOf<'operation'>, { name: 'operation.planned' | 'operation.archived' }>): Partial<Operation> {
  const cameTo = (state: OperationState, reason: string | null) => ({
    state,
    stages: [...before.stages, { state, at: event.at, name: actorName(event.actor), reason }],
  });
  switch (event.name) {
    case 'operation.changed': return event.data;
    case 'operation.checkedIn': return { checkIns: [...before.checkIns, { ...event.data, at: event.at }] };
    case 'operation.advanced': return cameTo(event.data.to, event.data.reason);
    case 'operation.concluded': return cameTo('concluded', event.data.conclusion);
    case 'operation.calledOff': return cameTo('calledOff', event.data.reason);
  }
}
