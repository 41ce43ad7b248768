import { fork, type ChildProcess } from 'node:child_process';
import { endChild, ownChild } from './endChild.ts';

/** What a program of the bench can be asked, by name. Questions and answers cross as structured clones. */
type Asks = Readonly<Record<string, (input: never) => unknown>>;

type Question = { readonly id: number; readonly name: string; readonly input: unknown };
type Answer = { readonly id: number } & ({ readonly ok: true; readonly answer: unknown } | { readonly ok: false; readonly why: string });

/** A program of the bench as a process of its own, so that what it does costs the measured ones nothing. */
export class AskedChild<Own extends Asks> {
  readonly #child: ChildProcess;
  readonly #waiting = new Map<number, { resolve: (answer: unknown) => void; reject: (error: Error) => void }>();
  #nextId = 1;

  private constructor(child: ChildProcess) {
    this.#child = child;
    ownChild(child);
    child.on('message', (message) => this.#receive(message as Answer));
    child.on('exit', (code, signal) => this.#failAll(new Error(`a program of the bench ended (${signal ?? `code ${code}`})`)));
  }

  /** `file`: absolute path of the program, which calls `answerParent`. */
  static create<Own extends Asks>(file: string): AskedChild<Own> {
    return new AskedChild<Own>(fork(file, { serialization: 'advanced', stdio: ['ignore', 'inherit', 'inherit', 'ipc'] }));
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** Errors: what the program says went wrong; its end. */
  ask<Name extends keyof Own & string>(name: Name, input: Parameters<Own[Name]>[0]): Promise<Awaited<ReturnType<Own[Name]>>> {
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve: resolve as (answer: unknown) => void, reject });
      this.#child.send({ id, name, input } satisfies Question, (error) => error && this.#settle(id)?.reject(error));
    });
  }

  /** Idempotent. */
  close(): Promise<void> {
    return endChild(this.#child);
  }

  #receive(message: Answer): void {
    const waiting = this.#settle(message.id);
    if (message.ok) {
      waiting?.resolve(message.answer);
    } else {
      waiting?.reject(new Error(message.why));
    }
  }

  #settle(id: number) {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    return waiting;
  }

  #failAll(error: Error): void {
    for (const id of this.#waiting.keys()) {
      this.#settle(id)?.reject(error);
    }
  }
}

/** In the program: answers its parent until that lets go of it. */
export function answerParent(asks: Asks): void {
  process.on('message', (message) => void answer(asks, message as Question));
  process.on('disconnect', () => process.exit(0));
}

async function answer(asks: Asks, { id, name, input }: Question): Promise<void> {
  let said: Answer;
  try {
    said = { id, ok: true, answer: await asks[name]?.(input as never) };
  } catch (error) {
    said = { id, ok: false, why: error instanceof Error ? error.message : String(error) };
  }
  process.send?.(said);
}
