import type { Instruction } from '#protocol/field/instructions.ts';
import { commandId, courtCode, instructionId, unitId } from '#protocol/nouns/ids.ts';
import type { AnswerName, OutboxItem } from '../outbox/outboxItem.ts';

export const UNIT_ID = unitId.parse('0190a0b0-0000-7000-8000-0000000000b9');

/** One that was just sent to the unit. */
export function anInstruction(more: Partial<Instruction> = {}): Instruction {
  const id = instructionId.parse(crypto.randomUUID());
  return {
    instructionId: id,
    courtCode: courtCode.parse('闽0203'),
    number: '〔2026〕闽0203现场1号',
    sheetId: id,
    fromCourtCode: courtCode.parse('闽0203'),
    fromCourtName: '思明区人民法院',
    fromName: '林值班',
    unitId: UNIT_ID,
    operationId: null,
    alarmId: null,
    severity: 'notice',
    text: '请到东门接应',
    place: null,
    documents: [],
    acceptBy: null,
    sentAt: 1_000,
    state: 'sent',
    steps: [],
    version: 1,
    ...more,
  };
}

/** What the person answered to it on this device. */
export function anAnswer({ instructionId: id }: Instruction, name: AnswerName, more: Partial<OutboxItem> = {}): OutboxItem {
  const input = { commandId: commandId.parse(crypto.randomUUID()), instructionId: id, saidAt: null, reason: '太远', report: '已办' };
  return { itemId: 1, unitId: UNIT_ID, unitName: '单兵09', act: { name, input }, hash: null, thumbnail: null, outcome: null, ...more };
}
