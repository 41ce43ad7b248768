import { z } from 'zod';
import { event } from '../definition/event.ts';
import { notice } from '../definition/notice.ts';
import { request } from '../definition/request.ts';
import { alarmId, commandId, courtCode, instructionId, operationId, unitId } from '../nouns/ids.ts';
import { place, placeInput } from '../telemetry/place.ts';
import { documentRef } from './documents.ts';

/** 现场指令. Delivered: the device has it; read: the person opened it; accepted: they do it. */
export const INSTRUCTION_STATES = ['sent', 'delivered', 'read', 'accepted', 'refused', 'done', 'lapsed', 'withdrawn'] as const;
export type InstructionState = (typeof INSTRUCTION_STATES)[number];
/** One in these is still the unit's to do. */
export const OPEN_INSTRUCTION_STATES: readonly InstructionState[] = ['sent', 'delivered', 'read', 'accepted'];
export const MAX_INSTRUCTED_UNITS = 32;
export const MAX_DOCUMENTS = 5;
/** How many that are over a unit is still told of. */
export const TOLD_CLOSED_INSTRUCTIONS = 20;

/** How an answer came: from the device, or told to a desk by telephone or radio (电话告知). */
const way = z.enum(['device', 'telephone']);

const facts = {
  /** 〔2026〕闽0203现场12号, counted a year and a sending court. */
  number: z.string(),
  /** Equal for those that one act sent. */
  sheetId: instructionId,
  fromCourtCode: courtCode,
  fromCourtName: z.string(),
  fromName: z.string(),
  unitId,
  operationId: operationId.nullable(),
  alarmId: alarmId.nullable(),
  severity: z.enum(['urgent', 'warning', 'notice']),
  text: z.string(),
  place: place.nullable(),
  documents: z.array(documentRef),
  /** Not accepted by then, it lapses; null: it waits. */
  acceptBy: z.int().nullable(),
};

const step = z.object({
  state: z.enum(INSTRUCTION_STATES),
  at: z.int(),
  /** When the person did it, by the device; differs from `at` for what was done offline. Null: at once. */
  saidAt: z.int().nullable(),
  name: z.string(),
  way,
  /** Reason of a refusal or withdrawal, words told by telephone, report of what was done. */
  words: z.string().nullable(),
});

/** An instruction to one unit; it belongs to the unit's court. */
export const instruction = z.object({ instructionId, courtCode, ...facts, sentAt: z.int(), state: z.enum(INSTRUCTION_STATES), steps: z.array(step), version: z.int() });
export type Instruction = z.infer<typeof instruction>;

const said = { saidAt: z.int().nullable(), way };

export const instructionEvents = {
  /** Subject `instruction/<id>`, as for all. */
  'instruction.sent': event({ data: z.object(facts) }),
  'instruction.delivered': event({ data: z.object({}) }),
  'instruction.read': event({ data: z.object(said) }),
  'instruction.accepted': event({ data: z.object({ ...said, words: z.string().nullable() }) }),
  'instruction.refused': event({ data: z.object({ ...said, words: z.string() }) }),
  'instruction.done': event({ data: z.object({ ...said, words: z.string() }) }),
  'instruction.lapsed': event({ data: z.object({}) }),
  'instruction.withdrawn': event({ data: z.object({ reason: z.string() }) }),
  /** Long over; the desks let it go. */
  'instruction.archived': event({ data: z.object({}) }),
};

export const instructionNotices = {
  /** To the unit: its open ones and the last `TOLD_CLOSED_INSTRUCTIONS` that are over, newest first; at each change, and when it connects. */
  'instruction.held': notice({ data: z.object({ instructions: z.array(instruction) }) }),
};

const reason = z.string().trim().min(2).max(200);
const report = z.string().trim().min(2).max(1_000);
const one = z.object({ instruction });
/** From the unit that it went to. `saidAt`: hall time as the device knows it, null when unknown. */
const answer = { commandId, instructionId, saidAt: z.int().min(0).nullable() };
const versioned = { commandId, instructionId, expectedVersion: z.int().min(0) };
const aboutInstruction = (input: { instructionId: string }) => [{ instruction: input.instructionId }];

export const instructionRequests = {
  /** Errors: notFound, revoked (unit), operationOver, notFound (a document that is not there). */
  'instruction.send': request({
    needs: 'instructions.send',
    about: (input) => [
      ...input.unitIds.map((unit) => ({ unit })),
      ...(input.operationId === null ? [] : [{ operation: input.operationId }]),
      ...(input.alarmId === null ? [] : [{ alarm: input.alarmId }]),
    ],
    input: z.strictObject({
      commandId,
      unitIds: z.array(unitId).min(1).max(MAX_INSTRUCTED_UNITS),
      /** Null: the operation that each unit is in, if any. */
      operationId: operationId.nullable(),
      alarmId: alarmId.nullable(),
      severity: z.enum(['urgent', 'warning', 'notice']),
      text: z.string().trim().min(2).max(500),
      place: placeInput.nullable(),
      documents: z.array(z.strictObject(documentRef.shape)).max(MAX_DOCUMENTS),
      acceptWithinMs: z.int().min(10_000).max(86_400_000).nullable(),
    }),
    output: z.object({ instructions: z.array(instruction) }),
  }),
  /** What the person of a unit said by telephone or radio; `words` is what was said. Errors: notFound, conflict, instructionOver. */
  'instruction.answerByTelephone': request({
    needs: 'instructions.send',
    about: aboutInstruction,
    input: z.strictObject({ ...versioned, answer: z.enum(['accepted', 'refused', 'done']), words: report }),
    output: one,
  }),
  /** Errors: notFound, conflict, instructionOver, forbidden (to those who do not belong to the sending court or one above it). */
  'instruction.withdraw': request({ needs: 'instructions.send', about: aboutInstruction, input: z.strictObject({ ...versioned, reason }), output: one }),
  /** The device has it; said twice, it is once. Errors of this and those below: notFound (also of another unit's), instructionOver (withdrawn, lapsed or answered otherwise). */
  'instruction.deliver': request({ needs: 'instructions.answer', input: z.strictObject({ commandId, instructionId }), output: one }),
  'instruction.read': request({ needs: 'instructions.answer', input: z.strictObject(answer), output: one }),
  'instruction.accept': request({ needs: 'instructions.answer', input: z.strictObject(answer), output: one }),
  'instruction.refuse': request({ needs: 'instructions.answer', input: z.strictObject({ ...answer, reason }), output: one }),
  /** Of an accepted one. */
  'instruction.finish': request({ needs: 'instructions.answer', input: z.strictObject({ ...answer, report }), output: one }),
};
