import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from 'pino';
import { Counter, Gauge, type Registry } from 'prom-client';
import { idOf } from '#domain/hallState/idOf.ts';
import type { HallState } from '#domain/hallState/hallState.ts';
import type { PartnerId } from '#protocol/nouns/ids.ts';
import type { Entry } from '#protocol/nouns/log.ts';
import type { OutsideDelivery } from '#protocol/outside/delivery.ts';
import type { RuleBook } from '#protocol/rules/rules.ts';
import type { Partner, PartnerStatus } from '#protocol/tasks/partners.ts';
import type { HallClock } from '../../ports/clock.ts';
import { EarliestDeadline } from '../../ports/earliestDeadline.ts';
import type { Journal } from '../../ports/journal.ts';
import type { Appended, HallLog } from '../../ports/log.ts';
import type { Delivery, PartnerStore } from '../../ports/stores.ts';
import type { PartnerTraffic } from '../partners/createPartners.ts';
import { validOf, type PartnerKeyrings } from '../partners/partnerKeyring.ts';
import { Backlog } from './backlog.ts';
import type { Courier, DeliveryFault } from './courier.ts';
import { makeDeliveries } from './makeDeliveries.ts';
import { signedHeaders } from './standardWebhook.ts';
import { StatusBook } from './statusBook.ts';

const READ_AT_ONCE = 1_000;
/** So far the kept place of the log may lag behind, entries: what lies behind it is read again at a start. */
const MAY_LAG = 5_000;
const STORE_AGAIN_MS = 1_000;
/** Waits double from the first to the longest. */
const FIRST_WAIT_MS = 5_000;
const LONGEST_WAIT_MS = 86_400_000;

type Options = {
  readonly log: HallLog;
  readonly journal: Pick<Journal, 'read'>;
  readonly store: PartnerStore;
  readonly book: RuleBook;
  readonly keyrings: PartnerKeyrings;
  readonly courier: Courier;
  readonly clock: Pick<HallClock, 'now' | 'at'>;
  /** Real time: signatures are judged by the other side's clock. */
  readonly now: () => number;
  /** 0 to 1. */
  readonly random: () => number;
  readonly exercise: boolean;
  readonly onStatus: (status: PartnerStatus) => void;
  readonly metrics: Registry;
  readonly logger: Logger;
};

/**
 * Tells partners of each change of a task of theirs. What is to be told is made from the log, so that a hall that was killed between a
 * decision and its delivery loses none; what waits is kept in a table until the other side has taken it.
 */
export class Deliveries implements PartnerTraffic {
  readonly #options: Options;
  readonly #backlog = new Backlog();
  readonly #statuses = new StatusBook();
  readonly #deadline: EarliestDeadline;
  readonly #attempts = new Set<Promise<void>>();
  readonly #tried: Counter<'result'>;
  readonly #closing = new AbortController();
  readonly #started = Promise.withResolvers<void>();
  readonly #stopListening: () => void;
  /** One after the other, in the order of the log. */
  #making: Promise<void>;
  #keptUpTo = 0;

