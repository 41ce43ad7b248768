import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Instruction, InstructionState } from '#protocol/field/instructions.ts';
import type { CommandId, InstructionId, OperationId, UnitId } from '#protocol/nouns/ids.ts';
import type { HallLink, LinkState } from '../../../link/hallLink.ts';
import type { KeptDocuments } from '../../../platform/keptDocuments.ts';
import type { NoteDraftStore } from '../../../platform/noteDraft.ts';
import { Documents } from './documents.ts';
import type { Author, Outbox, OutboxState } from './outbox/outbox.ts';
import type { Act } from './outbox/outboxItem.ts';
import { StorageError, type OutboxStore } from './outbox/outboxStore.ts';
import type { Position, Taken } from './taken.ts';
import type { UnitMemory } from './unitMemory.ts';
import { isNew, isOpen, shownInstructions, type ShownInstruction } from './shownInstruction.ts';

export type FieldWorkState = OutboxState & {
  /** Whether anything can be kept on this device. */
  readonly storage: 'opening' | 'ready' | StorageError['problem'];
  /** Who this device is; null: it is nobody yet. */
  readonly author: Author | null;
  readonly instructions: readonly ShownInstruction[];
};

type FieldWorkOptions = {
  readonly drafts: NoteDraftStore;
  readonly documents: KeptDocuments;
  /** Errors: StorageError. */
  readonly openOutbox: () => Promise<{ readonly outbox: Outbox; readonly store: Pick<OutboxStore, 'recall' | 'remember'> }>;
  /** Which unit this device is; its name if that is known without the hall. */
  readonly enrolled: () => { readonly unitId: UnitId; readonly name: string | null } | null;
  /** Where the device is; null: it does not know. Never rejects. */
  readonly locate: () => Promise<Position | null>;
  readonly newCommandId: () => CommandId;
  /** An instruction came, or ended without the person: time for a cue. */
  readonly onNew: () => void;
  readonly log: (message: string, cause: unknown) => void;
};

/** Instructions to this unit and its reports: all that waits for no network. */
export class FieldWork {
  readonly state: StoreApi<FieldWorkState>;
  readonly #options: FieldWorkOptions;
  readonly #documents: Documents;
  /** What the device kept is read, if it can be. */
  readonly #opened: Promise<void>;
  #outbox: Outbox | null = null;
  #store: Pick<OutboxStore, 'recall' | 'remember'> | null = null;
  #memory: UnitMemory | null = null;
  readonly #said = new Set<string>();
  /** The last one attached. */
  #line: { readonly link: HallLink; detachOutbox: (() => void) | null } | null = null;

  private constructor(options: FieldWorkOptions) {
    this.#options = options;
    this.#documents = new Documents(options.documents);
    this.state = createStore<FieldWorkState>(() => ({ storage: 'opening', author: null, items: [], sending: null, problem: null, instructions: [] }));
    this.#show();
    this.#opened = this.#open();
  }

  /** It is there at once, and reads what the device kept meanwhile. */
  static create(options: FieldWorkOptions): FieldWork {
    return new FieldWork(options);
  }

