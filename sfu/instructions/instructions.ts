import { randomUUIDv7 } from 'node:crypto';
import type { Logger } from 'pino';
import { actorName } from '#domain/decision/actorName.ts';
import type { Decision } from '#domain/decision/decision.ts';
import { idOf } from '#domain/hallState/idOf.ts';
import type { HallState } from '#domain/hallState/hallState.ts';
import { answerInstruction, type UnitAnswer } from '#domain/instructions/answerInstruction.ts';
import { answerByTelephone, archiveAt, archiveInstructions, lapseAt, lapseInstructions, sendInstructions, withdrawInstruction } from '#domain/instructions/decideInstruction.ts';
import type { RequestData, RequestOutput } from '#protocol/contract.ts';
import { AppError } from '#protocol/errors.ts';
import { DOCUMENT_TYPES } from '#protocol/field/documents.ts';
import { type Instruction, OPEN_INSTRUCTION_STATES, TOLD_CLOSED_INSTRUCTIONS } from '#protocol/field/instructions.ts';
import { instructionId as instructionIdSchema, type CommandId, type InstructionId, type UnitId } from '#protocol/nouns/ids.ts';
import type { HallClock } from '../ports/clock.ts';
import { EarliestDeadline } from '../ports/earliestDeadline.ts';
import type { Appended, HallLog } from '../ports/log.ts';
import type { FileShelf } from '../ports/pictures.ts';
import type { HandlersOf, Session } from '../ports/session.ts';
import type { Units } from '../ports/units.ts';

type Options = {
  readonly log: HallLog;
  readonly shelf: Pick<FileShelf, 'read'>;
  readonly units: Pick<Units, 'sessionOf'>;
  readonly clock: Pick<HallClock, 'at' | 'now'>;
  readonly logger: Logger;
};
type Handlers = HandlersOf<'instruction'>;

/** What desks tell units to do, and what becomes of it. */
export class Instructions {
  readonly handlers: Handlers;
  readonly #options: Options;
  /** The first that lapses or is let go. */
  readonly #deadline: EarliestDeadline;
  readonly #stopListening: () => void;

  private constructor(options: Options) {
    this.#options = options;
    this.handlers = {
      'instruction.send': (input, session) => this.#send(input, session),
      'instruction.withdraw': (input, session) => this.#run('instruction.withdraw', input, session, (state) => withdrawInstruction(state, input, session)),
      'instruction.answerByTelephone': (input, session) => this.#run('instruction.answerByTelephone', input, session, (state) => answerByTelephone(state, input)),
      'instruction.deliver': (input, session) => this.#answer('instruction.deliver', input, session, { kind: 'delivered' }),
      'instruction.read': (input, session) => this.#answer('instruction.read', input, session, { kind: 'read', saidAt: input.saidAt }),
      'instruction.accept': (input, session) => this.#answer('instruction.accept', input, session, { kind: 'accepted', saidAt: input.saidAt }),
      'instruction.refuse': (input, session) => this.#answer('instruction.refuse', input, session, { kind: 'refused', saidAt: input.saidAt, words: input.reason }),
      'instruction.finish': (input, session) => this.#answer('instruction.finish', input, session, { kind: 'done', saidAt: input.saidAt, words: input.report }),
    };
    this.#deadline = new EarliestDeadline({ clock: options.clock, next: () => this.#nextDue(), run: () => this.#due() });
    this.#deadline.look();
    this.#stopListening = options.log.onAppended((appended) => this.#appended(appended));
  }

  static create(options: Options): Instructions {
    return new Instructions(options);
  }

  opened(session: Session): void {
    if (session.unitId !== null) this.#tell(session.unitId, session);
  }

  /** Idempotent. */
  close(): void {
    this.#stopListening();
    this.#deadline.close();
  }

  async #send({ commandId, ...input }: RequestData<'instruction.send'>, session: Session): Promise<RequestOutput<'instruction.send'>> {
    const { log, shelf } = this.#options;
    for (const { documentId, mimeType, totalBytes } of input.documents) {
      const kept = await shelf.read(documentId, { offset: 0, length: 0, types: DOCUMENT_TYPES });
      if (kept === null || kept.mimeType !== mimeType || kept.totalBytes !== totalBytes) {
        throw new AppError('notFound', { params: { what: 'document' } });
      }
    }
    const { actor, tokenId: via, courtCode } = session;
    const sender = { courtCode, name: actorName(actor) };
    const instructionIds = input.unitIds.map(() => instructionIdSchema.parse(randomUUIDv7()));
    return (await log.execute({ commandId, name: 'instruction.send', input, actor, via, decide: (state, at) => sendInstructions(state, input, { sender, instructionIds, at }) })).answer;
  }

  #answer(name: keyof Handlers, input: { commandId: CommandId; instructionId: InstructionId }, session: Session, answer: UnitAnswer): Promise<{ instruction: Instruction }> {
    const { unitId } = session;
    if (unitId === null) throw new AppError('forbidden');
    return this.#run(name, input, session, (state) => answerInstruction(state, { instructionId: input.instructionId, answer }, unitId));
  }

  async #run(
    name: keyof Handlers,
    { commandId, ...input }: { commandId: CommandId },
    { actor, tokenId: via }: Session,
    decide: (state: HallState) => Decision<{ instruction: Instruction }>,
  ): Promise<{ instruction: Instruction }> {
    return (await this.#options.log.execute({ commandId, name, input, actor, via, decide })).answer;
  }

  #nextDue(): number | null {
    const { log, clock } = this.#options;
    const times = [...log.state.instructions.values()].flatMap((instruction) => lapseAt(instruction) ?? archiveAt(log.state, instruction, clock.now()) ?? []);
    return times.length === 0 ? null : Math.min(...times);
  }

  async #due(): Promise<void> {
    const { log, logger } = this.#options;
    try {
      for (const [name, decide] of [['instruction.lapse', lapseInstructions], ['instruction.archive', archiveInstructions]] as const) {
        await log.execute({ commandId: null, name, input: {}, actor: { kind: 'hall' }, via: null, decide });
      }
    } catch (error) {
      logger.warn({ err: error }, 'instructions that are due have not ended yet');
      throw error;
    }
  }

  #appended({ entries, state }: Appended): void {
    if (entries.some(({ name }) => name.startsWith('instruction.') || name === 'operation.archived')) this.#deadline.look();
    const changed = new Set(entries.filter(({ name }) => name.startsWith('instruction.')).map(({ subject }) => state.instructions.get(idOf(subject) as InstructionId)?.unitId));
    for (const unitId of changed) {
      const session = unitId === undefined ? undefined : this.#options.units.sessionOf(unitId);
      if (unitId !== undefined && session !== undefined) this.#tell(unitId, session);
    }
  }

  #tell(unitId: UnitId, session: Session): void {
    const own = [...this.#options.log.state.instructions.values()].filter((instruction) => instruction.unitId === unitId).toSorted((one, other) => other.sentAt - one.sentAt);
    const isOpen = ({ state }: Instruction) => OPEN_INSTRUCTION_STATES.includes(state);
    const over = new Set(own.filter((instruction) => !isOpen(instruction)).slice(0, TOLD_CLOSED_INSTRUCTIONS));
    session.notify('instruction.held', { instructions: own.filter((instruction) => isOpen(instruction) || over.has(instruction)) });
  }
}
