import type { Map as PersistentMap } from 'immutable';
import type { Instruction, InstructionState } from '#protocol/field/instructions.ts';
import type { InstructionId } from '#protocol/nouns/ids.ts';
import { actorName } from '../decision/actorName.ts';
import type { EventOf } from '../hallState/fold.ts';
import { idOf } from '../hallState/idOf.ts';

type Instructions = PersistentMap<InstructionId, Instruction>;
type Change = Exclude<EventOf<'instruction'>, { name: 'instruction.sent' | 'instruction.archived' }>;

export function foldInstruction(instructions: Instructions, event: EventOf<'instruction'>): Instructions {
  const { courtCode, version, at } = event;
  const instructionId = idOf(event.subject) as InstructionId;
  if (event.name === 'instruction.sent') {
    const sent = { state: 'sent' as const, at, saidAt: null, name: event.data.fromName, way: 'device' as const, words: null };
    return instructions.set(instructionId, { instructionId, courtCode, ...event.data, sentAt: at, state: 'sent', steps: [sent], version });
  }
  const before = instructions.get(instructionId);
  if (before === undefined) {
    return instructions;
  }
  if (event.name === 'instruction.archived') {
    return instructions.delete(instructionId);
  }
  const step = { state: STATE_AFTER[event.name], at, name: actorName(event.actor), ...saidIn(event) };
  return instructions.set(instructionId, { ...before, state: step.state, steps: [...before.steps, step], version });
}

const STATE_AFTER: Record<Change['name'], InstructionState> = {
  'instruction.delivered': 'delivered',
  'instruction.read': 'read',
  'instruction.accepted': 'accepted',
  'instruction.refused': 'refused',
  'instruction.done': 'done',
  'instruction.lapsed': 'lapsed',
  'instruction.withdrawn': 'withdrawn',
};

function saidIn(event: Change): Pick<Instruction['steps'][number], 'saidAt' | 'way' | 'words'> {
  switch (event.name) {
    case 'instruction.read': return { ...event.data, words: null };
    case 'instruction.accepted':
    case 'instruction.refused':
    case 'instruction.done': return event.data;
    case 'instruction.withdrawn': return { saidAt: null, way: 'device', words: event.data.reason };
    default: return { saidAt: null, way: 'device', words: null };
  }
}