  /** Answers and reports go over this link until the answer is called. */
  attach(link: HallLink): () => void {
    const line = { link, detachOutbox: this.#outbox?.attach(link) ?? null };
    this.#line = line;
    const undo = [
      link.on('instruction.held', ({ instructions }) => void this.#held(link, instructions)),
      link.on('unit.briefed', ({ operation }) => void this.#opened.then(() => this.#remember({ operationId: operation?.operationId ?? null }))),
      link.state.subscribe((state) => void this.#followLink(state)),
    ];
    void this.#followLink(link.state.getState());
    return () => {
      line.detachOutbox?.();
      if (this.#line === line) this.#line = null;
      for (const end of undo) end();
    };
  }

  /** This device may be another unit now, or none. */
  enrolmentChanged(): void {
    void this.#recall();
  }

  /** It is looked at, which tells its sender that it was read. Errors: StorageError. */
  async open(shown: ShownInstruction): Promise<void> {
    const { instructionId } = shown.instruction;
    if (shown.unseenEnding) await this.#remember({ unseenEndings: this.#unseenEndings().filter((id) => id !== instructionId) });
    if (isNew(shown)) await this.#answer({ name: 'instruction.read', input: this.#about(shown) });
  }

  /** Errors: StorageError. */
  accept(shown: ShownInstruction): Promise<void> {
    return this.#answer({ name: 'instruction.accept', input: this.#about(shown) });
  }

  /** Errors: StorageError. */
  refuse(shown: ShownInstruction, reason: string): Promise<void> {
    return this.#answer({ name: 'instruction.refuse', input: { ...this.#about(shown), reason: reason.trim() } });
  }

  /** Errors: StorageError. */
  finish(shown: ShownInstruction, report: string): Promise<void> {
    return this.#answer({ name: 'instruction.finish', input: { ...this.#about(shown), report: report.trim() } });
  }

  /** The moment and the place of what is taken now; the place comes when it is found. */
  moment(): Pick<Taken, 'takenAt' | 'clockOffsetMs' | 'position'> {
    const { at, clockOffsetMs } = this.#reading();
    return { takenAt: at, clockOffsetMs, position: this.#options.locate().then((position) => (position === null ? null : { ...position, at: Math.round(position.at - (clockOffsetMs ?? 0)) })) };
  }

  /** A note, or a photo with or without words; kept for good when it resolves. Errors: StorageError. */
  async report(text: string, { takenAt, clockOffsetMs, position, photo }: Taken): Promise<void> {
    const { author, outbox } = this.#ready();
    const draft = {
      commandId: this.#options.newCommandId(),
      kind: photo === null ? ('note' as const) : ('photo' as const),
      text: text.trim(),
      picture: photo === null ? null : { pictureId: photo.pictureId, mimeType: photo.mimeType, totalBytes: photo.bytes.length },
      takenAt,
      clockOffsetMs,
      position: await position,
      operationId: this.#operationOf(author),
    };
    await outbox.report(author, draft, photo);
    this.keepDraft('');
  }

  /** A photo's bytes while they are on the device; null: they are not. Errors: StorageError. */
  bytesOf(itemId: number): Promise<Uint8Array<ArrayBuffer> | null> {
    return this.#ready().outbox.bytesOf(itemId);
  }

  /** `onProgress`: 0 to 1. Errors: disconnected, those of document.read, badDocument. */
  readDocument(document: Instruction['documents'][number], onProgress: (share: number) => void): Promise<Blob> {
    return this.#documents.read(this.#line?.link ?? null, document, onProgress);
  }

  /** Hall time as this device knows it, ms. */
  now(): number {
    return this.#reading().at;
  }

  get draft(): string {
    const { author } = this.state.getState();
    return author === null ? '' : this.#options.drafts.read(author.unitId);
  }

  keepDraft(text: string): void {
    const { author } = this.state.getState();
    if (author !== null) this.#options.drafts.keep(author.unitId, text);
  }

  async #open(): Promise<void> {
    try {
      const { outbox, store } = await this.#options.openOutbox();
      this.#outbox = outbox;
      this.#store = store;
      await this.#recall();
      this.state.setState({ ...outbox.state.getState(), storage: 'ready' });
      this.#show();
      outbox.state.subscribe((state, before) => {
        this.state.setState(state);
        if (state.items !== before.items) this.#show();
      });
      if (this.#line !== null) this.#line.detachOutbox = outbox.attach(this.#line.link);
    } catch (error) {
      this.#options.log('nothing can be kept on this device', error);
      this.state.setState({ storage: error instanceof StorageError ? error.problem : 'unavailable' });
    }
  }

  async #recall(): Promise<void> {
    const unitId = this.#options.enrolled()?.unitId;
    if (unitId !== undefined && unitId !== this.#memory?.unitId) this.#memory = (await this.#store?.recall(unitId)) ?? null;
    this.#show();
  }

  async #held(link: HallLink, instructions: readonly Instruction[]): Promise<void> {
    await this.#opened;
    const before = new Map(this.#memory?.instructions.map((instruction) => [instruction.instructionId, instruction.state]));
    const fresh = instructions.filter(({ instructionId, state }) => isNew({ state }) && !before.has(instructionId));
    // Who is on the way must not go on for nothing.
    const ended = instructions.filter(({ instructionId, state }) => isTaken(state) && isOpen({ state: before.get(instructionId) ?? state }));
    const unseen = [...this.#unseenEndings(), ...ended.map(({ instructionId }) => instructionId)];
    const kept = this.#remember({ instructions: [...instructions], unseenEndings: unseen.filter((id) => instructions.some(({ instructionId }) => instructionId === id)) });
    if (fresh.length + ended.length > 0) this.#options.onNew();
    void this.#documents.forgetOthers(instructions);
    await kept;
    await Promise.all(instructions.filter(({ state }) => state === 'sent').map(({ instructionId }) => this.#deliver(link, instructionId)));
  }

  /** Told again at each change and each hello, so a lost one needs no care. */
  async #deliver(link: HallLink, instructionId: InstructionId): Promise<void> {
    try {
      await link.request('instruction.deliver', { commandId: this.#options.newCommandId(), instructionId });
    } catch (error) {
      this.#options.log('the hall does not know yet that an instruction is here', error);
    }
  }

  async #followLink({ phase, session, clockOffsetMs }: LinkState): Promise<void> {
    if (phase === 'online' && session?.unit) {
      await this.#opened;
      const { unitId, name } = session.unit;
      await this.#remember({ unitId, name, clockOffsetMs: -Math.round(clockOffsetMs) });
    }
  }

  /** Only once the device is opened. Counts at once; kept for good when it resolves, if anything can be kept. Never rejects. */
  async #remember(change: Partial<UnitMemory>): Promise<void> {
    const own = change.unitId === undefined || change.unitId === this.#memory?.unitId ? this.#memory : null;
    const unitId = change.unitId ?? own?.unitId;
    if (unitId === undefined || (own !== null && Object.entries(change).every(([key, value]) => own[key as keyof UnitMemory] === value))) return;
    const memory = { unitId, name: '', clockOffsetMs: null, operationId: null, instructions: [], unseenEndings: [], ...own, ...change };
    this.#memory = memory;
    this.#show();
    try {
      await this.#store?.remember(memory);
    } catch (error) {
      this.#options.log('what the hall told is not kept on this device', error);
    }
  }

  #show(): void {
    const enrolled = this.#options.enrolled();
    // Another unit's instructions are nobody's business here.
    const own = enrolled !== null && this.#memory?.unitId === enrolled.unitId ? this.#memory : null;
    const author = enrolled === null ? null : { unitId: enrolled.unitId, name: enrolled.name ?? own?.name ?? '' };
    this.state.setState(({ items }) => ({ author, instructions: shownInstructions(own?.instructions ?? [], items.filter(({ unitId }) => unitId === author?.unitId), this.#unseenEndings()) }));
  }

  /** Once, however often a wet thumb touches. */
  async #answer(act: Exclude<Act, { name: 'report.submit' }>): Promise<void> {
    const { author, outbox } = this.#ready();
    const said = `${act.name} ${act.input.instructionId}`;
    if (this.#said.has(said)) return;
    this.#said.add(said);
    try {
      await outbox.answer(author, act);
    } catch (error) {
      this.#said.delete(said);
      throw error;
    }
  }

  #about({ instruction: { instructionId } }: ShownInstruction): { commandId: CommandId; instructionId: InstructionId; saidAt: number | null } {
    const { at, clockOffsetMs } = this.#reading();
    return { commandId: this.#options.newCommandId(), instructionId, saidAt: clockOffsetMs === null ? null : at };
  }

  #unseenEndings(): readonly InstructionId[] {
    return this.#memory?.unseenEndings ?? [];
  }

  #operationOf(author: Author): OperationId | null {
    return this.#memory?.unitId === author.unitId ? this.#memory.operationId : null;
  }

  /** Hall time as this device knows it; its own while it never heard the hall's. */
  #reading(): { at: number; clockOffsetMs: number | null } {
    const device = Date.now();
    if (this.#line?.link.state.getState().phase === 'online') {
      const at = Math.round(this.#line.link.now());
      return { at, clockOffsetMs: device - at };
    }
    const clockOffsetMs = this.#memory?.clockOffsetMs ?? null;
    return { at: device - (clockOffsetMs ?? 0), clockOffsetMs };
  }

  #ready(): { author: Author; outbox: Outbox } {
    const { author } = this.state.getState();
    if (author === null || this.#outbox === null) throw new StorageError('unavailable', null);
    return { author, outbox: this.#outbox };
  }
}

/** Ended by the hall or by the time, not by the unit. */
function isTaken(state: InstructionState): boolean {
  return state === 'withdrawn' || state === 'lapsed';
}
