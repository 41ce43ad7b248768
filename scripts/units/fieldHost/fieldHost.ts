import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { electronEnvironment } from '../../setup/index.mjs';
import type { FleetMember } from '../fleet/member.ts';
import { unitFix } from '../fleet/unitFix.ts';

export type FieldHostOptions = {
  readonly hall: { readonly url: string; /** SHA-256 of the hall's authority, lower-case hex. */ readonly caFingerprint: string };
  /** The Electron program. */
  readonly electron: string;
  /** X display for the hidden windows. */
  readonly display: string;
  readonly log: (message: string) => void;
};

type OpenPage = { readonly member: FleetMember; readonly startedAt: number; state: 'opening' | 'open' };

const MAIN = fileURLToPath(new URL('main.cjs', import.meta.url));
const POSITION_INTERVAL_MS = 1_000;
const FIRST_RESTART_MS = 1_000;
const MAX_RESTART_MS = 30_000;
/** An Electron that lived this long was sound: its next end is a new story. */
const SOUND_AFTER_MS = 60_000;

/** Keeps an Electron with one hidden field page a unit; starts it again when it dies, with the same pages. */
export class FieldHost {
  readonly #options: FieldHostOptions;
  readonly #pages = new Map<string, OpenPage>();
  readonly #folder = mkdtempSync(join(tmpdir(), 'field-host-'));
  readonly #positions: NodeJS.Timeout;
  #child: ChildProcess;
  #restart: NodeJS.Timeout | undefined;
  #closed = false;
  #failures = 0;

  constructor(options: FieldHostOptions) {
    this.#options = options;
    this.#child = this.#start();
    this.#positions = setInterval(() => this.#movePages(), POSITION_INTERVAL_MS);
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  has(unitId: string): boolean {
    return this.#pages.has(unitId);
  }

  /** The page is loaded; whether it sends is for the hall to say. */
  isOpen(unitId: string): boolean {
    return this.#pages.get(unitId)?.state === 'open';
  }

  /** Opens the unit's page; it starts sending by itself. Opening it again loads it anew. */
  open(member: FleetMember): void {
    this.#pages.set(member.unitId, { member, startedAt: Date.now(), state: 'opening' });
    this.#order({ type: 'open', unitId: member.unitId, url: this.#pageUrl(member) });
    this.#movePages();
  }

  close(unitId: string): void {
    this.#pages.delete(unitId);
    this.#order({ type: 'close', unitId });
  }

  /** Idempotent; resolves when Electron has ended. */
  async end(): Promise<void> {
    if (this.#closed) {
      return;
    }
    this.#closed = true;
    clearInterval(this.#positions);
    clearTimeout(this.#restart);
    const child = this.#child;
    if (child.exitCode === null && child.signalCode === null && child.pid !== undefined) {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.stdin?.end();
      const kill = setTimeout(() => child.kill('SIGKILL'), 3_000);
      await ended;
      clearTimeout(kill);
    }
    rmSync(this.#folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }

  #start(): ChildProcess {
    const { electron, display, hall, log } = this.#options;
    const flags = [`--user-data-dir=${this.#folder}`];
    if (process.getuid?.() === 0) {
      flags.push('--no-sandbox'); // Chromium refuses its sandbox to root; this is a simulator, not the product
    }
    const child = spawn(electron, [...flags, MAIN], {
      stdio: ['pipe', 'pipe', 'pipe'],
      env: electronEnvironment(display),
    });
    child.stdin?.on('error', () => undefined); // the exit tells why
    child.stderr?.resume();
    createInterface({ input: child.stdout }).on('line', (line) => this.#hear(line));
    child.on('error', (cause) => log(`Electron cannot be started: ${cause.message}`));
    const startedAt = Date.now();
    child.on('exit', (code, signal) => {
      if (!this.#closed) {
        this.#failures = Date.now() - startedAt > SOUND_AFTER_MS ? 0 : this.#failures + 1;
        log(`the field pages' Electron ended (${signal ?? code}); starting it again`);
        this.#restart = setTimeout(() => {
          this.#child = this.#start();
        }, Math.min(MAX_RESTART_MS, FIRST_RESTART_MS * 2 ** this.#failures));
      }
    });
    this.#child = child;
    this.#order({ type: 'trust', caFingerprint: hall.caFingerprint });
    for (const page of this.#pages.values()) {
      page.state = 'opening';
      this.#order({ type: 'open', unitId: page.member.unitId, url: this.#pageUrl(page.member) });
    }
    return child;
  }

  #hear(line: string): void {
    const message = parsed(line);
    const { log } = this.#options;
    const page = typeof message?.['unitId'] === 'string' ? this.#pages.get(message['unitId']) : undefined;
    if (page === undefined) {
      return;
    }
    if (message?.['type'] === 'opened') {
      page.state = 'open';
      this.#movePages();
    } else if (message?.['type'] === 'restarted') {
      page.state = 'opening';
      log(`${page.member.name}: the page is loaded anew (${String(message['reason'])})`);
    } else if (message?.['type'] === 'log') {
      log(`${page.member.name}: ${String(message['message'])}`);
    }
  }

  #movePages(): void {
    for (const { member, startedAt } of this.#pages.values()) {
      const now = Date.now();
      const { longitudeDeg, latitudeDeg } = unitFix(member, { elapsedMs: now - startedAt, at: now });
      this.#order({ type: 'position', unitId: member.unitId, longitudeDeg, latitudeDeg });
    }
  }

  #order(order: Record<string, unknown>): void {
    if (this.#child.stdin?.writable === true) {
      this.#child.stdin.write(`${JSON.stringify(order)}\n`);
    }
  }

  #pageUrl(member: FleetMember): string {
    const values = new URLSearchParams({ token: member.token, autostart: '1', profile: 'sd', preview: '0' });
    return `${this.#options.hall.url}/field/#${values}`;
  }
}

function parsed(line: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null; // Chromium writes to standard output too
  }
}
