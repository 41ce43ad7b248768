import { setTimeout as delay } from 'node:timers/promises';
import type { types } from 'mediasoup';
import type { Logger } from 'pino';
import { AppError } from '#protocol/errors.ts';
import { MediaWorker, type MediaWorkerSettings } from './mediaWorker.ts';

export type WorkerPoolConfig = MediaWorkerSettings & {
  /** How many work at a time; one more is kept ready. */
  workers: number;
  /** First of `workers + 1` ports. */
  basePort: number;
};

export type WorkerPoolListener = {
  /** After the standby took the dead worker's place, in the same turn of the event loop. */
  died(dead: MediaWorker, error: Error): void;
  /** A worker joined those at work. */
  joined(): void;
};

const FIRST_RETRY_MS = 250;
const LONGEST_RETRY_MS = 10_000;
const WATCHDOG_ROUND_MS = 1_000;
/** A process that gave no sign of life for so many rounds hangs; it is killed so that the standby can take over. */
const WATCHDOG_ROUNDS = 6;

/** The workers of this host: so many at work, and one more that waits with router and port ready. */
export class WorkerPool {
  readonly #config: WorkerPoolConfig;
  readonly #log: Logger;
  readonly #listeners = new Set<WorkerPoolListener>();
  readonly #closing = new AbortController();
  readonly #freePorts: number[];
  readonly #watchdog: NodeJS.Timeout;
  #atWork: MediaWorker[] = [];
  #standby: MediaWorker | null = null;
  #deaths = 0;
  #refilling = false;

  private constructor(config: WorkerPoolConfig, log: Logger) {
    this.#config = config;
    this.#log = log;
    this.#freePorts = Array.from({ length: config.workers + 1 }, (_, index) => config.basePort + index);
    this.#watchdog = setInterval(() => this.#watch(), WATCHDOG_ROUND_MS).unref();
  }

  /** Starts all workers and the standby. Errors: the first reason why one of them cannot start (a port in use, no binary). */
  static async create(config: WorkerPoolConfig, log: Logger): Promise<WorkerPool> {
    const pool = new WorkerPool(config, log);
    const spawned = await Promise.allSettled(Array.from({ length: config.workers + 1 }, () => pool.#spawn()));
    const failure = spawned.find((result) => result.status === 'rejected');
    for (const result of spawned) {
      if (result.status === 'rejected') continue;
      if (failure !== undefined) result.value.close();
      else pool.#putToUse(result.value);
    }
    if (failure !== undefined) {
      pool.close();
      throw new Error(`a media worker cannot start: ${String(failure.reason)}`, { cause: failure.reason });
    }
    return pool;
  }

  /** Those at work now, without the standby. At a signal to end, mediasoup closes workers by itself, without a word. */
  get workers(): readonly MediaWorker[] {
    return this.#atWork.filter((worker) => !worker.closed);
  }

  get standby(): MediaWorker | null {
    return this.#standby;
  }

  get deaths(): number {
    return this.#deaths;
  }

  listen(listener: WorkerPoolListener): void {
    this.#listeners.add(listener);
  }

  /** What the hall forwards; the same on every worker. Errors: mediaUnavailable when none is at work. */
  get rtpCapabilities(): types.RtpCapabilities {
    return this.#leastLoaded().router.rtpCapabilities;
  }

  /** Does something on the worker with the least to do. Errors: mediaUnavailable when none is at work. */
  async place<Result>(work: (worker: MediaWorker) => Promise<Result>): Promise<Result> {
    const worker = this.#leastLoaded();
    const release = worker.reserve();
    try {
      return await work(worker);
    } finally {
      release();
    }
  }

  /** Idempotent. */
  close(): void {
    if (this.#closing.signal.aborted) return;
    this.#closing.abort();
    clearInterval(this.#watchdog);
    for (const worker of [...this.#atWork, this.#standby]) worker?.close();
    this.#atWork = [];
    this.#standby = null;
  }

  #leastLoaded(): MediaWorker {
    const { workers } = this;
    const first = workers[0];
    if (first === undefined) throw new AppError('mediaUnavailable');
    return workers.reduce((best, worker) => (worker.load < best.load ? worker : best), first);
  }

  async #spawn(): Promise<MediaWorker> {
    const port = this.#freePorts.shift();
    if (port === undefined) throw new Error('no port is left for a media worker');
    try {
      const worker = await MediaWorker.create(this.#config, port);
      worker.onDied((error) => this.#buried(worker, error));
      return worker;
    } catch (error) {
      this.#freePorts.push(port);
      throw error;
    }
  }

  /** Puts a new worker to work where one is missing, else on standby. */
  #putToUse(worker: MediaWorker): void {
    if (this.#atWork.length >= this.#config.workers) {
      this.#standby = worker;
      return;
    }
    this.#atWork.push(worker);
    for (const listener of this.#listeners) listener.joined();
  }

  #buried(dead: MediaWorker, error: Error): void {
    if (this.#closing.signal.aborted) return;
    this.#deaths += 1;
    this.#freePorts.push(dead.port);
    if (dead === this.#standby) {
      this.#standby = null;
      this.#log.error({ workerPid: dead.pid, err: error }, 'the standby media worker died');
    } else {
      this.#atWork = this.#atWork.filter((worker) => worker !== dead);
      const successor = this.#standby;
      this.#standby = null;
      // The listeners hear of the death before anything looks for a new worker: a quarantine must stand by then.
      if (successor !== null) this.#atWork.push(successor);
      this.#log.error({ workerPid: dead.pid, successorPid: successor?.pid ?? null, err: error }, 'a media worker died');
      for (const listener of this.#listeners) listener.died(dead, error);
    }
    void this.#refill();
  }

  async #refill(): Promise<void> {
    if (this.#refilling) return;
    this.#refilling = true;
    const { signal } = this.#closing;
    let retryMs = FIRST_RETRY_MS;
    while (!signal.aborted && (this.#atWork.length < this.#config.workers || this.#standby === null)) {
      try {
        const worker = await this.#spawn();
        if (signal.aborted) worker.close();
        else if (!worker.closed) this.#putToUse(worker);
      } catch (error) {
        this.#log.error({ err: error, retryMs }, 'a media worker cannot be started; trying again');
        await delay(retryMs, undefined, { signal, ref: false }).catch(() => undefined);
        retryMs = Math.min(LONGEST_RETRY_MS, retryMs * 2);
      }
    }
    this.#refilling = false;
  }

  #watch(): void {
    for (const worker of [...this.#atWork, this.#standby]) {
      if (worker === null || worker.closed || worker.askForSignOfLife() < WATCHDOG_ROUNDS) continue;
      this.#log.error({ workerPid: worker.pid }, 'a media worker hangs; killing it');
      try {
        process.kill(worker.pid, 'SIGKILL');
      } catch (error) {
        // It ended between the two lines; its death is on the way.
        this.#log.warn({ workerPid: worker.pid, err: error }, 'the hanging media worker is already gone');
      }
    }
  }
}
