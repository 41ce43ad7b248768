import { randomUUIDv7 } from 'node:crypto';
import { expectVersion, found, type Decision } from '#domain/decision/decision.ts';
import { idOf } from '#domain/hallState/idOf.ts';
import type { HallState } from '#domain/hallState/hallState.ts';
import { actOnTask } from '#domain/tasks/decide/actOnTask.ts';
import { addDocuments, askCountersign, countersign, noteProgress, noteTalk, urge } from '#domain/tasks/decide/besideSteps.ts';
import { createTask, editTask, fieldsOf } from '#domain/tasks/decide/createTask.ts';
import { receiveTask } from '#domain/tasks/decide/receiveTask.ts';
import type { GivenDocument, TaskActor, TaskContext } from '#domain/tasks/decide/taskEvent.ts';
import { flowOf } from '#domain/tasks/flow/flowOf.ts';
import { maySeeTask, taskAsSeenBy } from '#domain/tasks/maySeeTask.ts';
import { COUNTERSIGN, type SignedDecision } from '#domain/tasks/signing/canonicalTask.ts';
import type { RequestData, RequestOutput } from '#protocol/contract.ts';
import { AppError } from '#protocol/errors.ts';
import { eventOf } from '#protocol/events.ts';
import { DOCUMENT_PIECE_BYTES, DOCUMENT_TYPES } from '#protocol/field/documents.ts';
import { taskId as taskIdSchema, type CommandId, type TaskId, type UserId } from '#protocol/nouns/ids.ts';
import type { Entry } from '#protocol/nouns/log.ts';
import type { User } from '#protocol/nouns/people.ts';
import type { Flow } from '#protocol/tasks/flows.ts';
import type { FormValues, Task, taskRequests, TaskPerson, TaskSignature } from '#protocol/tasks/tasks.ts';
import type { Appended, HallLog } from '../ports/log.ts';
import type { FileShelf } from '../ports/pictures.ts';
import type { Rules } from '../ports/rules.ts';
import type { Handlers, Session } from '../ports/session.ts';
import type { Deputies, SignatureCheck, TaskChange, TaskDesk } from '../ports/tasks.ts';
import type { SecretSeal } from '../ports/secretSeal.ts';
import type { Stores } from '../ports/stores.ts';
import type { Ledger } from './ledger/ledger.ts';
import { PersonalForms } from './personalForms.ts';

type Options = {
  readonly log: HallLog;
  readonly stores: Pick<Stores, 'taskForms'>;
  readonly seal: SecretSeal;
  readonly rules: Rules;
  readonly shelf: Pick<FileShelf, 'read'>;
  readonly signatures: SignatureCheck;
  readonly deputies: Deputies;
  readonly ledger: Pick<Ledger, 'find' | 'settled'>;
  readonly now: () => number;
};
type TaskHandlers = Pick<Handlers, keyof typeof taskRequests>;
type Answer = { task: Task };
type Asked = { readonly commandId: CommandId; readonly taskId: TaskId; readonly expectedVersion: number };

/** Work that goes between courts, and to other provinces. */
export class Tasks implements TaskDesk {
  readonly handlers: TaskHandlers;
  readonly #options: Options;
  readonly #forms: PersonalForms;
  readonly #desks = new Set<Session>();
  readonly #listeners = new Set<(change: TaskChange) => void>();
  readonly #stopListening: () => void;

