import { createHash } from 'node:crypto';
import { COUNTERSIGN } from '#domain/tasks/signing/canonicalTask.ts';
import type { RequestInput } from '#protocol/contract.ts';
import type { UserId } from '#protocol/nouns/ids.ts';
import type { Task } from '#protocol/tasks/tasks.ts';
import { signInPerson } from '../../../scripts/demo/enrol.ts';
import { HallControl } from '../../../scripts/demo/hallControl.ts';
import type { Stage } from '../../../scripts/demo/stage.ts';
import { TestSigner } from '../../../sfu/testing/testSigner.ts';
import { twoPagePaper } from './twoPagePaper.ts';

const PIN = '739462';
type Given = RequestInput<'task.create'>['documents'][number];
type Acting = Partial<Omit<RequestInput<'task.act'>, 'taskId' | 'step'>>;

/** Somebody who works on tasks without a window, over the signalling that every console speaks. */
export class TaskPerson {
  readonly control: HallControl;
  readonly userId: UserId;
  readonly #password: string;
  #signer: TestSigner | null = null;

  private constructor(control: HallControl, { userId, password }: { readonly userId: UserId; readonly password: string }) {
    this.control = control;
    this.userId = userId;
    this.#password = password;
  }

  static async enter(stage: Stage, username: string): Promise<TaskPerson> {
    const { password, hall, place } = stage;
    const control = HallControl.create({ address: hall.address, token: await signInPerson({ hall: place, username, password }) });
    await control.view();
    const userId = control.people().users.find((user) => user.username === username)?.userId;
    if (userId === undefined) throw new Error(`${username} does not see their own account`);
    return new TaskPerson(control, { userId, password });
  }

  /** Papers of these kinds, each another, sent to the hall. */
  async papers(paperIds: readonly string[]): Promise<Given[]> {
    return Promise.all(paperIds.map(async (paperId) => {
      const bytes = Buffer.concat([twoPagePaper(), Buffer.from(`% ${paperId}\n`)]);
      const paper = { documentId: createHash('sha256').update(bytes).digest('hex'), mimeType: 'application/pdf' as const, totalBytes: bytes.length };
      await this.control.request('document.put', { ...paper, offset: 0, base64: bytes.toString('base64') });
      return { ...paper, name: `${paperId}.pdf`, paperId, replaces: null };
    }));
  }

  async create(asked: Omit<RequestInput<'task.create'>, 'commandId'>): Promise<Task> {
    return (await this.control.request('task.create', { commandId: this.control.newCommandId(), ...asked })).task;
  }

  async open({ taskId }: Pick<Task, 'taskId'>): Promise<Task> {
    return (await this.control.request('task.open', { taskId })).task;
  }

  /** Takes a step of the task as it is now. */
  async act(of: Pick<Task, 'taskId'>, step: string, more: Acting = {}): Promise<Task> {
    const { taskId, version } = await this.open(of);
    return (await this.control.request('task.act', { commandId: this.control.newCommandId(), taskId, expectedVersion: version, step, ...more })).task;
  }

  /** The same under a signature, with a key that is enrolled at the first one. */
  async sign(of: Pick<Task, 'taskId'>, step: string, more: Acting = {}): Promise<Task> {
    const signer = await this.#enrolled();
    const { words = null, count = null, result = null } = more;
    return this.act(of, step, { ...more, signature: signer.signature(await this.open(of), { step, words, count, result }) });
  }

  /** Agrees, where this person was asked to countersign. */
  async countersign(of: Pick<Task, 'taskId'>, words: string): Promise<Task> {
    const signer = await this.#enrolled();
    const task = await this.open(of);
    const signature = signer.signature(task, { step: COUNTERSIGN, words, count: 1 });
    return (await this.control.request('task.countersign', { commandId: this.control.newCommandId(), taskId: task.taskId, expectedVersion: task.version, agrees: true, words, signature })).task;
  }

  async #enrolled(): Promise<TestSigner> {
    if (this.#signer === null) {
      this.#signer = TestSigner.make({ userId: this.userId, pin: PIN });
      await this.control.request('signing.enrol', { commandId: this.control.newCommandId(), key: this.#signer.key, password: this.#password });
    }
    return this.#signer;
  }

  close(): void {
    this.control.close();
  }
}
