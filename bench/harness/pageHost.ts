import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { ROOT_ARGUMENTS } from '../../scripts/demo/consoleProcess.ts';
import { electronEnvironment } from '../../scripts/setup/index.mjs';
import type { PageCalls } from '../pages/page.ts';
import { endChild, ownChild } from './endChild.ts';

const MAIN = path.join(import.meta.dirname, 'electron/pages.cjs');
const OPEN_WITHIN_MS = 30_000;
const CALL_WITHIN_MS = 60_000;

export type PageHostOptions = {
  /** The Electron program. */
  readonly electron: string;
  readonly display: string;
  readonly origin: string;
  readonly caFingerprint: string;
  readonly log: (message: string) => void;
};

export type PageBounds = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };

type Input<Name extends keyof PageCalls> = Parameters<PageCalls[Name]>[0];
type Output<Name extends keyof PageCalls> = Awaited<ReturnType<PageCalls[Name]>>;
type Answer = { readonly id?: number; readonly value?: unknown; readonly error?: string; readonly log?: string };
type Waiting = { readonly resolve: (value: unknown) => void; readonly reject: (cause: Error) => void };

/** An Electron of its own with bench pages in visible windows. A host each for what sends and for what is measured: their processor time must not mix. */
export class PageHost {
  readonly #options: PageHostOptions;
  readonly #child: ChildProcess;
  readonly #folder = mkdtempSync(path.join(tmpdir(), 'bench-host-'));
  readonly #waiting = new Map<number, Waiting>();
  #newest = 0;

  private constructor(options: PageHostOptions) {
    this.#options = options;
    this.#child = spawn(options.electron, [...ROOT_ARGUMENTS, `--user-data-dir=${this.#folder}`, MAIN], {
      stdio: ['pipe', 'pipe', 'pipe'],
      env: electronEnvironment(options.display),
    });
    ownChild(this.#child);
    this.#child.stdin?.on('error', () => undefined); // its end tells why
    this.#child.stderr?.resume();
    this.#child.on('error', (cause) => this.#failAll(`Electron cannot be started: ${cause.message}`));
    this.#child.on('exit', (code, signal) => this.#failAll(`the bench pages' Electron ended (${signal ?? code})`));
    if (this.#child.stdout !== null) {
      createInterface({ input: this.#child.stdout }).on('line', (line) => this.#hear(line));
    }
  }

  static async create(options: PageHostOptions): Promise<PageHost> {
    const host = new PageHost(options);
    await host.#order({ type: 'trust', caFingerprint: options.caFingerprint }, OPEN_WITHIN_MS);
    return host;
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** A new page in the window of this name; `hash` is what the page finds in its address. Resolves when it is loaded. */
  async open(options: { window: string; bounds: PageBounds; hash?: string }): Promise<void> {
    const { window, bounds, hash = '' } = options;
    await this.#order({ type: 'open', name: window, url: `${this.#options.origin}/#${hash}`, ...bounds }, OPEN_WITHIN_MS);
  }

  async close(window: string): Promise<void> {
    await this.#order({ type: 'close', name: window }, OPEN_WITHIN_MS);
  }

  /** Errors: of the page, and when it does not answer. */
  async call<Name extends keyof PageCalls>(
    window: string,
    name: Name,
    ...[input, options]: Input<Name> extends undefined ? [input?: undefined, options?: { withinMs: number }] : [input: Input<Name>, options?: { withinMs: number }]
  ): Promise<Output<Name>> {
    const value = await this.#order({ type: 'call', name: window, call: name, input }, options?.withinMs ?? CALL_WITHIN_MS);
    return value as Output<Name>;
  }

  /** Idempotent; resolves when Electron has ended. */
  async end(): Promise<void> {
    await endChild(this.#child, () => this.#child.stdin?.end());
    rmSync(this.#folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }

  #order(order: { readonly type: string; readonly call?: string; readonly [field: string]: unknown }, withinMs: number): Promise<unknown> {
    const id = (this.#newest += 1);
    return new Promise((resolve, reject) => {
      const settle = () => {
        clearTimeout(timer);
        this.#waiting.delete(id);
      };
      const timer = setTimeout(() => {
        settle();
        reject(new Error(`the bench page did not answer to ${order.call ?? order.type} within ${withinMs / 1_000} s`));
      }, withinMs);
      this.#waiting.set(id, {
        resolve: (value) => {
          settle();
          resolve(value);
        },
        reject: (cause) => {
          settle();
          reject(cause);
        },
      });
      this.#child.stdin?.write(`${JSON.stringify({ ...order, id })}\n`);
    });
  }

  #hear(line: string): void {
    const answer = parsed(line);
    if (answer?.log !== undefined) {
      this.#options.log(answer.log);
    }
    const waiting = answer?.id === undefined ? undefined : this.#waiting.get(answer.id);
    if (answer?.error !== undefined) {
      waiting?.reject(new Error(`the bench page failed: ${answer.error}`));
    } else {
      waiting?.resolve(answer?.value);
    }
  }

  #failAll(why: string): void {
    for (const waiting of this.#waiting.values()) {
      waiting.reject(new Error(why));
    }
  }
}

function parsed(line: string): Answer | null {
  try {
    return JSON.parse(line) as Answer;
  } catch {
    return null; // Chromium writes to standard output too
  }
}