  private constructor(options: Options) {
    this.#options = options;
    this.#forms = new PersonalForms({ store: options.stores.taskForms, seal: options.seal });
    this.handlers = {
      'task.create': async ({ commandId, ...input }, session) => ({ task: await this.create(input, { commandId, by: this.#actorOf(session, input.flowId), ...from(session) }) }),
      'task.edit': (input, session) => this.#edit(input, session),
      'task.act': (input, session) => this.#act(input, session),
      'task.addDocuments': async (input, session) => {
        await this.#checkDocuments(input.documents);
        return this.#beside('task.addDocuments', input, session, addDocuments);
      },
      'task.talk': (input, session) => this.#beside('task.talk', input, session, noteTalk),
      'task.urge': (input, session) => this.#beside('task.urge', input, session, urge),
      'task.progress': (input, session) => this.#beside('task.progress', input, session, noteProgress),
      'task.askCountersign': (input, session) => this.#beside('task.askCountersign', input, session, askCountersign),
      'task.countersign': async (input, session) => {
        await this.#checkSignature(this.#seen(input.taskId, session), { ...input, decision: { step: COUNTERSIGN, words: input.words, count: input.agrees ? 1 : 0, result: null, onBehalfOf: null } }, session);
        return this.#beside('task.countersign', input, session, countersign);
      },
      'task.open': async ({ taskId }, session) => seenBy(session, await this.#everSeen(taskId, session)),
      'task.readDocument': (input, session) => this.#readDocument(input, session),
      'task.openPersonal': async ({ commandId, ...look }, session) => {
        await this.#everSeen(look.taskId, session);
        return { values: await this.openPersonal({ ...look, courtCode: session.courtCode }, { ...from(session), commandId }) };
      },
    };
    this.#stopListening = options.log.onAppended((appended) => this.#appended(appended));
  }

  static create(options: Options): Tasks {
    return new Tasks(options);
  }

  opened(session: Session): void {
    if (session.purpose === 'desk' && session.capabilities.has('tasks.read')) {
      this.#desks.add(session);
      session.ended.addEventListener('abort', () => this.#desks.delete(session), { once: true });
    }
  }

  async create(input: Parameters<TaskDesk['create']>[0], { commandId, by, actor, via, from: sender }: Parameters<TaskDesk['create']>[1]): Promise<Task> {
    await this.#checkDocuments(input.documents);
    const { log, rules: { book } } = this.#options;
    const taskId = taskIdSchema.parse(randomUUIDv7());
    const { kept, putInto } = this.#forms.part(fieldsOf(book, { ...input, createdAt: this.#options.now() }), input.form);
    const { answer } = await log.execute({
      commandId, name: 'task.create', input, actor, via,
      decide: (state, at) => (sender === undefined || by.kind !== 'partner' ? createTask(state, input, { taskId, kept, book, by, at }) : receiveTask(state, input, { taskId, kept, book, by, at, from: sender })),
      also: ({ taskForms }) => putInto(taskForms, taskId),
    });
    await this.#options.ledger.settled();
    return answer.task;
  }

  async act(input: Parameters<TaskDesk['act']>[0], { commandId, by, actor, via }: Parameters<TaskDesk['act']>[1]): Promise<Task> {
    await this.#checkDocuments(input.documents);
    const { log, rules: { book } } = this.#options;
    const { answer } = await log.execute({ commandId, name: 'task.act', input, actor, via, decide: (state, at) => actOnTask(state, input, { book, by, at }) });
    await this.#options.ledger.settled();
    return answer.task;
  }

  async openPersonal({ taskId, purpose, courtCode }: Parameters<TaskDesk['openPersonal']>[0], { commandId, actor, via }: Parameters<TaskDesk['openPersonal']>[1]): Promise<FormValues> {
    await this.#options.log.execute({
      commandId, name: 'task.openPersonal', input: { taskId, purpose }, actor, via,
      decide: () => ({ events: [{ name: 'personal.opened', subject: `task/${taskId}`, courtCode, data: { what: 'task', purpose } }], answer: () => null }),
    });
    return this.#forms.valuesOf(taskId);
  }

  onChanged(listener: (change: TaskChange) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Idempotent. */
  close(): void {
    this.#stopListening();
    this.#listeners.clear();
    this.#desks.clear();
  }

  async #act({ commandId, ...input }: RequestData<'task.act'>, session: Session): Promise<Answer> {
    const task = this.#seen(input.taskId, session);
    await this.#checkSignature(task, { ...input, decision: { ...decisionOf(flowOf(this.#options.rules.book, task), input), onBehalfOf: this.#named(input.onBehalfOf) } }, session);
    return seenBy(session, await this.act(input, { commandId, by: this.#actorOf(session, task.flowId), ...from(session) }));
  }

  /** Values that are left out and are personal stay as they are. */
  async #edit({ commandId, ...input }: RequestData<'task.edit'>, session: Session): Promise<Answer> {
    const task = this.#seen(input.taskId, session);
    await this.#checkDocuments(input.documents);
    const { log, rules: { book } } = this.#options;
    const form = { ...(await this.#forms.valuesOf(task.taskId)), ...input.form };
    const { kept, putInto } = this.#forms.part(fieldsOf(book, task), form);
    const { answer } = await log.execute({
      commandId, name: 'task.edit', input, ...from(session),
      decide: (state, at) => editTask(state, { ...input, form }, { kept, book, by: this.#actorOf(session, task.flowId), at }),
      also: ({ taskForms }) => putInto(taskForms, task.taskId),
    });
    await this.#options.ledger.settled();
    return answer;
  }

  async #beside<Input extends Asked>(
    name: keyof TaskHandlers,
    { commandId, ...input }: Input,
    session: Session,
    decide: (state: HallState, input: Omit<Input, 'commandId'>, context: Pick<TaskContext, 'book' | 'at'> & Extract<TaskActor, { kind: 'person' }>) => Decision<Answer>,
  ): Promise<Answer> {
    const { flowId } = this.#seen(input.taskId, session);
    const { log, rules: { book } } = this.#options;
    const { answer } = await log.execute({ commandId, name, input, ...from(session), decide: (state, at) => decide(state, input, { book, at, ...this.#actorOf(session, flowId) }) });
    await this.#options.ledger.settled();
    return seenBy(session, answer.task);
  }

  async #readDocument({ taskId, documentId, offset }: RequestData<'task.readDocument'>, session: Session): Promise<RequestOutput<'task.readDocument'>> {
    const { documents } = taskAsSeenBy(session, await this.#everSeen(taskId, session));
    const isThere = documents.some((document) => document.documentId === documentId);
    const piece = found((isThere ? await this.#options.shelf.read(documentId, { offset, length: DOCUMENT_PIECE_BYTES, types: DOCUMENT_TYPES }) : null) ?? undefined, 'document');
    return { base64: piece.bytes.toString('base64'), mimeType: piece.mimeType, totalBytes: piece.totalBytes };
  }

  /** Also one that is archived. Errors: as for `#seen`; logUnavailable. */
  async #everSeen(taskId: TaskId, session: Session): Promise<Task> {
    const task = this.#options.log.state.tasks.get(taskId) ?? (await this.#options.ledger.find(taskId));
    return found(task !== undefined && maySeeTask(session, task) ? task : undefined, 'task');
  }

  /** Errors: notFound, also for one that the session's court has nothing to do with. */
  #seen(taskId: TaskId, session: Session): Task {
    const task = found(this.#options.log.state.tasks.get(taskId), 'task');
    return found(maySeeTask(session, task) ? task : undefined, 'task');
  }

  /** Errors: forbidden for whoever is no person. */
  #actorOf({ userId }: Session, flowId: string): Extract<TaskActor, { kind: 'person' }> {
    const { log, deputies, now } = this.#options;
    const person: User | undefined = userId === null ? undefined : log.state.users.get(userId);
    if (person === undefined) {
      throw new AppError('forbidden');
    }
    return { kind: 'person', person, deputyOf: deputies.principalsOf(person.userId, { flowId, at: now() }) };
  }

  #named(userId: UserId | null): TaskPerson | null {
    const user = userId === null ? undefined : this.#options.log.state.users.get(userId);
    return user === undefined ? null : { userId: user.userId, name: user.name };
  }

  /**
   * What is signed is the task of the version that the person saw. Of an older one the decision itself is refused, or was made before and is asked
   * again. Errors: badSignature; conflict where that version is not durable yet.
   */
  async #checkSignature(task: Task, { signature, expectedVersion, decision }: { readonly signature: TaskSignature | null; readonly expectedVersion: number; readonly decision: SignedDecision }, { userId }: Session): Promise<void> {
    if (signature === null || userId === null || expectedVersion < task.version) {
      return;
    }
    expectVersion(task, expectedVersion);
    await this.#options.signatures.check({ userId, task, decision, signature, at: this.#options.now() });
  }

  /** Errors: notFound. */
  async #checkDocuments(documents: readonly GivenDocument[]): Promise<void> {
    for (const { documentId, mimeType, totalBytes } of documents) {
      const kept = await this.#options.shelf.read(documentId, { offset: 0, length: 0, types: DOCUMENT_TYPES });
      if (kept === null || kept.mimeType !== mimeType || kept.totalBytes !== totalBytes) {
        throw new AppError('notFound', { params: { what: 'document' } });
      }
    }
  }

  #appended({ entries, state }: Appended): void {
    for (const entry of entries) {
      const task = entry.name.startsWith('task.') ? state.tasks.get(idOf(entry.subject) as TaskId) : undefined;
      if (task !== undefined) this.#tell({ task, what: whatOf(entry), at: entry.at });
    }
  }

  #tell(change: TaskChange): void {
    const { task: { taskId, version, state, title }, what, at } = change;
    for (const listener of this.#listeners) listener(change);
    for (const desk of this.#desks) {
      if (maySeeTask(desk, change.task)) desk.notify('task.changed', { taskId, version, state, title, what, at });
    }
  }
}

function seenBy(session: Session, task: Task): Answer {
  return { task: taskAsSeenBy(session, task) };
}

function from({ actor, tokenId }: Session) {
  return { actor, via: tokenId };
}

/** As the log will tell it: what the step does not ask for is not part of it. */
function decisionOf({ steps }: Flow, { step, words, count, result }: Omit<RequestData<'task.act'>, 'commandId'>): Omit<SignedDecision, 'onBehalfOf'> {
  const asks = steps.find(({ id }) => id === step);
  return { step, words, count: asks?.days !== undefined || asks?.stars === true ? count : null, result: asks?.results === true ? result : null };
}

/** As its history calls it. */
function whatOf(entry: Entry): string {
  const event = eventOf(entry);
  switch (event?.name) {
    case 'task.stepped': return event.data.step;
    case 'task.told': return event.data.what;
    default: return entry.name.slice('task.'.length);
  }
}