  private constructor(options: Options) {
    this.#options = options;
    const { log, clock, metrics } = options;
    this.#deadline = new EarliestDeadline({ clock, next: () => this.#backlog.nextAt(), run: async () => this.#sendDue() });
    this.#tried = new Counter({ name: 'hall_partner_deliveries_total', help: 'Attempts to tell partners of changes', labelNames: ['result'], registers: [metrics] });
    const waiting = new Gauge({
      name: 'hall_partner_backlog',
      help: 'Changes that a partner was not told of yet',
      labelNames: ['partner'],
      registers: [metrics],
      collect: () => {
        for (const [partnerId, { name }] of log.state.partners) waiting.set({ partner: name }, this.#backlog.of(partnerId).backlog);
      },
    });
    const { position: { sequence: upTo }, state } = log;
    this.#making = this.#started.promise.then(() => this.#catchUp(upTo, state)).catch((error: unknown) => this.#failed(error));
    this.#stopListening = log.onAppended((appended) => this.#appended(appended));
  }

  static create(options: Options): Deliveries {
    return new Deliveries(options);
  }

  /** From here on partners are told: what waits from before, first. */
  start(): void {
    this.#started.resolve();
  }

  statusOf(partnerId: PartnerId): PartnerStatus {
    return { partnerId, ...this.#backlog.of(partnerId), ...this.#statuses.of(partnerId) };
  }

  heard(partnerId: PartnerId): void {
    this.#statuses.heard(partnerId, Math.round(this.#options.clock.now()));
    this.#options.onStatus(this.statusOf(partnerId));
  }

  async test(partner: Partner): Promise<{ fault: DeliveryFault | null; tookMs: number }> {
    const { exercise, clock } = this.#options;
    const id = randomUUID();
    const said: OutsideDelivery = { type: 'ping', id, partnerId: partner.partnerId, at: Math.round(clock.now()), exercise };
    const begunAt = performance.now();
    const fault = await this.#bring(partner, { id, body: JSON.stringify(said) });
    return { fault, tookMs: Math.round(performance.now() - begunAt) };
  }

  retry(partnerId: PartnerId): void {
    this.#backlog.hurry(partnerId, this.#options.clock.now());
    this.#deadline.look();
  }

  /** Idempotent. Resolves when nothing of it is under way. */
  async close(): Promise<void> {
    this.#stopListening();
    this.#deadline.close();
    this.#closing.abort();
    this.#started.resolve();
    this.#options.courier.close();
    await Promise.all([this.#making, ...this.#attempts]);
  }

  /** What was kept, and what came into the log after it was. */
  async #catchUp(upTo: number, state: HallState): Promise<void> {
    const { store, journal } = this.#options;
    const [kept, last] = await this.#untilDone(() => Promise.all([store.deliveries(), store.deliveriesUpTo()])) ?? [[], upTo];
    for (const delivery of kept) this.#backlog.add(delivery);
    this.#keptUpTo = last ?? (state.partners.isEmpty() ? upTo : 0);
    for (let after = this.#keptUpTo; after < upTo;) {
      const from = after;
      const entries = await this.#untilDone(() => journal.read({ after: from, limit: READ_AT_ONCE })) ?? [];
      if (entries.length === 0) break;
      after = entries.at(-1)!.sequence;
      await this.#make(entries.filter(({ sequence }) => sequence <= upTo), state);
    }
    this.#deadline.look();
  }

  #appended({ entries, state }: Appended): void {
    for (const { name, subject } of entries) {
      if (name === 'partner.closed') this.#backlog.forget(idOf(subject) as PartnerId);
    }
    this.#making = this.#making.then(() => this.#make(entries, state)).then(() => this.#deadline.look()).catch((error: unknown) => this.#failed(error));
  }

  /** Of something that no retry would mend: what comes after it goes on. */
  #failed(error: unknown): void {
    this.#options.logger.error({ err: error }, 'partners could not be told of changes');
  }

  async #make(entries: readonly Entry[], state: HallState): Promise<void> {
    const upTo = entries.at(-1)?.sequence ?? 0;
    const { book, exercise, clock, store, onStatus } = this.#options;
    const made = makeDeliveries(entries, state, { book, exercise, now: Math.round(clock.now()), onFault: (error) => this.#failed(error) });
    if (made.length === 0 && upTo - this.#keptUpTo < MAY_LAG) return;
    await this.#untilDone(() => store.addDeliveries(made, upTo));
    if (this.#closing.signal.aborted) return;
    this.#keptUpTo = upTo;
    for (const delivery of made) this.#backlog.add(delivery);
    for (const partnerId of new Set(made.map((delivery) => delivery.partnerId))) onStatus(this.statusOf(partnerId));
  }

  /** Without waiting for them: one slow door keeps no other waiting. */
  #sendDue(): void {
    for (const delivery of this.#backlog.take(this.#options.clock.now())) {
      const attempt = this.#attempt(delivery).catch((error: unknown) => this.#failed(error)).finally(() => this.#attempts.delete(attempt));
      this.#attempts.add(attempt);
    }
  }

  async #attempt(delivery: Delivery): Promise<void> {
    const { log, store, clock, onStatus, logger } = this.#options;
    const { partnerId, taskId, number } = delivery;
    const partner = log.state.partners.get(partnerId);
    if (partner === undefined || partner.closed !== null) {
      this.#backlog.forget(partnerId);
      return;
    }
    const { id } = JSON.parse(delivery.body) as { id: string };
    const fault = await this.#bring(partner, { id, body: delivery.body });
    if (this.#closing.signal.aborted && fault !== null) return;
    this.#statuses.tried(partnerId, fault, Math.round(clock.now()));
    this.#tried.inc({ result: fault?.fault ?? 'taken' });
    if (fault === null) {
      // Before the next one of the task goes: a kill in between brings it once more, and the other side drops it by its id.
      await this.#untilDone(() => store.removeDelivery(delivery));
      this.#backlog.done(delivery);
    } else {
      const attempts = delivery.attempts + 1;
      const next = { ...delivery, attempts, nextAttemptAt: Math.round(clock.now() + this.#waitMs(attempts)) };
      logger.warn({ partnerId, taskId, number, attempts, ...fault, nextAttemptAt: next.nextAttemptAt }, 'a partner was not told of a change');
      await store.noteAttempt(next).catch((error: unknown) => logger.warn({ err: error, partnerId }, 'a failed delivery was not noted'));
      this.#backlog.again(next);
    }
    onStatus(this.statusOf(partnerId));
    this.#deadline.look();
  }

  async #bring({ partnerId, webhookUrl, authorityPem }: Partner, { id, body }: { readonly id: string; readonly body: string }): Promise<DeliveryFault | null> {
    const { keyrings, courier, now } = this.#options;
    const at = now();
    const ring = await keyrings.of(partnerId).catch(() => null);
    const secrets = ring === null ? [] : validOf(ring.sending, at);
    if (webhookUrl === null || secrets.length === 0) return { fault: 'noKey', status: null };
    return courier.bring({ url: webhookUrl, authorityPem, headers: signedHeaders(secrets, { id, at, body }), body });
  }

  /** Half of it is chance, so that all that failed together does not come back together. */
  #waitMs(attempts: number): number {
    const most = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (attempts - 1));
    return most / 2 + (most / 2) * this.#options.random();
  }

  /** Again and again while the database is away; undefined when the hall stops first. */
  async #untilDone<Result>(work: () => Promise<Result>): Promise<Result | undefined> {
    const { logger } = this.#options;
    while (!this.#closing.signal.aborted) {
      try {
        return await work();
      } catch (error) {
        logger.warn({ err: error }, 'what partners are to be told could not be kept');
        await pause(STORE_AGAIN_MS, undefined, { signal: this.#closing.signal }).catch(() => undefined);
      }
    }
    return undefined;
  }
}
